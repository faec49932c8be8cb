import { createHash } from 'node:crypto';
import type { BlindIndex } from '../privacy/blind-index.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import { sealLine, type ImportLine } from './import-row-store.ts';
import type { RowProblem } from './import-schema.ts';
import { classifyRow, fingerprintInput, type ClassReason } from './recap-class-rules.ts';
import { conflictProblem, type ConflictPlace } from './recap-conflict-rules.ts';
import type { ParsedRow, RecapRow } from './recap-schema.ts';
import { factsOf, type Known, type RowKey } from './known-registrations.ts';

/** A line ready to be stored. */
export type StagedLine = Omit<ImportLine, 'submission_id'>;
/** A row with what identifies it; `key` is null for a row that could not be read. */
export type KeyedRow = { source: RecapRow; key: RowKey | null };

const LONGEST_ROW_ID = 60;
// What no database column takes: control characters and halves of a character.
const UNSTORABLE = /[\p{Cc}\p{Cs}]/gu;
const storable = (text: string) => text.replace(UNSTORABLE, '');

export interface StagingDependencies {
  encryption: FieldEncryption;
  blindIndex: BlindIndex;
}

export const fingerprintOf = (row: ParsedRow): string =>
  createHash('sha256').update(fingerprintInput(row)).digest('hex');

/** The problems of a conflict, each naming the line or the office where the other one stands. */
export function conflictProblems(
  reasons: readonly ClassReason[],
  places: { nikLine?: number; rowIdLine?: number; office?: string },
): RowProblem[] {
  const placeOf = ({ code, where }: ClassReason): ConflictPlace => {
    if (code === 'ROW_ID_REPEATED') return places.rowIdLine === undefined ? {} : { line: places.rowIdLine };
    if (where === 'in_wave') return places.office === undefined ? {} : { office: places.office };
    return places.nikLine === undefined ? {} : { line: places.nikLine };
  };
  return reasons.map((reason) => conflictProblem(reason, placeOf(reason)));
}

/** Reads one hand-over row by row against what stands there already and against its own earlier rows. */
export function openStaging(importId: number, { encryption, blindIndex }: StagingDependencies) {
  const lineOfNik = new Map<string, number>();
  const lineOfRowId = new Map<string, number>();

  /** The row that came first keeps NIK and row id; gives the lines of earlier ones. */
  function earlier({ nikBidx, rowId }: RowKey, line: number) {
    const nikLine = lineOfNik.get(nikBidx);
    const rowIdLine = lineOfRowId.get(rowId);
    if (nikLine === undefined) lineOfNik.set(nikBidx, line);
    if (rowIdLine === undefined) lineOfRowId.set(rowId, line);
    return {
      ...(nikLine === undefined ? {} : { nikLine }),
      ...(rowIdLine === undefined ? {} : { rowIdLine }),
    };
  }

  function stageGood(line: number, row: ParsedRow, key: RowKey, known: Known): StagedLine {
    const places = earlier(key, line);
    const { sameRowId, nikTaken, office } = factsOf(known, key);
    const verdict = classifyRow({
      errors: [],
      sameRowId,
      nikTaken: nikTaken ?? (places.nikLine === undefined ? null : 'in_file'),
      rowIdRepeated: places.rowIdLine !== undefined,
    });
    const problems = conflictProblems(verdict.reasons, office === undefined ? places : { ...places, office });
    return {
      line_no: line,
      row_id: row.rowId,
      class: verdict.class,
      errors: problems.length > 0 ? JSON.stringify(problems) : null,
      nik_bidx: key.nikBidx,
      fingerprint: key.fingerprint,
      payload: sealLine(encryption, importId, line, { row }),
    };
  }

  function stageBad({ line, cells, errors }: Extract<RecapRow, { row: null }>): StagedLine {
    const problems = errors.map((error) =>
      error.value === undefined ? error : { ...error, value: storable(error.value) },
    );
    return {
      line_no: line,
      row_id: storable(cells.row_id).trim().slice(0, LONGEST_ROW_ID) || null,
      class: 'bad',
      errors: JSON.stringify(problems),
      nik_bidx: null,
      fingerprint: null,
      payload: sealLine(encryption, importId, line, { cells }),
    };
  }

  return {
    /** Computes what identifies each row, before anything is looked up. */
    key: (source: RecapRow): KeyedRow => ({
      source,
      key: source.row && {
        rowId: source.row.rowId,
        nikBidx: blindIndex.nik(source.row.nik),
        fingerprint: fingerprintOf(source.row),
        fullName: source.row.fullName,
      },
    }),

    /** Classifies and seals a row; in file order, because the first of two equal rows is the good one. */
    stage: ({ source, key }: KeyedRow, known: Known): StagedLine =>
      source.row === null ? stageBad(source) : stageGood(source.line, source.row, key as RowKey, known),
  };
}
export type Staging = ReturnType<typeof openStaging>;
