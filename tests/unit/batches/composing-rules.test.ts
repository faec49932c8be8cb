import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composePlan, type Split } from '../../../server/batches/compose-plan-rules.ts';
import { inWaitingOrder, lotOf, type Waiting } from '../../../server/batches/waiting-order.ts';

const SEED = 'a'.repeat(64);
const one = (registrationNo: string, verifiedOn: string, lowered = false): Waiting => ({
  id: Number(registrationNo.slice(3)),
  registrationNo,
  verifiedOn,
  lowered,
});
const someone = fc
  .record({ n: fc.nat(1000), day: fc.constantFrom('2026-11-01', '2026-11-02'), lowered: fc.boolean() })
  .map(({ n, day, lowered }) => one(`PK-${n}`, day, lowered));
const waiting = fc.uniqueArray(someone, { selector: ({ id }) => id, maxLength: 60 });

describe('the order of the waiting list', () => {
  it('puts other aid last, then the earlier day first, then the smaller lot', () => {
    const list = [one('PK-1', '2026-11-02'), one('PK-2', '2026-11-01', true), one('PK-3', '2026-11-01'), one('PK-4', '2026-11-02')]; // prettier-ignore
    const ids = inWaitingOrder(list, SEED).map(({ id }) => id);
    const [a, b] = [1, 4].sort((x, y) => (lotOf(SEED, `PK-${x}`) < lotOf(SEED, `PK-${y}`) ? -1 : 1));
    expect(ids).toEqual([3, a, b, 2]);
  });

  it('draws lots anybody can recompute', () => {
    expect(lotOf(SEED, 'PK-7')).toBe(createHash('sha256').update(`${SEED}:PK-7`).digest('hex'));
  });

  it('is the same whatever order the rows came in, and loses nobody', () => {
    fc.assert(
      fc.property(waiting, fc.nat(), (list, turn) => {
        const at = list.length === 0 ? 0 : turn % list.length;
        const turned = [...list.slice(at), ...list.slice(0, at)].reverse();
        expect(inWaitingOrder(turned, SEED)).toEqual(inWaitingOrder(list, SEED));
        expect(inWaitingOrder(list, SEED).map(({ position }) => position)).toEqual(list.map((_, i) => i + 1));
      }),
    );
  });

  it('moves nobody when somebody else leaves', () => {
    fc.assert(
      fc.property(waiting, fc.nat(), (list, at) => {
        fc.pre(list.length > 1);
        const gone = list[at % list.length]!;
        const rest = inWaitingOrder(
          list.filter((each) => each !== gone),
          SEED,
        ).map(({ id }) => id);
        expect(rest).toEqual(
          inWaitingOrder(list, SEED)
            .map(({ id }) => id)
            .filter((id) => id !== gone.id),
        );
      }),
    );
  });
});

describe('dividing a composition', () => {
  const rows = Array.from({ length: 7 }, (_, index) => ({
    id: index + 1,
    officeId: index % 2 === 0 ? 9 : 4,
  }));
  const shape = (split: Split, places = 7) => {
    const { parts, leftOut } = composePlan(rows, places, split);
    return [parts.map((part) => [part.officeId, part.rows.map(({ id }) => id)]), leftOut.map(({ id }) => id)];
  };
  it.each<[string, Split, number, unknown]>([
    ['as one', { by: 'none' }, 7, [[[null, [1, 2, 3, 4, 5, 6, 7]]], []]],
    ['by size', { by: 'size', size: 3 }, 7, [[[null, [1, 2, 3]], [null, [4, 5, 6]], [null, [7]]], []]],
    ['by office', { by: 'office' }, 7, [[[4, [2, 4, 6]], [9, [1, 3, 5, 7]]], []]],
    ['within the places left', { by: 'size', size: 3 }, 4, [[[null, [1, 2, 3]], [null, [4]]], [5, 6, 7]]],
    ['with no place left', { by: 'none' }, -2, [[], [1, 2, 3, 4, 5, 6, 7]]],
  ])('%s', (_how, split, places, expected) => {
    expect(shape(split, places)).toEqual(expected);
  }); // prettier-ignore
});
