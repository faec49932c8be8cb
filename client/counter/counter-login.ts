import type { CounterDesk } from '@server/counter/counter-schema.ts';
import { clockOff } from '@server/counter/counter-rules.ts';
import { ask, type ApiReply } from './counter-api.ts';
import { STRICT, type CounterDb, type StoredPerson } from './counter-db.ts';
import { createPerson, rewrap, unlock, unlockOnline, type Unlocked } from './device-lock.ts';

/** Whether the server knows the person now: `none` without a network, `refused` where it does not take the password. */
export type SessionState = 'on' | 'none' | 'refused' | 'over';
export type LoginProblem =
  'wrong' | 'firstNeedsNetwork' | 'notIntake' | 'throttled' | 'unreadable' | 'server';
export type LoginResult =
  { problem: null; unlocked: Unlocked; session: SessionState } | { problem: LoginProblem };

interface SessionAnswer {
  user: { id: number; username: string; fullName: string; officeName: string };
  permissions: string[];
}

const THROTTLED = 429;
const fails = (problem: LoginProblem): LoginResult => ({ problem });

async function locally(
  person: StoredPerson | undefined,
  password: string,
  session: SessionState,
): Promise<LoginResult> {
  if (!person) return fails(session === 'none' ? 'firstNeedsNetwork' : 'wrong');
  const unlocked = await unlock(person, password);
  return unlocked ? { problem: null, unlocked, session } : fails('wrong');
}

async function register(publicKey: StoredPerson['publicKey']): Promise<string> {
  const { body, code } = await ask<{ device: string }>('/counter/devices', { body: { publicKey } });
  if (!body) throw new Error(`the device was not registered: ${code ?? 'no answer'}`);
  return body.device;
}

/** Keeps what the desk needs later without a network. */
export async function refreshDesk(db: CounterDb): Promise<CounterDesk | null> {
  const { body } = await ask<CounterDesk>('/counter/desk');
  if (!body) return null;
  const clockOffSeconds = clockOff(new Date().toISOString(), body.serverTime);
  await db.put('desk', { ...body, clockOffSeconds }, 'desk');
  return body;
}

async function openKnown(
  person: StoredPerson,
  password: string,
  desk: CounterDesk,
): Promise<Unlocked | null> {
  const unlocked = await unlockOnline(person, password, desk.packageKey);
  if (unlocked) return unlocked;
  const { body } = await ask<{ key: string }>('/counter/recover', { body: { sealed: person.spare.sealed } });
  return body && rewrap(person, password, body.key, desk.packageKey);
}

async function online(
  db: CounterDb,
  { user, permissions }: SessionAnswer,
  password: string,
): Promise<LoginResult> {
  if (!permissions.includes('counter.use')) {
    await ask('/auth/logout', { body: {} });
    return fails('notIntake');
  }
  const desk = await refreshDesk(db);
  if (!desk) return fails('server');
  const known = await db.get('people', user.username);
  const who = {
    ...{ username: user.username, staffId: user.id },
    ...{ fullName: user.fullName, officeName: user.officeName },
  };
  const unlocked = known
    ? await openKnown({ ...known, ...who }, password, desk)
    : await createPerson(who, password, desk.packageKey, register);
  if (!unlocked) return fails('unreadable');
  // Again each time: a server that was restored may not know it any more.
  if (known) await register(known.publicKey);
  await keepPerson(db, unlocked.person);
  return { problem: null, unlocked, session: 'on' };
}

/** A number given out meanwhile by another window stays given out. */
async function keepPerson(db: CounterDb, person: StoredPerson): Promise<void> {
  const tx = db.transaction('people', 'readwrite', STRICT);
  const now = await tx.store.get(person.username);
  await tx.store.put({ ...person, nextSeq: Math.max(now?.nextSeq ?? 1, person.nextSeq) });
  await tx.done;
}

/**
 * Lets a clerk in: by the server where it answers, else by what they left on this device. A password the server no longer takes
 * still opens their own forms here, so that a change elsewhere loses nothing.
 */
export async function logIn(db: CounterDb, username: string, password: string): Promise<LoginResult> {
  const name = username.trim();
  const person = await db.get('people', name);
  const answer: ApiReply<SessionAnswer> = await ask('/auth/login', { body: { username: name, password } });
  if (answer.body) return online(db, answer.body, password);
  if (answer.status === 0 || answer.status >= 500) return locally(person, password, 'none');
  if (answer.status === THROTTLED) return fails('throttled');
  return answer.status === 401 ? locally(person, password, 'refused') : fails('server');
}
