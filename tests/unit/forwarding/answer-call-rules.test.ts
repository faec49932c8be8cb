import { describe, expect, it } from 'vitest';
import {
  judgeAnswerCall,
  placedAnswers,
  signatureProblem,
} from '../../../server/forwarding/answer-call-rules.ts';
import type { DeliveredRow } from '../../../server/forwarding/answer-rules.ts';
import { NO_CODES } from '../../../server/forwarding/pmo-code-rules.ts';
import { createRegistrationNo } from '../../../server/submissions/registration-number.ts';

const NOW = '2026-11-30T08:00:00.000Z';
const numbers = [1, 2, 3].map(() => createRegistrationNo()) as [string, string, string];
const rows = new Map<string, DeliveredRow>(
  numbers.map((registrationNo, index) => [
    registrationNo,
    { submissionId: index + 1, registrationNo, rowId: null, nikBidx: `nik-${index}`, answered: null },
  ]),
);
const judge = (answers: unknown[], changes: { ownId?: number; known?: typeof rows } = {}) =>
  judgeAnswerCall(placedAnswers(answers), {
    now: NOW,
    codes: NO_CODES,
    rows: changes.known ?? rows,
    ownId: changes.ownId ?? null,
  });
const say = (at: number, changes: Record<string, unknown> = {}) => ({
  registrationNo: numbers[at],
  result: 'CONFIRMED',
  answeredAt: '2026-11-30T07:00:00Z',
  ...changes,
});

describe('a call of the PMO’s system', () => {
  it('is taken as far as it can be, each problem with its position', () => {
    const judged = judge([
      say(0),
      'nothing',
      { result: 'CONFIRMED' },
      say(1, { registrationNo: 'PK-0000-0000-0000' }),
      say(1, { result: 'maybe' }),
      say(1, { answeredAt: 'tomorrow' }),
      say(1, { result: 'returned', pmoCode: 'DOB_MISMATCH', extra: 1 }),
      say(2, { result: 'REJECTED' }),
    ]);
    expect(judged.answers.map(({ line, submissionId, result }) => [line, submissionId, result])).toEqual([
      [1, 1, 'CONFIRMED'],
      [7, 2, 'RETURNED'],
    ]);
    expect(judged.issues.map(({ line, code }) => [line, code])).toEqual([
      [2, 'BAD_LINE'], [3, 'BAD_LINE'], [4, 'UNKNOWN_ROW'], [5, 'BAD_RESULT'], [6, 'BAD_TIME'], [8, 'NOTE_MISSING'],
    ]); // prettier-ignore
  });

  it('takes neither of two answers that contradict each other, and tells what was answered differently before', () => {
    const before = new Map(rows);
    before.set(numbers[2], { ...(rows.get(numbers[2]) as DeliveredRow), answered: 'CONFIRMED' });
    const judged = judge(
      [say(0), say(0, { result: 'REJECTED', pmoCode: 'BLACKLISTED' }), say(1), say(1), say(2, { result: 'RETURNED', note: 'x' })],
      { known: before },
    ); // prettier-ignore
    expect(judged.answers.map(({ line }) => line)).toEqual([3]);
    expect(judged.issues.map(({ line, code }) => [line, code])).toEqual([
      [1, 'CONTRADICTION'], [2, 'CONTRADICTION'], [4, 'REPEATED_ROW'], [5, 'ANSWERED_DIFFERENTLY'],
    ]); // prettier-ignore
  });

  it('passes over what was answered alike, and takes nobody’s word about themselves', () => {
    const before = new Map(rows);
    before.set(numbers[0], { ...(rows.get(numbers[0]) as DeliveredRow), answered: 'CONFIRMED' });
    const judged = judge([say(0), say(1)], { known: before, ownId: 2 });
    expect([judged.same, judged.answers, judged.issues.map(({ code }) => code)]).toEqual([
      1,
      [],
      ['OWN_REGISTRATION'],
    ]);
  });
});

describe('the proof of a signed call', () => {
  const SENT = Date.parse('2026-11-30T09:00:00Z');
  const good = { timestamp: String(SENT / 1000), nonce: 'n'.repeat(16), signature: 'a'.repeat(64) };
  const at = (seconds: number) => new Date(SENT + seconds * 1000).toISOString();
  it.each([
    ['is whole', good, 0, null],
    ['may be written as an instant', { ...good, timestamp: '2026-11-30T16:00:00+07:00' }, 0, null],
    ['lets clocks differ by five minutes', good, 300, null],
    ['in both directions', good, -300, null],
    ['no more', good, 301, 'TIMESTAMP_OUT_OF_WINDOW'],
    ['in neither', good, -301, 'TIMESTAMP_OUT_OF_WINDOW'],
    ['needs a signature', { ...good, signature: undefined }, 0, 'SIGNATURE_MISSING'],
    ['of 64 hex digits', { ...good, signature: 'zz' }, 0, 'BAD_SIGNATURE'],
    ['needs a nonce', { ...good, nonce: '' }, 0, 'SIGNATURE_MISSING'],
    ['long enough to be one', { ...good, nonce: 'short' }, 0, 'BAD_NONCE'],
    ['needs a time', { ...good, timestamp: 'noon' }, 0, 'BAD_TIMESTAMP'],
  ] as const)('%s', (_title, words, seconds, code) => {
    expect(signatureProblem(words, at(seconds))?.code ?? null).toBe(code);
  });
});
