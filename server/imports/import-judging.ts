import type { Act } from '../audit/audit-service.ts';
import type { JobRun } from '../jobs/job-service.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import { openLine, reclassLine, type ImportLine } from './import-row-store.ts';
import { conflictProblems } from './import-staging.ts';
import { factsOf, type Known, type RowKey } from './known-registrations.ts';
import { classifyRow, type ClassReason } from './recap-class-rules.ts';
import type { ParsedRow, RowClass } from './recap-schema.ts';

/** A line with its row opened. */
export interface OpenedLine {
  line: number;
  row: ParsedRow;
  key: RowKey;
}
/** A line judged again at the moment of committing; `existing` is the registration of its row id. */
export interface JudgedLine extends OpenedLine {
  class: RowClass;
  reasons: ClassReason[];
  office: string | null;
  existingId: number | null;
}

export function openedLine(encryption: FieldEncryption, importId: number, line: ImportLine): OpenedLine {
  const content = openLine(encryption, importId, line);
  if (!('row' in content)) throw new Error(`line ${line.line_no} of import ${importId} holds no row`);
  const { row } = content;
  const key = {
    rowId: row.rowId,
    nikBidx: line.nik_bidx as string,
    fingerprint: line.fingerprint as string,
    fullName: row.fullName,
  };
  return { line: line.line_no, row, key };
}

/** Judges a good row again: since the dry run its NIK may have been taken, or its registration moved on. */
export function judgeAgain(opened: OpenedLine, known: Known): JudgedLine {
  const { existing, sameRowId, nikTaken, office } = factsOf(known, opened.key);
  const verdict = classifyRow({ errors: [], sameRowId, nikTaken });
  return { ...opened, ...verdict, office: office ?? null, existingId: existing?.id ?? null };
}

/** Writes down what rows turned out to be that are no longer what the dry run found; tells in the receipt what is skipped. */
export async function noteOtherwise(
  act: Act,
  run: JobRun,
  importId: number,
  lines: readonly JudgedLine[],
): Promise<void> {
  for (const { line, class: rowClass, reasons, office } of lines) {
    const problems = conflictProblems(reasons, office === null ? {} : { office });
    await reclassLine(act.trx, importId, line, rowClass, problems);
    if (rowClass === 'new' || rowClass === 'changed') continue;
    const codes = rowClass === 'same' ? ['ALREADY_COMMITTED'] : reasons.map((reason) => reason.code);
    await act
      .trx('job_outcomes')
      .insert({ job_id: run.id, item_id: line, outcome: 'skipped', reasons: JSON.stringify(codes) })
      .onConflict(['job_id', 'item_id'])
      .ignore();
  }
}
