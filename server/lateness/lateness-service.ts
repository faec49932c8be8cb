import type { Act } from '../audit/audit-service.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import { findOffice, findWave } from '../reference/reference-store.ts';
import type { LateOverrideRecord, OrderLateOverride } from './lateness-schema.ts';
import { toOverride, type LateOverrideRow } from './lateness-store.ts';

/** Orders that rows of a wave may come in late; it holds once somebody else consents. */
export async function orderLateness(act: Act, input: OrderLateOverride): Promise<LateOverrideRecord> {
  const wave = await findWave(act.trx, input.waveId);
  if (!wave) throw invalid('UNKNOWN_WAVE', 'There is no such wave.', { waveId: 'unknown' });
  if (wave.handoverDeadline === null)
    throw invalid('NO_DEADLINE', 'This wave has no hand-over deadline.', { waveId: 'no deadline' });
  if (input.officeId !== null && !(await findOffice(act.trx, input.officeId)))
    throw invalid('UNKNOWN_OFFICE', 'There is no such office.', { officeId: 'unknown' });
  if (input.until <= act.now)
    throw invalid('INVALID_INPUT', 'An override ends in the future.', { until: 'must be in the future' });
  const [row] = (await act
    .trx('late_overrides')
    .insert({
      wave_id: input.waveId,
      act: input.act,
      office_id: input.officeId,
      reason: input.reason,
      until: new Date(input.until).toISOString(),
      ordered_by_id: act.actor.id,
      ordered_at: act.now,
    })
    .returning('*')) as LateOverrideRow[];
  const made = toOverride(row as LateOverrideRow);
  act.record({
    subject: 'late-override',
    subjectId: made.id,
    after: { ...input },
    details: { waveId: made.waveId, lateAct: made.act, officeId: made.officeId, until: made.until },
  });
  return made;
}

/** Consents to an order or declines it: once, and never whoever ordered it, whatever their role is by now. */
export async function answerLateness(
  act: Act,
  id: number,
  version: number,
  to: { status: 'consented' | 'declined'; note: string | null },
): Promise<LateOverrideRecord> {
  const row = (await act.trx('late_overrides').where({ id }).first()) as LateOverrideRow | undefined;
  if (!row) throw notFound('override');
  if (row.ordered_by_id === act.actor.id)
    throw conflict('OWN_ORDER', 'You ordered it: somebody else has to answer.');
  const changed = await act
    .trx('late_overrides')
    .where({ id, version, status: 'ordered' })
    .update({
      status: to.status,
      answered_by_id: act.actor.id,
      answered_at: act.now,
      answer_note: to.note,
      version: version + 1,
    });
  if (changed === 0)
    throw conflict('STALE_VERSION', 'This order was answered already. Reload it.', {
      version: row.version,
      status: row.status,
    });
  act.record({
    subject: 'late-override',
    subjectId: id,
    before: { status: 'ordered' },
    after: { status: to.status, note: to.note },
    details: { waveId: row.wave_id, lateAct: row.act, officeId: row.office_id },
  });
  return toOverride((await act.trx('late_overrides').where({ id }).first()) as LateOverrideRow);
}
