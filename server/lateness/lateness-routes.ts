import type { Act } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import { command, list, type RouteRecord } from '../http/route.ts';
import { findOffice, findWave } from '../reference/reference-store.ts';
import * as Body from './lateness-schema.ts';
import {
  LATE_CORRECTION_LIST,
  LATE_OVERRIDE_LIST,
  listCorrections,
  listOverrides,
  toOverride,
  type LateOverrideRow,
} from './lateness-store.ts';
import { idOf } from '../http/address-id.ts';

async function order(act: Act, input: Body.OrderLateOverride): Promise<Body.LateOverrideRecord> {
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

async function answer(
  act: Act,
  id: number,
  version: number,
  to: { status: 'consented' | 'declined'; note: string | null },
): Promise<Body.LateOverrideRecord> {
  const row = (await act.trx('late_overrides').where({ id }).first()) as LateOverrideRow | undefined;
  if (!row) throw notFound('override');
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

/** Lateness: who ordered it and why, who consented, and every row that came in by it. */
export function latenessRoutes({ database }: { database: Database }): RouteRecord[] {
  return [
    list('/late-overrides', {
      permission: 'late-override.read',
      audit: { none: 'orders by waves and offices, nobody’s case' },
      summary: 'Overrides of hand-over deadlines with their reasons, who ordered and who consented',
      list: LATE_OVERRIDE_LIST,
      response: Body.LateOverrideRecord,
      handle: (_context, request) => listOverrides(database, request),
    }),
    command('/late-overrides', {
      permission: 'late-override.order',
      audit: 'late-override.ordered',
      summary: 'Order that rows may come in after the hand-over deadline; it holds once an approver consents',
      body: Body.OrderLateOverride,
      response: Body.LateOverrideRecord,
      status: 201,
      handle: ({ act, body }) => act((one) => order(one, body)),
    }),
    command('/late-overrides/:id/consent', {
      permission: 'late-override.answer',
      audit: 'late-override.consented',
      summary: 'Consent to an override somebody else ordered',
      body: Body.ConsentLateOverride,
      response: Body.LateOverrideRecord,
      handle: ({ act, body, params }) =>
        act((one) => answer(one, idOf(params), body.version, { status: 'consented', note: null })),
    }),
    command('/late-overrides/:id/decline', {
      permission: 'late-override.answer',
      audit: 'late-override.declined',
      summary: 'Decline an override, with a word on why',
      body: Body.DeclineLateOverride,
      response: Body.LateOverrideRecord,
      handle: ({ act, body, params }) =>
        act((one) => answer(one, idOf(params), body.version, { status: 'declined', note: body.note })),
    }),
    list('/late-corrections', {
      permission: 'late-override.read',
      audit: { none: 'registration numbers and instants, nobody’s case' },
      summary: 'Every row that came in after its wave’s deadline, by which override and why',
      list: LATE_CORRECTION_LIST,
      response: Body.LateCorrectionRecord,
      handle: (_context, request) => listCorrections(database, request),
    }),
  ];
}
