import type { Connection } from '../database.ts';
import { isPostgres, rawRows } from '../bulk-sql.ts';
import { ROW_MOVES, type RowMove } from '../batches/batch-run-schema.ts';
import { startOf, STATUS_AFTER } from '../submissions/submission-rules.ts';
import type { SubmissionStatus } from '../submissions/submission-schema.ts';
import type { SheetFact } from './reconciliation-sheet-rules.ts';
import type { SheetGrouping } from './reconciliation-sheet-schema.ts';

/** By what rows are divided: as they stand now, as they were sealed, and of a whole batch (null: it is of many). */
const KEYS: Record<SheetGrouping, { now: string; sealed: string; batch: string }> = {
  batch: { now: 's.batch_id', sealed: 'z.batch_id', batch: 'z.batch_id' },
  office: { now: 's.office_id', sealed: 'l.office_id', batch: 'NULL' },
  proposer: { now: 's.proposer', sealed: 'l.proposer', batch: 'NULL' },
  region: { now: 's.region_code', sealed: 'l.region_code', batch: 'NULL' },
  round: { now: 's.round_no', sealed: 'l.round_no', batch: 'NULL' },
  wave: { now: 's.wave_id', sealed: 'z.wave_id', batch: 'z.wave_id' },
};

const result = (name: string) => `count(CASE WHEN a.result = '${name}' THEN 1 END)`;

const DECREED = "'ratified', 'sent', 'acknowledged', 'settled'";

/** Sealed batches with the manifest their digest stands for and the delivery that the PMO has not refused. */
const SEALED = (wave: string) => `
  SELECT b.id AS batch_id, b.wave_id, b.row_count, b.digest, d.id AS dispatch_id, d.row_count AS dispatched,
    CASE WHEN b.status IN (${DECREED}) THEN 1 ELSE 0 END AS decreed,
    (SELECT max(m.id) FROM manifests m WHERE m.batch_id = b.id AND m.digest = b.digest) AS manifest_id
  FROM batches b LEFT JOIN dispatches d ON d.batch_id = b.id AND d.status <> 'refused'
  WHERE b.status NOT IN ('open', 'cancelled') ${wave}`;

const WORDS: readonly (readonly [word: string, rows: string, from: string])[] = [
  ['decree', 'sum(z.row_count)', 'sealed z WHERE z.decreed = 1'],
  ['delivery', 'sum(z.dispatched)', 'sealed z WHERE z.dispatch_id IS NOT NULL'],
  [
    'deliveryArrived',
    'sum(z.dispatched)',
    'sealed z JOIN pmo_deliveries p ON p.dispatch_id = z.dispatch_id WHERE true',
  ],
  [
    'received',
    'sum(p.received_count)',
    'sealed z JOIN pmo_deliveries p ON p.dispatch_id = z.dispatch_id WHERE true',
  ],
  [
    'otherDigest',
    'count(*)',
    'sealed z JOIN pmo_deliveries p ON p.dispatch_id = z.dispatch_id WHERE p.received_digest <> z.digest',
  ],
  ['answers', 'count(*)', 'sealed z JOIN pmo_answers a ON a.dispatch_id = z.dispatch_id WHERE true'],
];

/** Where rows that still follow their batch stand, and where they are counted already: with the batch. */
const byMove = (statusOf: (move: RowMove) => SubmissionStatus) =>
  `CASE m.action ${ROW_MOVES.map((move) => `WHEN '${move}' THEN '${statusOf(move)}'`).join(' ')} END`;
const FOLLOWING = [
  { sign: '-', word: byMove(startOf) },
  { sign: '', word: byMove((move) => STATUS_AFTER[move]) },
] as const;

type Engine = 'sqlite' | 'postgres';
/**
 * SQLite has no figures of these tables and takes the index that finds one row, though it must then fetch the row; the
 * ones named hold all that is asked, and both are walked in the same order. The joins that are written as products keep
 * the order in which it reads.
 */
const SEALED_ORDER: Record<Engine, string> = {
  sqlite: ' INDEXED BY manifest_lines_reconciled',
  postgres: '',
};
const ANSWER_ORDER: Record<Engine, string> = { sqlite: ' INDEXED BY pmo_answers_reconciled', postgres: '' };

