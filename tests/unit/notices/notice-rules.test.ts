import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTICE_KINDS_OF_ACTS, NOTICE_MOVE_PAIRS } from '../../../migrations/notice-tables.ts';
import {
  HOLD_HOURS,
  KIND_OF_ACTION,
  maskedAddress,
  needsHelp,
  NOTICE_MOVES,
  noticeVerdict,
  STATUS_OF_KIND,
  waitAfter,
  withoutNumbers,
} from '../../../server/notices/notice-rules.ts';
import { NOTICE_KINDS, NOTICE_STATUSES } from '../../../server/notices/notice-schema.ts';
import { STATUS_AFTER, SUBMISSION_ACTIONS } from '../../../server/submissions/submission-rules.ts';
import { SUBMISSION_STATUSES } from '../../../server/submissions/submission-schema.ts';

const DECIDED = '2026-11-30T03:00:00.000Z';
const at = (hours: number) => new Date(Date.parse(DECIDED) + hours * 3_600_000).toISOString();

describe('held back until final', () => {
  it.each([
    ['a confirmation is final at once', 'confirmed', 'confirmed', false, 0, 'release'],
    ['and told as long as it stands', 'confirmed', 'confirmed', false, 1000, 'release'],
    ['not once it was revoked', 'confirmed', 'revoked', true, 0, 'drop'],
    ['a rejection waits while it is fresh', 'rejected', 'rejected', false, 0, 'hold'],
    ['to the last minute of the day after', 'rejected', 'rejected', false, 23.99, 'hold'],
    ['and is told then', 'rejected', 'rejected', false, 24, 'release'],
    ['never where it was reopened meanwhile', 'rejected', 'submitted', true, 24, 'drop'],
    ['nor where it was rejected a second time: that has its own', 'rejected', 'rejected', true, 48, 'drop'],
    ['the PMO’s refusal is final at once', 'pmo_rejected', 'pmo_rejected', false, 0, 'release'],
    ['a return is told at once', 'correction', 'needs_correction', false, 0, 'release'],
    ['not where it came back before', 'correction', 'submitted', true, 0, 'drop'],
    ['nor where the person withdrew', 'correction', 'withdrawn', true, 0, 'drop'],
    ['a revocation is told at once', 'revoked', 'revoked', false, 0, 'release'],
  ] as const)('%s', (_title, kind, status, movedOn, hours, verdict) => {
    const found = noticeVerdict({ kind, decidedAt: DECIDED }, { status, movedOn }, at(hours));
    expect(found.verdict).toBe(verdict);
  });

  it('says until when', () => {
    const found = noticeVerdict(
      { kind: 'rejected', decidedAt: DECIDED },
      { status: 'rejected', movedOn: false },
      at(1),
    );
    expect(found).toEqual({ verdict: 'hold', until: at(24) });
  });

  it('tells nobody what does not hold, whatever the kind, the status and the time', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NOTICE_KINDS),
        fc.constantFrom(...SUBMISSION_STATUSES),
        fc.boolean(),
        fc.integer({ min: -100, max: 100 }),
        (kind, status, movedOn, hours) => {
          const { verdict } = noticeVerdict({ kind, decidedAt: DECIDED }, { status, movedOn }, at(hours));
          const stands = !movedOn && status === STATUS_OF_KIND[kind];
          expect(verdict === 'drop').toBe(!stands);
          expect(verdict === 'release').toBe(stands && hours >= HOLD_HOURS[kind]);
        },
      ),
    );
  });

  it('tells the status an act leaves, and of no act that leaves another', () => {
    for (const action of SUBMISSION_ACTIONS) {
      const kind = KIND_OF_ACTION[action];
      if (kind) expect([action, STATUS_OF_KIND[kind]]).toEqual([action, STATUS_AFTER[action]]);
    }
    expect(KIND_OF_ACTION['pmo-return']).toBeNull();
  });
});

describe('the outbox of notices', () => {
  it('moves a notice by its table, and ends it for good', () => {
    expect(Object.keys(NOTICE_MOVES)).toEqual([...NOTICE_STATUSES]);
    for (const ended of ['sent', 'printed', 'dropped'] as const) expect(NOTICE_MOVES[ended]).toEqual([]);
  });

  it('moves by the same pairs in the database, and begins with the same acts', () => {
    const pairs = Object.entries(NOTICE_MOVES).flatMap(([from, to]) => to.map((one) => [from, one]));
    expect([...NOTICE_MOVE_PAIRS].sort()).toEqual(pairs.sort());
    const acts = SUBMISSION_ACTIONS.flatMap((action) => {
      const kind = KIND_OF_ACTION[action];
      return kind ? [[action, kind, STATUS_OF_KIND[kind]]] : [];
    });
    expect([...NOTICE_KINDS_OF_ACTS].sort()).toEqual(acts.sort());
  });

  it('waits longer after each attempt, six hours at most, and asks somebody after eight', () => {
    expect([1, 2, 3].map((attempts) => waitAfter(attempts, 1))).toEqual([60_000, 120_000, 240_000]);
    expect(waitAfter(1, 0)).toBe(30_000);
    expect(waitAfter(40, 1)).toBe(6 * 3_600_000);
    expect([7, 8, 9, 16].map(needsHelp)).toEqual([false, true, false, true]);
  });

  it.each([
    ['NIK 3374011206909001 ganda', 'NIK … ganda'],
    ['NIK: 33.7401.120690-9001.', 'NIK: ….'],
    ['3374 0112 0690 9001', '…'],
    ['hubungi 0812-3456-7890', 'hubungi …'],
    ['lahir 12-06-1990, loket 3, pukul 10.30', 'lahir 12-06-1990, loket 3, pukul 10.30'],
    ['tanpa angka', 'tanpa angka'],
  ])('prints no long number: %s', (text, told) => {
    expect(withoutNumbers(text)).toBe(told);
  });

  it('shows an address by its first letter and its domain', () => {
    expect(maskedAddress('siti@example.id')).toBe('s…@example.id');
    expect(maskedAddress('kosong')).toBe('…');
  });
});
