import type { Knex } from 'knex';
import type { Actor } from '../audit/audit-service.ts';
import type { Connection } from '../database.ts';
import { blocked } from '../errors.ts';
import { findWaveWithRules } from '../reference/reference-store.ts';
import { askedLists, olderLists } from '../screening/screening-rules.ts';
import type { EligibilityRules, ListCode } from '../screening/screening-schema.ts';
import { newestVersions } from '../screening/screening-store.ts';
import { signOffOf } from '../sign-off/sign-off-store.ts';
import { withBatchMessages } from './batch-blocker-rules.ts';
import {
  batchBlockers,
  oldestAllowed,
  OFFERED_BATCH_ACTIONS,
  type BatchAction,
  type BatchBlocker,
  type BatchFacts,
  type HandFacts,
  type NamedRows,
  type RatificationFacts,
} from './batch-rules.ts';
import type { BatchRow } from './batch-store.ts';
import { isUnderWay, latestRun } from './batch-run-store.ts';
import { rowsMoving } from './row-move-store.ts';
import { VERIFIED_BY } from './hand-sql.ts';

/** Rows a refusal names; the count is always whole. */
const NAMED_ROWS = 1000;

/** What the rules ask about any act on a batch. */
export async function loadBatchFacts(connection: Connection, row: BatchRow): Promise<BatchFacts> {
  const papers = (await connection('batch_papers')
    .where({ batch_id: row.id, digest: row.digest ?? '' })
    .distinct('kind')) as { kind: string }[];
  const dispatch = (await connection('dispatches')
    .where({ batch_id: row.id })
    .whereNot({ status: 'refused' })
    .first('status')) as { status: string } | undefined;
  const run = await latestRun(connection, row.id);
  return {
    status: row.status,
    channel: row.channel,
    rowCount: row.row_count,
    composedById: row.composed_by_id,
    sealedById: row.sealed_by_id,
    papers: papers.map(({ kind }) => kind),
    delivered: dispatch?.status === 'delivered' || dispatch?.status === 'acknowledged',
    underWay: run && isUnderWay(run) ? { action: run.action, jobId: run.job_id } : null,
    moving: await rowsMoving(connection, row.id),
  };
}

type RowsQuery = Knex.QueryBuilder;

const liveRows = (connection: Connection, batchId: number): RowsQuery =>
  connection('batch_rows as r')
    .join('submissions as s', 's.id', 'r.submission_id')
    .where({ 'r.batch_id': batchId, 'r.live': 1 });

/** The first rows of a query by name; `count` is how many there are. */
async function namedAmong(query: RowsQuery, count: number): Promise<NamedRows> {
  const rows = (await query
    .orderBy('s.registration_no')
    .limit(NAMED_ROWS)
    .select('s.id', 's.registration_no')) as { id: number; registration_no: string }[];
  return { count, rows: rows.map((one) => ({ id: one.id, registrationNo: one.registration_no })) };
}

/** What may be true of a row: of its registration `s`, the identity check `c` and the screening `q` it rests on. */
interface Question {
  sql: string;
  bindings: readonly (string | number)[];
}

const anyOf = (...questions: readonly Question[]): Question => ({
  sql: questions.map(({ sql }) => `(${sql})`).join(' OR '),
  bindings: questions.flatMap(({ bindings }) => bindings),
});
const is = (sql: string, ...bindings: (string | number)[]): Question => ({ sql, bindings });
const some = (table: string, condition: string, ...bindings: number[]): Question =>
  is(`EXISTS (SELECT 1 FROM ${table} WHERE ${condition})`, ...bindings);

/**
 * Asks every question of every row in one walk through the batch: each walk of a national batch takes the better part of a
 * second. Only what is true of some row is asked once more, for the names.
 */
async function rowsByQuestion<K extends string>(
  connection: Connection,
  batchId: number,
  questions: Record<K, Question>,
): Promise<Record<K, NamedRows>> {
  const asked = () =>
    liveRows(connection, batchId)
      .leftJoin('identity_checks as c', 'c.id', 's.identity_check_id')
      .leftJoin('screening_results as q', 'q.id', 's.screening_result_id');
  const each = Object.entries(questions) as [K, Question][];
  const counting = each.map(([name, { sql, bindings }]) =>
    connection.raw(`count(CASE WHEN ${sql} THEN 1 END) AS "${name}"`, bindings as (string | number)[]),
  );
  const counts = (await asked().first(counting)) as Record<K, number | string>;
  const found: [K, NamedRows][] = [];
  for (const [name, { sql, bindings }] of each) {
    const count = Number(counts[name]);
    const rows = count === 0 ? null : await namedAmong(asked().whereRaw(`(${sql})`, bindings), count);
    found.push([name, rows ?? { count, rows: [] }]);
  }
  return Object.fromEntries(found) as Record<K, NamedRows>;
}

const handsOf = (actorId: number) => ({
  keyedByActor: anyOf(
    is('s.keyed_by_id = ?', actorId),
    some(
      'imports i',
      'i.id = s.import_id AND (i.uploaded_by_id = ? OR i.committed_by_id = ?)',
      actorId,
      actorId,
    ),
    some('submission_revisions v', 'v.submission_id = s.id AND v.edited_by_id = ?', actorId),
  ),
  verifiedByActor: anyOf(
    is('s.decided_by_id = ?', actorId),
    // In an earlier round, or before it was undone: those eyes are not fresh either.
    some('submission_transitions h', VERIFIED_BY, actorId),
    some('identity_settlements t', 't.submission_id = s.id AND t.reader_id = ?', actorId),
  ),
  ownRegistration: some('staff f', 'f.id = ? AND f.nik_bidx = s.nik_bidx', actorId),
});