/**
 * All facts of the sheet in one statement, so that they are one look at the database while others work on. Every part
 * is read from an index alone.
 */
function factsSql(groupBy: SheetGrouping, hasWave: boolean, engine: Engine): string {
  const key = KEYS[groupBy];
  const ofWave = (column: string) => (hasWave ? `AND ${column} = ?` : '');
  const text = (column: string) => `CAST(${column} AS TEXT)`;
  const none = '0, 0, 0';
  const grouped = (column: string) => (column === 'NULL' ? '' : `GROUP BY ${column}`);
  return `WITH sealed AS MATERIALIZED (${SEALED(ofWave('b.wave_id'))})
    SELECT 'registration' AS source, s.round_no, ${text(key.now)} AS part, s.status AS word, count(*) AS n, 0 AS confirmed, 0 AS returned, 0 AS refused
      FROM submissions s WHERE s.status <> 'draft' ${ofWave('s.wave_id')} GROUP BY s.round_no, s.status, ${key.now}
    ${FOLLOWING.map(
      ({ sign, word }) => `UNION ALL
    SELECT 'registration', s.round_no, ${text(key.now)}, ${word}, ${sign}count(*), ${none}
      FROM row_moves m JOIN batch_rows r ON r.batch_id = m.batch_id AND r.live = 1 AND r.id > m.moved_row
      JOIN submissions s ON s.id = r.submission_id
      WHERE m.ended_at IS NULL ${ofWave('s.wave_id')} GROUP BY s.round_no, m.action, ${key.now}`,
    ).join('\n')}
    UNION ALL
    SELECT 'composing', s.round_no, ${text(key.now === 's.batch_id' ? 'z.id' : key.now)}, '', count(*), ${none}
      FROM batches z JOIN batch_rows r ON r.batch_id = z.id AND r.live = 1 JOIN submissions s ON s.id = r.submission_id
      WHERE z.status = 'open' ${ofWave('z.wave_id')} GROUP BY s.round_no, ${key.now === 's.batch_id' ? 'z.id' : key.now}
    UNION ALL
    SELECT 'line', l.round_no, ${text(key.sealed)},
        CASE WHEN z.dispatch_id IS NOT NULL THEN 'sent' WHEN z.decreed = 1 THEN 'ratified' ELSE 'sealed' END,
        count(*), ${result('CONFIRMED')}, ${result('RETURNED')}, ${result('REJECTED')}
      FROM sealed z CROSS JOIN manifest_lines l${SEALED_ORDER[engine]} LEFT JOIN pmo_answers a${ANSWER_ORDER[engine]}
        ON a.dispatch_id = z.dispatch_id AND a.submission_id = l.submission_id
      WHERE l.manifest_id = z.manifest_id GROUP BY l.round_no, ${key.sealed}, CASE WHEN z.dispatch_id IS NOT NULL THEN 'sent' WHEN z.decreed = 1 THEN 'ratified' ELSE 'sealed' END
    ${WORDS.map(
      ([word, rows, from]) =>
        `UNION ALL SELECT 'batch', 0, ${text(key.batch)}, '${word}', coalesce(${rows}, 0), ${none} FROM ${from} ${grouped(key.batch)}`,
    ).join('\n')}`;
}

interface FactRow {
  source: SheetFact['source'];
  round_no: number;
  part: string | null;
  word: string;
  n: number;
  confirmed: number;
  returned: number;
  refused: number;
}

/** What the sheet of a wave, or of all waves, is made of. */
export async function reconciliationFacts(
  connection: Connection,
  { waveId, groupBy }: { waveId: number | undefined; groupBy: SheetGrouping },
): Promise<SheetFact[]> {
  const engine = isPostgres(connection) ? 'postgres' : 'sqlite';
  const sql = factsSql(groupBy, waveId !== undefined, engine);
  const bindings = waveId === undefined ? [] : Array<number>(sql.split('?').length - 1).fill(waveId);
  const rows = await rawRows<FactRow>(connection, sql, bindings);
  return rows.map((row) => ({
    source: row.source,
    roundNo: Number(row.round_no),
    key: row.part,
    word: row.word,
    rows: Number(row.n),
    confirmed: Number(row.confirmed),
    returned: Number(row.returned),
    refused: Number(row.refused),
  }));
}
