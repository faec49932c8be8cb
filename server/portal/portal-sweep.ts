import type { Database } from '../database.ts';
import type { PortalDrafts } from './portal-drafts.ts';
import { IDLE_MINUTES, KEPT_DRAFT_DAYS, KEPT_MESSAGE_DAYS, UNPROVED_DAYS } from './portal-limit-rules.ts';

const DAY_MS = 86_400_000;

export interface PortalSwept {
  sessions: number;
  codes: number;
  unproved: number;
  drafts: number;
  messages: number;
}

/** Removes what the portal keeps no longer: sessions that are over, lapsed codes, addresses nobody proved, forms never handed in. */
export async function sweepPortal(
  { database, drafts }: { database: Database; drafts: PortalDrafts },
  now: number,
): Promise<PortalSwept> {
  const before = (milliseconds: number) => new Date(now - milliseconds).toISOString();
  const { write } = database;
  const sessions = await write('applicant_sessions')
    .where('expires_at', '<=', before(0))
    .orWhere('last_seen_at', '<=', before(IDLE_MINUTES * 60_000))
    .delete();
  const codes = await write('applicant_codes').where('expires_at', '<=', before(0)).delete();
  const unproved = await write('applicants')
    .whereNull('email_verified_at')
    .whereNull('deleted_at')
    .where('created_at', '<', before(UNPROVED_DAYS * DAY_MS))
    .delete();
  const messages = await write('portal_messages')
    .whereNotNull('ended_at')
    .where('ended_at', '<', before(KEPT_MESSAGE_DAYS * DAY_MS))
    .delete();
  const removed = await database.transaction((trx) =>
    drafts.removeClosed(trx, before(KEPT_DRAFT_DAYS * DAY_MS)),
  );
  await drafts.discardFiles(removed.files);
  return { sessions, codes, unproved, drafts: removed.drafts, messages };
}
