import type { Act } from '../audit/audit-service.ts';
import type { LateAct } from '../lateness/lateness-schema.ts';
import { answerLateness, orderLateness } from '../lateness/lateness-service.ts';
import { CALENDAR } from './rehearsal-calendar-rules.ts';
import type { Cast } from './rehearsal-cast.ts';
import type { Desk } from './rehearsal-desk.ts';

export const LATE_REASON = 'Perbaikan yang dikembalikan PMO pada 15 Oktober selesai setelah batas waktu.';

/** The coordinator orders that corrections may come in late, and the approver consents. */
export async function allowLate(desk: Desk, { coordinator, approver, waveId }: Cast, act: LateAct): Promise<void> {
  const order = { waveId, act, officeId: null, reason: LATE_REASON, until: CALENDAR.overrideUntil };
  const { id, version } = await desk.act(coordinator, 'late-override.ordered', (one) => orderLateness(one, order));
  const consent = (one: Act) => answerLateness(one, id, version, { status: 'consented', note: null });
  await desk.act(approver, 'late-override.consented', consent);
} // prettier-ignore
