import type { CounterItem, PhotoMark } from './counter-schema.ts';

/**
 * The life of a keyed form on a device, read by the outbox and by the server (domain.md section 1; issue: an item leaves
 * the outbox only on the server's id).
 */
export const ITEM_STATES = ['draft', 'queued', 'received', 'conflict', 'dropped'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

export const ITEM_EVENTS = [
  'saved',
  'accepted',
  'finished',
  'refused',
  'unreachable',
  'session_over',
  'edited',
  'discarded',
] as const;
export type ItemEvent = (typeof ITEM_EVENTS)[number];

/**
 * Where an event takes an item; an event that is not in its row changes nothing. `dropped` is reached by `finished`, which
 * needs the server's id and photos, and by a clerk's own discard with a reason: never by a failure.
 */
export const ITEM_STEPS = {
  draft: { saved: 'queued', discarded: 'dropped' },
  queued: {
    accepted: 'received',
    refused: 'conflict',
    unreachable: 'queued',
    session_over: 'queued',
    edited: 'queued',
    discarded: 'dropped',
  },
  received: { finished: 'dropped', refused: 'conflict', unreachable: 'received', session_over: 'received' },
  conflict: { edited: 'queued', discarded: 'dropped', finished: 'dropped' },
  dropped: {},
} as const satisfies Record<ItemState, Partial<Record<ItemEvent, ItemState>>>;

/** The only road to a new state. */
export function stepItem(state: ItemState, event: ItemEvent): ItemState {
  return (ITEM_STEPS[state] as Partial<Record<ItemEvent, ItemState>>)[event] ?? state;
}

/**
 * What an answer means for the item that was sent. What may be better next time stops the round and keeps the order; what
 * only a person can mend lets those behind pass. No answer at all is status 0.
 */
export function eventOfAnswer(status: number, code: string | null): ItemEvent {
  if (status >= 200 && status < 300) return 'accepted';
  if (status === 401) return 'session_over';
  // The device registers itself at the next login.
  if (code === 'UNKNOWN_DEVICE') return 'session_over';
  // Several people or desks at once, not the form.
  if (status === 0 || status === 408 || status === 425 || status === 429 || status >= 500)
    return 'unreachable';
  return 'refused';
}

/** Events after which nothing more is sent in this round. */
export const stopsRound = (event: ItemEvent): boolean => event === 'unreachable' || event === 'session_over';

/** The photos the server has not confirmed by their digest. */
export const missingPhotos = (own: readonly PhotoMark[], held: readonly PhotoMark[]): PhotoMark[] =>
  own.filter(({ kind, sha256 }) => !held.some((one) => one.kind === kind && one.sha256 === sha256));

/** Whether the server's answer lets the device drop the item: its id, and every photo. */
export function mayDrop(own: readonly PhotoMark[], answer: CounterItem): boolean {
  if (answer.outcome === 'discarded') return true;
  return answer.submissionId !== null && missingPhotos(own, answer.photos).length === 0;
}

/** Items in the order they were keyed: by number, never by a clock. */
export const inOrder = <T extends { seq: number }>(items: readonly T[]): T[] =>
  [...items].sort((left, right) => left.seq - right.seq);

const DAY_SECONDS = 86_400;
const DAY_MS = DAY_SECONDS * 1000;

/** Seconds the device's clock is ahead of the server's. */
export const clockOff = (deviceTime: string, serverTime: string): number =>
  Math.round((Date.parse(deviceTime) - Date.parse(serverTime)) / 1000);

/** A clock that is off by more than a day is told: dates on what is printed here would be wrong. */
export const isClockWrong = (offSeconds: number): boolean => Math.abs(offSeconds) > DAY_SECONDS;

/** Until the server has said how many days it is here. */
export const KEEP_DAYS = 14;
const WARN_DAYS = 3;

export type Age = 'fresh' | 'ageing' | 'overdue';

/** How long something may still lie on the device: `ageing` from three days before the end, `overdue` after it. */
export function ageOf(keyedAt: string, now: string, keepDays: number): Age {
  const days = (Date.parse(now) - Date.parse(keyedAt)) / DAY_MS;
  if (days >= keepDays) return 'overdue';
  return days >= keepDays - WARN_DAYS ? 'ageing' : 'fresh';
}

/**
 * Whether an item goes by itself. Only what has a sealed copy in a package does, and only where the clock can be believed;
 * anything else is for its clerk to send, hand over or discard.
 */
export function goesByItself(item: { handedOver: boolean; age: Age; clockOffSeconds: number }): boolean {
  return item.handedOver && item.age === 'overdue' && !isClockWrong(item.clockOffSeconds);
}

/** Why a device takes no further form: overdue ones wait for a decision first. */
export const keyingBlockers = (ages: readonly Age[]): { code: 'OVERDUE_ITEMS'; count: number }[] => {
  const count = ages.filter((age) => age === 'overdue').length;
  return count === 0 ? [] : [{ code: 'OVERDUE_ITEMS', count }];
};
