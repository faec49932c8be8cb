import { AppError, invalid } from '../errors.ts';
import type { JobRun } from '../jobs/job-service.ts';
import { RecapFileError } from './recap-file-error.ts';
import type { ReferenceBatch, ReferenceLineProblem } from './reference-file-reader.ts';

/** What a load has come to: rows taken, bad lines, and the first of what is wrong with them. */
export interface LoadTotals {
  rows: number;
  bad: number;
  problems: ReferenceLineProblem[];
}
interface LoadCheckpoint extends LoadTotals {
  batches: number;
  total: number;
}

/** Bad lines beyond this are counted and not named: such a file is another file. */
export const MOST_PROBLEMS = 1000;
const LOOKS_BETWEEN_SIGNS = 25;

export interface LoadSteps<Row> {
  /** Reads the file from its start, in the same batches each time. */
  read(): AsyncGenerator<ReferenceBatch<Row>>;
  /** Stores one batch in a transaction of its own; storing it twice is storing it once. */
  write(rows: Row[]): Promise<void>;
}

const badLines = (batch: ReferenceBatch<unknown>) =>
  new Set(batch.problems.map((problem) => problem.line)).size;

/** Reads the whole file before a row is stored: one that is cut or damaged further on is refused with nothing done. */
async function countLines<Row>(run: JobRun, { read }: LoadSteps<Row>): Promise<number> {
  let total = 0;
  let batches = 0;
  for await (const batch of read()) {
    total += batch.rows.length + badLines(batch);
    batches += 1;
    if (batches % LOOKS_BETWEEN_SIGNS === 0) await run.progress(0, 0);
  }
  return total;
}

function add(state: LoadCheckpoint, batch: ReferenceBatch<unknown>): LoadCheckpoint {
  return {
    ...state,
    batches: state.batches + 1,
    rows: state.rows + batch.rows.length,
    bad: state.bad + badLines(batch),
    problems: [...state.problems, ...batch.problems].slice(0, MOST_PROBLEMS),
  };
}

/**
 * Loads a file batch by batch as a job. A job taken up again after a crash goes on behind the last batch it reported.
 * @throws RecapFileError where the file cannot be read, or holds no good row
 */
export async function loadFile<Row>(run: JobRun, steps: LoadSteps<Row>): Promise<LoadTotals> {
  let state = run.checkpoint as LoadCheckpoint | null;
  if (state === null) {
    const total = await countLines(run, steps);
    state = { batches: 0, rows: 0, bad: 0, problems: [], total };
    await run.progress(0, total, state);
  }
  let seen = 0;
  for await (const batch of steps.read()) {
    seen += 1;
    if (seen <= state.batches) continue;
    await steps.write(batch.rows);
    state = add(state, batch);
    await run.progress(state.rows + state.bad, state.total, state);
  }
  if (state.rows === 0) throw noGoodRow(state);
  return { rows: state.rows, bad: state.bad, problems: state.problems };
}

function noGoodRow({ bad, problems }: LoadTotals): AppError {
  const first = problems[0];
  const where = first ? ` The first: line ${first.line}, ${first.column || 'columns'}: ${first.code}.` : '';
  return invalid('NO_GOOD_ROW', `None of the ${bad} rows of the file can be taken.${where}`);
}

/** Why a file is refused, as the API answers it. */
export function asUploadError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (!(error instanceof RecapFileError)) return null;
  if (error.code === 'NOT_A_RECAP') {
    const message = 'This file is not a CSV file. Save it as "CSV UTF-8" and upload that.';
    const id = 'Berkas ini bukan CSV. Simpan sebagai "CSV UTF-8" lalu unggah.';
    return invalid('NOT_A_CSV', message, { file: message }, { words: { id, en: message } });
  }
  return invalid(error.code, error.message, { file: error.message }, { words: error.words });
}

/** A load's receipt: the shape of a bulk act's, with the lines that were not taken. */
export function loadReceipt({ rows, bad, problems }: LoadTotals, more: Record<string, unknown>) {
  const byCode = new Map<string, number>();
  for (const { code } of problems) byCode.set(code, (byCode.get(code) ?? 0) + 1);
  const reasons = [...byCode].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count);
  return {
    counts: { done: rows, failed: bad },
    reasons,
    rows: [],
    truncated: bad > 0,
    problems,
    ...more,
  };
}
