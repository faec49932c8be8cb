import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SUBMISSION_SIGNALS } from '../../../server/submissions/submission-schema.ts';
import {
  filterOf,
  isRated,
  medianOf,
  OTHERS_TO_COMPARE,
  paceOf,
  periodOf,
  shareOf,
  SIGNAL_RULES,
  toLookFirst,
  verdictOf,
  verdictsOf,
  type SignalRule,
} from '../../../server/signals/signal-rules.ts';
import { SIGNAL_KINDS, SIGNAL_SUBJECTS, type SignalKind } from '../../../server/signals/signal-schema.ts';

const ruleOf = (kind: SignalKind): SignalRule => SIGNAL_RULES[kind];

/** Just below and at the limit of each rule, with just enough and one too few to be judged. */
const TABLE = [
  ['identity_mismatch', shareOf(19, 50), 'usual'],
  ['identity_mismatch', shareOf(20, 50), 'look'],
  ['identity_mismatch', shareOf(49, 49), 'too_few'],
  ['nik_zero', shareOf(12, 50), 'usual'],
  ['nik_zero', shareOf(13, 50), 'look'],
  ['nik_zero', shareOf(49, 49), 'too_few'],
  ['nik_run', shareOf(3, 601), 'usual'],
  ['nik_run', shareOf(3, 600), 'look'],
  ['nik_run', shareOf(19, 19), 'too_few'],
  ['shared_phone', shareOf(4, 81), 'usual'],
  ['shared_phone', shareOf(4, 80), 'look'],
  ['shared_phone', shareOf(19, 19), 'too_few'],
  ['keying_pace', paceOf(29, 40), 'usual'],
  ['keying_pace', paceOf(30, 40), 'look'],
  ['keying_pace', paceOf(19, 19), 'too_few'],
  ['decision_pace', paceOf(5, 20), 'usual'],
  ['decision_pace', paceOf(6, 20), 'look'],
  ['decision_pace', paceOf(19, 19), 'too_few'],
  ['all_pass', shareOf(199, 200), 'usual'],
  ['all_pass', shareOf(50, 50), 'look'],
  ['all_pass', shareOf(49, 49), 'too_few'],
] as const;

describe('when a figure is worth a look', () => {
  it.each(TABLE)('%s with %o is %s', (kind, figure, verdict) => {
    expect(verdictOf(ruleOf(kind), figure, [])).toBe(verdict);
  });

  it('has a row of the table on every side of every rule', () => {
    const sides = TABLE.map(([kind, , verdict]) => `${kind} ${verdict}`);
    const wanted = SIGNAL_KINDS.flatMap((kind) =>
      ['usual', 'look', 'too_few'].map((verdict) => `${kind} ${verdict}`),
    );
    expect([...sides].sort()).toEqual([...wanted].sort());
  });

  it('judges nobody by a small number, however striking it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SIGNAL_KINDS), fc.nat(200), fc.array(fc.nat(50)), (kind, of, others) => {
        const figure = { count: of, of, value: Number.MAX_SAFE_INTEGER };
        const few = of < ruleOf(kind).minimum;
        expect(isRated(ruleOf(kind), figure)).toBe(!few);
        if (few) expect(verdictOf(ruleOf(kind), figure, others)).toBe('too_few');
      }),
    );
  });

  it('judges no office without a single registration that counts', () => {
    for (const kind of SIGNAL_KINDS) expect(verdictOf(ruleOf(kind), shareOf(0, 0), [])).toBe('too_few');
  });

  it('leaves a fast officer alone where the others are nearly as fast', () => {
    const rule = ruleOf('keying_pace');
    expect(verdictOf(rule, paceOf(60, 100), [25, 28, 30])).toBe('usual');
    expect(verdictOf(rule, paceOf(84, 100), [25, 28, 30])).toBe('look');
    expect(verdictOf(rule, paceOf(83, 100), [25, 28, 30])).toBe('usual');
  });

  it('compares with the others only where there are enough of them', () => {
    const rule = ruleOf('decision_pace');
    const others = Array.from({ length: OTHERS_TO_COMPARE }, () => 5);
    expect(verdictOf(rule, paceOf(8, 30), others)).toBe('usual');
    expect(verdictOf(rule, paceOf(8, 30), others.slice(1))).toBe('look');
  });

  it('holds each person against the others and never against themself, nor against those too few to judge', () => {
    const paces = [paceOf(40, 90), paceOf(10, 90), paceOf(11, 90), paceOf(12, 90), paceOf(100, 10)];
    expect(verdictsOf(ruleOf('keying_pace'), paces)).toEqual(['look', 'usual', 'usual', 'usual', 'too_few']);
  });

  it('weighs a share by itself: an office is not excused by its neighbours', () => {
    const all = Array.from({ length: 5 }, () => shareOf(30, 60));
    expect(new Set(verdictsOf(ruleOf('identity_mismatch'), all))).toEqual(new Set(['look']));
  });
});

