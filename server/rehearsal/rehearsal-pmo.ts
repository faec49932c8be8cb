import { rm } from 'node:fs/promises';
import { storedLines } from '../batches/manifest-store.ts';
import { readAnswerFile } from '../forwarding/answer-file-reader.ts';
import { ANSWER_FILE_COLUMNS, type AnswerFileColumn } from '../forwarding/forwarding-schema.ts';
import type { Services } from '../services.ts';
import type { Cast } from './rehearsal-cast.ts';
import type { RehearsalClock } from './rehearsal-clock.ts';
import type { Desk } from './rehearsal-desk.ts';
import type { RehearsalFiles } from './rehearsal-files.ts';
import { ANSWERS_2020, createDealer, NONE_CONFIRMED, type Dealt } from './rehearsal-figure-rules.ts';

export interface PmoDependencies {
  services: Pick<Services, 'answerFiles' | 'blindIndex' | 'encryption' | 'database'>;
  desk: Desk;
  files: RehearsalFiles;
  cast: Cast;
  clock: RehearsalClock;
}

type AnswerRow = Record<AnswerFileColumn, string>;

/** The PMO's own code for each answer that is no confirmation. */
const CODES: Partial<Record<Dealt, string>> = { RETURNED: 'KK_MISMATCH', REJECTED: 'BLACKLISTED' };
/** A delivery is answered in so many files, one after the other. */
const FILES_OF_A_DELIVERY = 2;

/** The PMO answers deliveries by its answer files, in the proportions of 2020. */
export function createPmo({ services, desk, files, cast, clock }: PmoDependencies, round: 1 | 2) {
  const { answerFiles, blindIndex, encryption, database } = services;
  const weights = ANSWERS_2020[round - 1] ?? { others: {}, none: {} };
  const dealers = { others: createDealer<Dealt>(weights.others), none: createDealer<Dealt>(weights.none) };

  function answerTo(line: string, dispatchNo: string, at: string): AnswerRow | null {
    const row = JSON.parse(line) as Record<string, string>;
    const result = dealers[row['pengusul'] === NONE_CONFIRMED ? 'none' : 'others']();
    if (result === 'PENDING') return null;
    return {
      dispatch_no: dispatchNo,
      row_id: row['row_id'] ?? '',
      nik: row['nik'] ?? '',
      result,
      pmo_code: CODES[result] ?? '',
      note: '',
      answered_at: at,
    };
  }

  async function take(batchId: number, name: string, rows: readonly AnswerRow[]): Promise<void> {
    const file = await files.csv(name, ANSWER_FILE_COLUMNS, rows);
    const read = await readAnswerFile(file.path, blindIndex);
    const { counts } = await desk.act(cast.pmo, 'batch.answer-file', (act) =>
      answerFiles.take(act, batchId, read, { fileName: name, version: null }),
    );
    if (counts.applied !== rows.length)
      throw new Error(
        `of ${rows.length} answers in ${name} ${counts.applied} were taken, ${counts.issues} are work items`,
      );
    await rm(file.path);
  }

  /** Answers one delivery; gives how many of its people have an answer now. */
  return async function answer(batchId: number): Promise<number> {
    const dispatch = (await database
      .read('dispatches')
      .where({ batch_id: batchId, status: 'acknowledged' })
      .first('dispatch_no', 'manifest_id')) as { dispatch_no: string; manifest_id: number };
    const at = clock.now().toISOString();
    const rows: AnswerRow[] = [];
    for await (const lines of storedLines(database.read, encryption, dispatch.manifest_id))
      for (const { line } of lines) {
        const row = answerTo(line, dispatch.dispatch_no, at);
        if (row) rows.push(row);
      }
    const part = Math.ceil(rows.length / FILES_OF_A_DELIVERY);
    for (let nth = 0; nth * part < rows.length; nth += 1)
      await take(batchId, `${dispatch.dispatch_no}-${nth + 1}.csv`, rows.slice(nth * part, (nth + 1) * part));
    return rows.length;
  };
}