const freshnessSince = (oldest: string) => ({
  staleChecks: is('c.id IS NULL OR s.identity_stale = 1 OR c.checked_at < ?', oldest),
  staleScreenings: is("q.id IS NULL OR s.screening_outcome <> 'clear' OR q.screened_at < ?", oldest),
});

/**
 * Rows screened against an older load of a list that the rules ask. The rows of one run share few findings, so the
 * versions are compared in those and not row by row.
 */
async function rowsOfOlderLists(
  connection: Connection,
  batchId: number,
  asked: readonly ListCode[],
): Promise<RatificationFacts['newerLists']> {
  const newest = await newestVersions(connection);
  const screened = () =>
    liveRows(connection, batchId).join('screening_results as q', 'q.id', 's.screening_result_id');
  const findings = (await screened()
    .join('screening_findings as f', 'f.id', 'q.finding_id')
    .distinct('f.id', 'f.lists')) as { id: number; lists: string }[];
  const found = new Set<ListCode>();
  const outdated = findings.filter(({ lists }) => {
    const said = JSON.parse(lists) as Partial<Record<ListCode, { listVersion: number | null }>>;
    const older = olderLists(said, newest, asked);
    for (const code of older) found.add(code);
    return older.length > 0;
  });
  if (outdated.length === 0) return { count: 0, rows: [], lists: [] };
  const behind = screened().whereIn(
    'q.finding_id',
    outdated.map(({ id }) => id),
  );
  const [counted] = (await behind.clone().count({ n: '*' })) as { n: number }[];
  return { ...(await namedAmong(behind, Number(counted?.n ?? 0))), lists: [...found] };
}

/** Places left in the wave before this batch: what is ratified, sent or confirmed holds one each, and what is on its way there. */
export async function quotaLeft(connection: Connection, batch: BatchRow): Promise<number> {
  const wave = (await connection('waves').where({ id: batch.wave_id }).first('quota')) as { quota: number };
  const [taken] = (await connection('submissions')
    .where({ wave_id: batch.wave_id })
    .whereIn('status', ['ratified', 'sent', 'confirmed'])
    .whereNot({ batch_id: batch.id })
    .count({ n: '*' })) as { n: number }[];
  const [following] = (await connection('row_moves as m')
    .join('batches as b', 'b.id', 'm.batch_id')
    .where({ 'b.wave_id': batch.wave_id, 'm.action': 'ratify' })
    .whereNull('m.ended_at')
    .whereNot({ 'b.id': batch.id })
    .sum({ n: connection.raw('m.total - m.moved') })) as { n: number | null }[];
  return wave.quota - Number(taken?.n ?? 0) - Number(following?.n ?? 0);
}

const composedBy = async (connection: Connection, batchId: number, actorId: number): Promise<boolean> =>
  (await connection('batch_rows').where({ batch_id: batchId, live: 1, added_by_id: actorId }).first('id')) !==
  undefined;

/** A person's hands on the rows of a batch; reads every row. */
export async function loadHands(
  connection: Connection,
  row: BatchRow,
  { id }: Pick<Actor, 'id'>,
): Promise<HandFacts> {
  const composedByActor = await composedBy(connection, row.id, id);
  return { composedByActor, ...(await rowsByQuestion(connection, row.id, handsOf(id))) };
}

/** What ratifying asks: hands on the rows, freshness of checks and lists, as they stand on this connection. */
export async function loadRatificationFacts(
  connection: Connection,
  row: BatchRow,
  { id }: Pick<Actor, 'id'>,
  now: string,
): Promise<RatificationFacts> {
  const rules = await findWaveWithRules(connection, row.wave_id);
  if (!rules) throw new Error(`wave ${row.wave_id} has no record`);
  const oldest = oldestAllowed(now, rules.wave.checkMaxAgeDays);
  const asked = askedLists(rules.ruleSet.rules as unknown as EligibilityRules);
  const questions = { ...handsOf(id), ...freshnessSince(oldest) };
  return {
    ...(await loadBatchFacts(connection, row)),
    ...(await rowsByQuestion(connection, row.id, questions)),
    composedByActor: await composedBy(connection, row.id, id),
    stages: (await signOffOf(connection, row)).stages,
    newerLists: await rowsOfOlderLists(connection, row.id, asked),
  };
}

/** The refusal of an act, with what the actor could do instead. */
export function batchRefusal(blockers: readonly BatchBlocker[], facts: BatchFacts, actor: Actor) {
  const available = OFFERED_BATCH_ACTIONS.filter((other) => batchBlockers(other, facts, actor).length === 0);
  return blocked(withBatchMessages(blockers), available);
}

/** Throws 409 where anything stands in the way of the act; gives the facts it was judged by. */
export async function assertBatchAllowed(
  connection: Connection,
  action: BatchAction,
  row: BatchRow,
  actor: Actor,
): Promise<BatchFacts> {
  const facts = await loadBatchFacts(connection, row);
  const blockers = batchBlockers(action, facts, actor);
  if (blockers.length > 0) throw batchRefusal(blockers, facts, actor);
  return facts;
}