describe('the figures beside each other', () => {
  it.each([
    [[], null],
    [[4], 4],
    [[9, 1, 5], 5],
    [[1, 2, 3, 10], 2.5],
  ])('have in the middle of %o the value %o', (values, median) => {
    expect(medianOf(values)).toBe(median);
  });

  it('stand in the order in which they are worth a look, small numbers last', () => {
    const row = (verdict: 'look' | 'usual' | 'too_few', value: number, of = 100) => ({ verdict, value, of });
    const rows = [
      row('too_few', 1, 3),
      row('usual', 0.1),
      row('look', 0.5),
      row('look', 0.9),
      row('usual', 0.1, 200),
    ];
    expect(rows.sort(toLookFirst)).toEqual([
      row('look', 0.9),
      row('look', 0.5),
      row('usual', 0.1, 200),
      row('usual', 0.1),
      row('too_few', 1, 3),
    ]);
  });
});

describe('the way to the rows behind a figure', () => {
  it.each(SUBMISSION_SIGNALS.filter((signal) => signal !== 'keyed_by_hand'))(
    'asks the list for %s of one wave and one office',
    (kind) => {
      expect(filterOf(kind, { waveId: 1, officeId: 3, staffId: null })).toEqual({
        ...{ waveId: 1, officeId: 3, signal: kind },
      });
      expect(filterOf(kind, { waveId: 1, officeId: 3, staffId: 8 })).toEqual({
        ...{ waveId: 1, officeId: 3, keyedById: 8, signal: kind },
      });
    },
  );

  it('leads to the forms keyed in the busiest hour, without the rows of a recap', () => {
    expect(filterOf('keying_pace', { waveId: 1, officeId: 3, staffId: 8, busiest: '2026-11-25T03' })).toEqual(
      {
        ...{ waveId: 1, officeId: 3, keyedById: 8, signal: 'keyed_by_hand' },
        createdAt_gte: '2026-11-25T03:00:00.000Z',
        createdAt_lte: '2026-11-25T03:59:59.999Z',
      },
    );
  });

  it('leads to the decisions of the busiest minute, and to all that a reviewer passed', () => {
    expect(
      filterOf('decision_pace', { waveId: 1, officeId: null, staffId: 5, busiest: '2026-11-25T03:07' }),
    ).toEqual({
      ...{ waveId: 1, decidedById: 5 },
      decidedAt_gte: '2026-11-25T03:07:00.000Z',
      decidedAt_lte: '2026-11-25T03:07:59.999Z',
    });
    expect(filterOf('all_pass', { waveId: 1, officeId: null, staffId: 5 })).toEqual({
      ...{ waveId: 1, decidedById: 5, status_neq: 'rejected' },
    });
  });

  it('takes in a period from its first to its last thousandth of a second', () => {
    expect(periodOf('2026-11-25T23')).toEqual({
      from: '2026-11-25T23:00:00.000Z',
      to: '2026-11-25T23:59:59.999Z',
    });
  });
});

describe('the table of signals', () => {
  it('has for every signal somebody whose work it is about, and a number too small to judge', () => {
    for (const kind of SIGNAL_KINDS) {
      const rule = ruleOf(kind);
      expect(rule.subjects.every((subject) => SIGNAL_SUBJECTS.includes(subject))).toBe(true);
      expect(rule.minimum).toBeGreaterThanOrEqual(20);
      expect(rule.limit).toBeGreaterThan(0);
      if (rule.measure === 'share') expect(rule.limit).toBeLessThanOrEqual(1);
    }
  });
});
