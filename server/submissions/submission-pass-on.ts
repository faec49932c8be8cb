import type { Act } from '../audit/audit-service.ts';
import { insertMany, whereAny } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import type { ReasonCode } from '../reference/reason-schema.ts';
import type { ScreeningService } from '../screening/screening-service.ts';
import { hand } from './submission-case.ts';
import { EVENT_FOR_ACTION } from './submission-event-rules.ts';
import type { BatchNeighbour } from './submission-review.ts';
import { STATUS_AFTER, submissionBlockers, type SubmissionFacts } from './submission-rules.ts';
import type { Channel } from './submission-schema.ts';
import { NO_HOLDER } from './submission-step.ts';

interface ReturnedRow {
  id: number;
  office_id: number;
  channel: Channel;
  batch_id: number | null;
  keyed_by_id: number;
  decided_by_id: number | null;
  uploaded_by_id: number | null;
  committed_by_id: number | null;
  edited: number;
  own: number;
  rule_set_code: string;
  rule_set_version: number;
}

/** The registrations among these that the PMO returned, held, with what the rules ask of the actor's hands on them. */
async function returnedAmong(connection: Connection, ids: readonly number[], actorId: number) {
  const hasRow = (from: string) => connection.raw(`CASE WHEN EXISTS (SELECT 1 FROM ${from}) THEN 1 ELSE 0 END`, [actorId]);
  const query = connection('submissions as s')
    .join('waves as w', 'w.id', 's.wave_id')
    .join('rule_sets as u', 'u.id', 'w.rule_set_id')
    .leftJoin('imports as i', 'i.id', 's.import_id')
    .where({ 's.status': 'pmo_returned' });
  return (await whereAny(query, connection, 's.id', ids)
    .orderBy('s.id')
    .forUpdate('s')
    .select('s.id', 's.office_id', 's.channel', 's.batch_id', 's.keyed_by_id', 's.decided_by_id', 'i.uploaded_by_id', 'i.committed_by_id')
    .select({
      rule_set_code: 'u.code',
      rule_set_version: 'u.rules_version',
      edited: hasRow('submission_revisions v WHERE v.submission_id = s.id AND v.edited_by_id = ?'),
      own: hasRow('staff f WHERE f.nik_bidx = s.nik_bidx AND f.id = ?'),
    })) as ReturnedRow[];
} // prettier-ignore

const factsOf = (row: ReturnedRow, actorId: number): SubmissionFacts => ({
  status: 'pmo_returned',
  channel: row.channel,
  officeId: row.office_id,
  assigneeId: null,
  leaseUntil: null,
  keyedById: row.keyed_by_id,
  decidedById: row.decided_by_id,
  keyedByIds: [row.keyed_by_id, row.uploaded_by_id, row.committed_by_id, row.edited === 1 ? actorId : null].filter(
    (id) => id !== null,
  ),
  ownRegistration: row.own === 1,
  inSealedBatch: true,
}); // prettier-ignore

async function trace(
  act: Act,
  rows: readonly ReturnedRow[],
  reasons: readonly ReasonCode[],
  note: string | null,
): Promise<void> {
  await insertMany(act.trx, {
    table: 'submission_transitions',
    columns: ['submission_id', 'batch_id', 'rule_set_code', 'rule_set_version'],
    rows: rows.map((row) => [row.id, row.batch_id, row.rule_set_code, row.rule_set_version]),
    same: {
      action: 'return',
      from_status: 'pmo_returned',
      to_status: STATUS_AFTER.return,
      reason_codes: reasons.length > 0 ? JSON.stringify(reasons) : null,
      note,
      ...hand(act),
    },
  });
  for (const { id, rule_set_code, rule_set_version } of rows)
    act.record({
      action: EVENT_FOR_ACTION.return,
      subject: 'submission',
      subjectId: id,
      before: { status: 'pmo_returned', ...(note ? { note: null } : {}) },
      after: { status: STATUS_AFTER.return, ...(note ? { note } : {}) },
      details: { reasons, ruleSet: rule_set_code, ruleSetVersion: rule_set_version },
    });
}

/**
 * Passes on to their offices, in sets, whom the PMO returned: each is in the next round from here on. A national round returns a
 * quarter of a million at once. Gives those that were passed on.
 */
export async function passOnReturned(
  act: Act,
  { screening, batches }: { screening: ScreeningService; batches: () => BatchNeighbour },
  ids: readonly number[],
  { reasons, note }: { reasons: readonly ReasonCode[]; note: string | null },
): Promise<number[]> {
  const returned = await returnedAmong(act.trx, ids, act.actor.id);
  const rows = returned.filter(
    (row) => submissionBlockers('return', factsOf(row, act.actor.id), act.actor, act.now).length === 0,
  );
  const passed = rows.map(({ id }) => id);
  if (passed.length === 0) return [];
  await batches().releaseReturned(act, passed);
  await screening.givePlacesBack(act.trx, passed, act.now);
  await whereAny(act.trx('submissions').where({ status: 'pmo_returned' }), act.trx, 'id', passed).update({
    ...NO_HOLDER,
    status: STATUS_AFTER.return,
    batch_id: null,
    round_no: act.trx.raw('round_no + 1'),
    decided_by_id: null,
    decided_at: null,
    updated_at: act.now,
    version: act.trx.raw('version + 1'),
  });
  await trace(act, rows, reasons, note);
  return passed;
}
