import { describe, expect, it } from 'vitest';
import {
  ageOf,
  clockOff,
  eventOfAnswer,
  goesByItself,
  inOrder,
  isClockWrong,
  ITEM_EVENTS,
  ITEM_STATES,
  keyingBlockers,
  mayDrop,
  missingPhotos,
  stepItem,
  stopsRound,
  type ItemEvent,
  type ItemState,
} from '../../../server/counter/counter-rules.ts';
import type { CounterItem } from '../../../server/counter/counter-schema.ts';

const KTP = { kind: 'ktp_photo', sha256: 'a'.repeat(64) } as const;
const FORM = { kind: 'form_scan', sha256: 'b'.repeat(64) } as const;
const answer = (values: Partial<CounterItem>): CounterItem => ({
  clientId: '3f0f5a0e-2c56-4d39-9f2e-0b6c3b1a7a11',
  seq: 1,
  outcome: 'received',
  submissionId: 7,
  registrationNo: 'PK-1',
  status: 'submitted',
  photos: [KTP, FORM],
  receivedAt: '2026-12-01T00:00:00.000Z',
  clockOffSeconds: 0,
  ...values,
});

describe('the life of a form on a device', () => {
  it.each([
    ['draft', 'saved', 'queued'],
    ['draft', 'discarded', 'dropped'],
    ['queued', 'accepted', 'received'],
    ['queued', 'refused', 'conflict'],
    ['queued', 'unreachable', 'queued'],
    ['queued', 'session_over', 'queued'],
    ['queued', 'edited', 'queued'],
    ['queued', 'discarded', 'dropped'],
    ['received', 'finished', 'dropped'],
    ['received', 'refused', 'conflict'],
    ['received', 'unreachable', 'received'],
    ['received', 'session_over', 'received'],
    ['conflict', 'edited', 'queued'],
    ['conflict', 'discarded', 'dropped'],
    ['conflict', 'finished', 'dropped'],
  ] as const)('takes %s by %s to %s', (from, event, to) => {
    expect(stepItem(from, event)).toBe(to);
  });

  it('is never dropped by a failure, an expired session or a refusal, in any state', () => {
    const harmless: ItemEvent[] = ['unreachable', 'session_over', 'refused', 'accepted', 'saved', 'edited'];
    const alive = ITEM_STATES.filter((state) => state !== 'dropped');
    const dropped = alive.flatMap((state) =>
      harmless.filter((event) => stepItem(state, event) === 'dropped'),
    );
    expect(dropped).toEqual([]);
  });

  it('does not come back once it is dropped, and changes by nothing that is not in its row', () => {
    for (const event of ITEM_EVENTS) expect(stepItem('dropped', event)).toBe('dropped');
    expect(stepItem('queued', 'finished')).toBe('queued');
    expect(stepItem('received', 'discarded')).toBe<ItemState>('received');
  });
});

describe('an answer of the server', () => {
  it.each([
    [201, null, 'accepted', false],
    [200, null, 'accepted', false],
    [0, null, 'unreachable', true],
    [503, 'BUSY', 'unreachable', true],
    [500, 'INTERNAL', 'unreachable', true],
    [429, 'TOO_MANY_REQUESTS', 'unreachable', true],
    [401, 'NO_SESSION', 'session_over', true],
    [409, 'UNKNOWN_DEVICE', 'session_over', true],
    [409, 'DUPLICATE', 'refused', false],
    [409, 'BLOCKED', 'refused', false],
    [422, 'INVALID_INPUT', 'refused', false],
    [404, 'NOT_FOUND', 'refused', false],
    [403, 'FORBIDDEN', 'refused', false],
  ] as const)('%i %s is %s; it stops the round: %s', (status, code, event, stops) => {
    expect(eventOfAnswer(status, code)).toBe(event);
    expect(stopsRound(event)).toBe(stops);
  });

  it('lets a form go only with the server’s id and the digest of every photo', () => {
    expect(mayDrop([KTP, FORM], answer({}))).toBe(true);
    expect(mayDrop([], answer({ photos: [] }))).toBe(true);
    expect(mayDrop([KTP, FORM], answer({ photos: [KTP] }))).toBe(false);
    expect(mayDrop([KTP], answer({ photos: [{ ...KTP, sha256: 'c'.repeat(64) }] }))).toBe(false);
    expect(mayDrop([KTP], answer({ photos: [{ ...KTP, kind: 'form_scan' }] }))).toBe(false);
    expect(mayDrop([], answer({ submissionId: null }))).toBe(false);
    expect(missingPhotos([KTP, FORM], [FORM])).toEqual([KTP]);
  });

  it('lets a form go that its clerk has discarded', () => {
    expect(mayDrop([KTP], answer({ outcome: 'discarded', submissionId: null, photos: [] }))).toBe(true);
  });
});

describe('order and clocks', () => {
  it('sends by number, whatever the clock said', () => {
    const keyed = [
      { seq: 3, keyedAt: '2025-01-01' },
      { seq: 1, keyedAt: '2027-01-01' },
      { seq: 2, keyedAt: '2026-01-01' },
    ];
    expect(inOrder(keyed).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(keyed[0]?.seq).toBe(3);
  });

  it('tells a clock that is off by a year, and not one that is off by minutes', () => {
    expect(clockOff('2027-12-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z')).toBe(365 * 86_400);
    expect(isClockWrong(365 * 86_400)).toBe(true);
    expect(isClockWrong(-365 * 86_400)).toBe(true);
    expect(isClockWrong(300)).toBe(false);
    expect(isClockWrong(86_400)).toBe(false);
  });

  it('warns from three days before the end, and is overdue on the last', () => {
    const keyedAt = '2026-12-01T08:00:00.000Z';
    expect(ageOf(keyedAt, '2026-12-12T07:59:59.000Z', 14)).toBe('fresh');
    expect(ageOf(keyedAt, '2026-12-12T08:00:00.000Z', 14)).toBe('ageing');
    expect(ageOf(keyedAt, '2026-12-15T08:00:00.000Z', 14)).toBe('overdue');
  });

  it('lets go by itself only what lies in a package too, and never on the word of a wrong clock', () => {
    const overdue = { handedOver: true, age: 'overdue', clockOffSeconds: 0 } as const;
    expect(goesByItself(overdue)).toBe(true);
    expect(goesByItself({ ...overdue, handedOver: false })).toBe(false);
    expect(goesByItself({ ...overdue, age: 'ageing' })).toBe(false);
    expect(goesByItself({ ...overdue, clockOffSeconds: 365 * 86_400 })).toBe(false);
  });

  it('takes no further form while an overdue one waits for a decision', () => {
    expect(keyingBlockers(['fresh', 'ageing'])).toEqual([]);
    expect(keyingBlockers(['overdue', 'fresh', 'overdue'])).toEqual([{ code: 'OVERDUE_ITEMS', count: 2 }]);
  });
});
