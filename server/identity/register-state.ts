import type { Connection } from '../database.ts';
import type { UnavailableCause } from './identity-schema.ts';
import type { RegisterAnswer, RegisterSource } from './register.ts';

/** How a register stood when it was last asked. */
export interface RegisterState {
  source: RegisterSource;
  /** Since when nobody was answered; null while it answers. */
  downSince: string | null;
  cause: UnavailableCause | null;
  answeredAt: string | null;
  /** Questions left in the account, where the register counts them, and when it said so. */
  quotaLeft: number | null;
  quotaAt: string | null;
}

interface StateRow {
  source: RegisterSource;
  down_since: string | null;
  cause: UnavailableCause | null;
  answered_at: string | null;
  quota_left: number | null;
  quota_at: string | null;
}

/** What says something of one question, nothing of the register. */
export const OF_ONE_QUESTION: readonly (UnavailableCause | null)[] = ['format', 'other_person'];

/** The least that is left of those that said so: answers come in any order. */
function quotaOf(answers: readonly RegisterAnswer[]): number | null {
  const said = answers.flatMap(({ quotaLeft }) => quotaLeft ?? []);
  if (answers.some(({ cause }) => cause === 'quota')) return 0;
  return said.length > 0 ? Math.min(...said) : null;
}

/** Whoever checks waits for whoever wrote this row before: while the register answers, once a minute is often enough. */
const FRESH_MS = 60_000;
const isFresh = ({ down_since, answered_at }: StateRow, now: string) =>
  down_since === null && answered_at !== null && Date.parse(now) - Date.parse(answered_at) < FRESH_MS;

/** Writes down how the register stands after a round of questions; one answer is enough to call it up. */
export async function noteRegisterState(
  connection: Connection,
  source: RegisterSource,
  answers: readonly RegisterAnswer[],
  now: string,
): Promise<void> {
  if (answers.length === 0) return;
  const isUp = answers.some(({ cause }) => cause === null);
  const causes = answers.map((answer) => answer.cause).filter((one) => !OF_ONE_QUESTION.includes(one));
  const cause = causes.find((one) => one !== 'resting') ?? causes[0] ?? null;
  if (!isUp && cause === null) return;
  const before = (await connection('register_states').where({ source }).first()) as StateRow | undefined;
  const quota = quotaOf(answers);
  if (before && isUp && quota === null && isFresh(before, now)) return;
  const after: StateRow = {
    source,
    down_since: isUp ? null : (before?.down_since ?? now),
    // Resting follows from an earlier cause, which says more.
    cause: isUp ? null : cause === 'resting' ? (before?.cause ?? cause) : cause,
    answered_at: isUp ? now : (before?.answered_at ?? null),
    quota_left: quota ?? before?.quota_left ?? null,
    quota_at: quota === null ? (before?.quota_at ?? null) : now,
  };
  await connection('register_states').insert(after).onConflict('source').merge();
}

/** How a register stood when it was last asked; null before the first question. */
export async function readRegisterState(
  connection: Connection,
  source: RegisterSource,
): Promise<RegisterState | null> {
  const row = (await connection('register_states').where({ source }).first()) as StateRow | undefined;
  if (!row) return null;
  return {
    source,
    downSince: row.down_since,
    cause: row.cause,
    answeredAt: row.answered_at,
    quotaLeft: row.quota_left,
    quotaAt: row.quota_at,
  };
}
