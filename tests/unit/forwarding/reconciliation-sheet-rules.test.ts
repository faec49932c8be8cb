import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  carryDifferences,
  equationDifferences,
  noFigures,
  reconciliationSheet,
  type SheetFact,
} from '../../../server/forwarding/reconciliation-sheet-rules.ts';
import {
  SHEET_GROUPINGS,
  type SheetGrouping,
} from '../../../server/forwarding/reconciliation-sheet-schema.ts';
import { emptyHistory, factsOf, play, type History } from '../../support/reconciliation-model.ts';

const fact = (source: SheetFact['source'], word: string, rows: number, more: Partial<SheetFact> = {}) => ({
  source,
  roundNo: 1,
  key: null,
  word,
  rows,
  confirmed: 0,
  returned: 0,
  refused: 0,
  ...more,
});

describe('the equations of the sheet', () => {
  it.each([
    [{ verified: 5, batched: 3, waiting: 2 }, []],
    [{ verified: 5, batched: 3, waiting: 1 }, ['VERIFIED_NOT_PLACED']],
    [{ ratified: 4, toSend: 1, sent: 3, pending: 3 }, []],
    [{ ratified: 4, toSend: 1, sent: 2, pending: 2 }, ['RATIFIED_NOT_SENT']],
    [{ ratified: 9, sent: 9, confirmed: 4, returned: 3, refused: 1, pending: 1 }, []],
    [{ ratified: 9, sent: 9, confirmed: 4, returned: 3, refused: 1, pending: 2 }, ['SENT_NOT_ANSWERED']],
  ])('%j differs in %j', (figures, codes) => {
    expect(equationDifferences({ ...noFigures(), ...figures }).map(({ code }) => code)).toEqual(codes);
  });

  it('follow what came back into the next round', () => {
    const before = { ...noFigures(), returned: 10, uncorrected: 1 };
    const after = { ...noFigures(), correcting: 2, dropped: 3, verified: 4 };
    expect(carryDifferences(before, after)).toEqual([]);
    expect(carryDifferences(before, { ...after, verified: 3 })).toEqual([
      { code: 'RETURNED_NOT_CARRIED', left: 10, right: 9 },
    ]);
  });
});

const someHistory = fc
  .array(fc.nat(), { minLength: 100, maxLength: 1500, size: 'max' })
  .map((choices) => play(emptyHistory(), choices));
const sheetOf = (history: History, groupBy: SheetGrouping) =>
  reconciliationSheet(factsOf(history, groupBy), groupBy);

describe('the sheet of any history', () => {
  it('is told of histories that come far: three rounds, sent, refused as a whole, sent back and settled', () => {
    const played = fc.sample(someHistory, { numRuns: 60, seed: 7 });
    const all = played.flatMap(({ people, batches }) => [
      ...people.map(({ status, round }) => `${status}@${Math.min(round, 3)}`),
      ...batches.map(({ status }) => status),
    ]);
    for (const reached of ['confirmed@1', 'confirmed@2', 'pmo_rejected@1', 'settled', 'ratified'])
      expect(all).toContain(reached);
    expect(all.filter((one) => one.endsWith('@3')).length).toBeGreaterThan(0);
  });

  it('balances in every grouping, whatever was composed, sealed, ratified, sent, answered and corrected', () => {
    fc.assert(
      fc.property(someHistory, (history) => {
        for (const groupBy of SHEET_GROUPINGS) {
          const { total, parts } = sheetOf(history, groupBy);
          expect([total, ...parts].flatMap(({ differences }) => differences)).toEqual([]);
          expect([total, ...parts].flatMap(({ rounds }) => rounds.flatMap((one) => one.differences))).toEqual(
            [],
          );
        }
      }),
      { numRuns: 150 },
    );
  });

  it('adds up to the same whole however it is divided', () => {
    fc.assert(
      fc.property(someHistory, fc.constantFrom(...SHEET_GROUPINGS), (history, groupBy) => {
        const { total, parts } = sheetOf(history, groupBy);
        for (const name of ['verified', 'batched', 'waiting', 'ratified', 'sent', 'returned'] as const)
          expect(parts.reduce((sum, part) => sum + part.figures[name], 0)).toBe(total.figures[name]);
      }),
      { numRuns: 100 },
    );
  });

  it('shows what came back in one round going out in the next', () => {
    fc.assert(
      fc.property(someHistory, (history) => {
        const { rounds } = sheetOf(history, 'round').total;
        rounds.slice(1).forEach(({ figures }, index) => {
          const before = rounds[index]!.figures;
          expect(figures.verified + figures.correcting + figures.dropped).toBe(
            before.returned - before.uncorrected,
          );
        });
      }),
      { numRuns: 100 },
    );
  });

  it('shows a difference wherever one record is broken', () => {
    fc.assert(
      fc.property(someHistory, fc.nat(), fc.constantFrom(...SHEET_GROUPINGS), (history, at, groupBy) => {
        const facts = factsOf(history, groupBy).filter(
          ({ source, word }) =>
            ['line', 'composing'].includes(source) || ['batched', 'sent', 'confirmed'].includes(word),
        );
        fc.pre(facts.length > 0);
        const broken = facts[at % facts.length]!;
        const all = factsOf(history, groupBy).map((one) =>
          JSON.stringify(one) === JSON.stringify(broken) ? { ...one, rows: one.rows - 1 } : one,
        );
        const { total } = reconciliationSheet(all, groupBy);
        expect(total.differences).not.toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a broken row', () => {
  const sound = [
    fact('registration', 'confirmed', 3),
    fact('registration', 'sent', 1),
    fact('line', 'sent', 4, { confirmed: 3 }),
    ...['decree', 'delivery', 'deliveryArrived', 'received'].map((word) =>
      fact('batch', word, 4, { roundNo: 0 }),
    ),
    fact('batch', 'answers', 3, { roundNo: 0 }),
  ];
  const codes = (facts: SheetFact[]) =>
    reconciliationSheet(facts, 'round').total.differences.map(({ code }) => code);

  it.each([
    ['nothing', sound, []],
    [
      'a line that was lost',
      sound.map((one) => (one.source === 'line' ? { ...one, rows: 3 } : one)),
      ['VERIFIED_NOT_PLACED', 'SENT_NOT_ANSWERED', 'DECREE_COUNT', 'DELIVERY_COUNT'],
    ],
    [
      'an answer that was removed',
      sound.map((one) =>
        one.source === 'line' ? { ...one, confirmed: 2 } : one.word === 'answers' ? { ...one, rows: 2 } : one,
      ),
      ['SENT_NOT_ANSWERED'],
    ],
    [
      'an answer for nobody',
      sound.map((one) => (one.word === 'answers' ? { ...one, rows: 4 } : one)),
      ['ANSWERS_BEYOND'],
    ],
    [
      'fewer received than delivered',
      sound.map((one) => (one.word === 'received' ? { ...one, rows: 3 } : one)),
      ['RECEIVED_COUNT'],
    ],
    [
      'a registration moved by hand',
      [fact('registration', 'in_review', 1), ...sound].map((one) =>
        one.source === 'registration' && one.word === 'sent' ? { ...one, rows: 0 } : one,
      ),
      ['VERIFIED_NOT_PLACED', 'SENT_NOT_ANSWERED'],
    ],
    [
      'another digest at the PMO',
      [...sound, fact('batch', 'otherDigest', 1, { roundNo: 0 })],
      ['RECEIVED_DIGEST'],
    ],
  ])('shows: %s', (_what, facts, expected) => {
    expect(codes(facts as SheetFact[])).toEqual(expected);
  });
});
