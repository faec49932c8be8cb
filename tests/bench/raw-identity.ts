import type { Bench } from './bench.ts';
import { openRawWriter, type RawDriver } from './raw-driver.ts';

/** As large as the system's own parts. */
const AT_ONCE = 2000;

interface Lists {
  [code: string]: number;
}

/** Texts of the length that the system stores. */
const FIELDS_TEXT = JSON.stringify(
  ['nik', 'kkNumber', 'fullName', 'birthPlace', 'birthDate', 'sex', 'ktpAddress'].map((field) => ({
    field,
    verdict: 'same',
    score: 100,
    kinds: [],
  })),
);
const DIGESTS_TEXT = JSON.stringify(
  Object.fromEntries(
    ['nik', 'kkNumber', 'fullName', 'birthPlace', 'birthDate', 'sex', 'ktpAddress'].map((field) => [
      field,
      ['x'.repeat(22), 'y'.repeat(22)],
    ]),
  ),
);

/** Else SQLite finds the facts by their outcome, of which nearly all are the same, and not by their registration. */
const unindexed = (column: string) => `${column} || ''`;

/** `$n` of PostgreSQL; SQLite takes `?n` the same way. */
const numbered = (bench: Bench, sql: string) =>
  bench.engine === 'sqlite' ? sql.replace(/\$(\d)/g, '?$1') : sql;

async function inParts(
  bench: Bench,
  waveId: number,
  part: (
    writer: RawDriver,
    run: (sql: string, ...bindings: unknown[]) => Promise<unknown[]>,
    range: [number, number],
  ) => Promise<void>,
): Promise<number> {
  const writer = await openRawWriter(bench.rawTarget);
  const run = (sql: string, ...bindings: unknown[]) => writer.run({ sql: numbered(bench, sql), bindings });
  const started = performance.now();
  try {
    for (let after = 0; ;) {
      const rows = (await run(
        `SELECT max(id) AS last FROM (SELECT id FROM submissions WHERE wave_id = $1 AND id > $2 ORDER BY id LIMIT ${AT_ONCE}) AS part`,
        waveId,
        after,
      )) as { last: number | null }[];
      const last = rows[0]?.last ?? null;
      if (last === null) return (performance.now() - started) / 1000;
      // At once: a transaction that only later wants to write is refused where the server wrote in between.
      await run(bench.engine === 'sqlite' ? 'BEGIN IMMEDIATE' : 'BEGIN');
      await part(writer, run, [after, last]);
      await run('COMMIT');
      after = last;
    }
  } finally {
    await writer.close();
  }
}

/** Seconds that screening a wave takes as bare SQL: list hits, results, pointers; no rules, reasons, counts or log. */
export function rawRescreen(bench: Bench, waveId: number, lists: Lists): Promise<number> {
  const codes = Object.keys(lists);
  const joins = codes.map(
    (code, index) =>
      `LEFT JOIN screening_list_entries e${index} ON e${index}.version_id = ${lists[code]} AND e${index}.nik_bidx = s.nik_bidx`,
  );
  const isListed = codes.map((_, index) => `e${index}.nik_bidx IS NOT NULL`).join(' OR ');
  const finding = (outcome: string) =>
    `(SELECT min(id) FROM screening_findings WHERE outcome = '${outcome}')`;
  const insert = `INSERT INTO screening_results (submission_id, trigger, outcome, finding_id, age, screened_at)
    SELECT s.id, 'demand', CASE WHEN ${isListed} THEN 'hit' ELSE 'clear' END, CASE WHEN ${isListed} THEN ${finding('hit')} ELSE ${finding('clear')} END,
      30, '2026-01-01T00:00:00.000Z'
    FROM submissions s ${joins.join(' ')} WHERE s.wave_id = $1 AND s.id > $2 AND s.id <= $3 ORDER BY s.id`;
  const point = (set: string, than: string) =>
    `UPDATE submissions SET screening_result_id = r.id${set} FROM screening_results r
     WHERE r.submission_id = submissions.id AND r.id > $1 AND submissions.id > $2 AND submissions.id <= $3 AND submissions.screening_outcome ${than} ${unindexed('r.outcome')}`;
  return inParts(bench, waveId, async (_writer, run, [after, last]) => {
    const [before] = (await run('SELECT max(id) AS id FROM screening_results')) as { id: number }[];
    await run(insert, waveId, after, last);
    await run(point('', '='), before?.id ?? 0, after, last);
    await run(point(', screening_outcome = r.outcome', '<>'), before?.id ?? 0, after, last);
  });
}

/** Seconds that checking a wave against the register takes as bare SQL; nothing is opened, compared, sealed or logged. */
export function rawCheck(bench: Bench, waveId: number): Promise<number> {
  const insert = `INSERT INTO identity_checks (submission_id, source, outcome, name_score, threshold, fields, digests, warnings, reason_codes, inputs_digest, trigger, checked_at)
    SELECT s.id, 'ktp_records', CASE WHEN k.id IS NULL THEN 'not_found' WHEN k.kk_bidx = s.kk_bidx AND k.birth_date = s.birth_date AND k.full_name = s.full_name THEN 'matched' ELSE 'partial' END,
      100, 90, '${FIELDS_TEXT}', '${DIGESTS_TEXT}', '[]', '[]', '${'d'.repeat(43)}', 'bulk', '2026-01-01T00:00:00.000Z'
    FROM submissions s LEFT JOIN ktp_records k ON k.nik_bidx = s.nik_bidx WHERE s.wave_id = $1 AND s.id > $2 AND s.id <= $3 ORDER BY s.id`;
  const point = (set: string, than: string) =>
    `UPDATE submissions SET identity_check_id = c.id${set} FROM identity_checks c
     WHERE c.submission_id = submissions.id AND c.id > $1 AND submissions.id > $2 AND submissions.id <= $3 AND submissions.identity_outcome ${than} ${unindexed('c.outcome')}`;
  return inParts(bench, waveId, async (_writer, run, [after, last]) => {
    const [before] = (await run('SELECT max(id) AS id FROM identity_checks')) as { id: number | null }[];
    await run(insert, waveId, after, last);
    await run(point('', '='), before?.id ?? 0, after, last);
    await run(point(', identity_outcome = c.outcome', '<>'), before?.id ?? 0, after, last);
  });
}
