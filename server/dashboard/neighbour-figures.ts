import type { Connection } from '../database.ts';
import { waitingChecks } from '../identity/identity-queue.ts';
import { readRegisterState } from '../identity/register-state.ts';
import type { RegisterSource } from '../identity/register.ts';
import { dayOf } from '../wib-day-rules.ts';
import type { Dashboard } from './dashboard-schema.ts';

/** The register that is asked here, and the last day of the account there (yyyy-mm-dd). */
export interface RegisterAccount {
  source: RegisterSource;
  credentialsEndOn: string | null;
}

const DAY_MS = 86_400_000;
/** So many days before its end an account is spoken of: renewing one takes letters. */
const WARNED_DAYS = 30;

/** Days until the credentials end, counted in WIB and negative once they have; null while that is far off. */
export function credentialsEndIn(endOn: string | null, now: string): number | null {
  if (endOn === null) return null;
  const days = Math.round((Date.parse(endOn) - Date.parse(dayOf(now))) / DAY_MS);
  return days <= WARNED_DAYS ? days : null;
}

/** Whether the systems next door answered when they were last asked, and what people should do about it. */
export async function neighbours(
  connection: Connection,
  account: RegisterAccount,
  now: string,
): Promise<NonNullable<Dashboard['neighbours']>> {
  const state = await readRegisterState(connection, account.source);
  const { waiting, sealed } = await waitingChecks(connection);
  const attempt = (await connection('dispatch_attempts').orderBy('id', 'desc').first('result')) as
    { result: string } | undefined;
  return {
    register: state?.downSince ? 'down' : 'up',
    registerSince: state?.downSince ?? null,
    registerCause: state?.cause ?? null,
    registerWaiting: waiting,
    sealedWaiting: sealed,
    quotaLeft: state?.quotaLeft ?? null,
    credentialsEndIn: credentialsEndIn(account.credentialsEndOn, now),
    pmo: ['unreachable', 'unclear'].includes(attempt?.result ?? '') ? 'down' : 'up',
  };
}
