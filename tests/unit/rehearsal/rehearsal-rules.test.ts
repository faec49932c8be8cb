import { describe, expect, it } from 'vitest';
import { createRehearsalClock } from '../../../server/rehearsal/rehearsal-clock.ts';
import {
  ANSWERS_2020,
  batchSize,
  createDealer,
  FIGURES_2020,
  PROPOSERS_2020,
  proposerRows,
  RESENT_2020,
} from '../../../server/rehearsal/rehearsal-figure-rules.ts';
import {
  cardsOf,
  indexOfRowId,
  recapCells,
  registerCells,
  rowIdOf,
  shiftOf,
  type Home,
} from '../../../server/rehearsal/rehearsal-people-rules.ts';
import { equationsOf } from '../../../server/rehearsal/rehearsal-proof.ts';
import { noFigures } from '../../../server/forwarding/reconciliation-sheet-rules.ts';

const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, one) => total + one, 0);
const HOMES: Home[] = [
  { regency: { code: '33.74', name: 'KOTA SEMARANG' }, district: { code: '33.74.01', name: 'SEMARANG TENGAH' } },
  { regency: { code: '91.05', name: 'KABUPATEN NABIRE' }, district: { code: '91.05.02', name: 'NABIRE' } },
]; // prettier-ignore
const invented = (index: number) => ({
  index,
  home: HOMES[index % HOMES.length] as Home,
  proposer: 'DINAS',
  shift: 11,
});

describe('the figures of 2020', () => {
  it('add up to the 555,540 rows that four proposers and the rest sent', () => {
    expect(sum(PROPOSERS_2020.map(({ rows }) => rows))).toBe(FIGURES_2020.rows);
    expect(Object.fromEntries(proposerRows(FIGURES_2020.rows))).toEqual(
      Object.fromEntries(PROPOSERS_2020.map(({ key, rows }) => [key, rows])),
    );
    for (const rows of [100, 400, 20_000]) expect(sum(proposerRows(rows).values())).toBe(rows);
  });

  it('give each round an answer for everybody in it', () => {
    const [first, second] = ANSWERS_2020.map(({ others, none }) => ({ ...others, none }));
    const all = (round: typeof first) =>
      sum(Object.values(round ?? {}).map((one) => (typeof one === 'number' ? one : sum(Object.values(one)))));
    expect(all(first)).toBe(FIGURES_2020.rows);
    expect(all(second)).toBe(FIGURES_2020.resent);
    expect(sum(Object.values(RESENT_2020))).toBe((first?.RETURNED ?? 0) + (first?.none.RETURNED ?? 0));
    expect(ANSWERS_2020.map(({ none }) => none.CONFIRMED ?? 0)).toEqual([0, 0]);
  });

  it('are dealt evenly: every share is whole at the end and within one on the way', () => {
    const weights = { CONFIRMED: 27, RETURNED: 22, REJECTED: 4 };
    const deal = createDealer(weights);
    const dealt = { CONFIRMED: 0, RETURNED: 0, REJECTED: 0 };
    for (let count = 1; count <= 53; count += 1) {
      dealt[deal()] += 1;
      for (const word of ['CONFIRMED', 'RETURNED', 'REJECTED'] as const)
        expect(Math.abs(dealt[word] - (weights[word] * count) / 53)).toBeLessThanOrEqual(1);
    }
    expect(dealt).toEqual(weights);
  });

  it('are divided into several batches however few there are, and into none that is too large', () => {
    expect([100, 400, 20_000, 555_540].map(batchSize)).toEqual([50, 50, 2000, 25_000]);
  });
});

describe('the invented people', () => {
  const people = Array.from({ length: 30_000 }, (_, nth) => invented(nth + 1));

  it('have numbers of their own, in the serials the registry does not reach', () => {
    const cards = people.map((one) => cardsOf(one));
    expect(new Set(cards.map(({ nik }) => nik)).size).toBe(people.length);
    expect(new Set(cards.map(({ kkNumber }) => kkNumber)).size).toBe(people.length);
    expect(cards.every(({ nik, kkNumber }) => /^\d{12}9\d{3}$/.test(nik) && /^\d{16}$/.test(kkNumber))).toBe(
      true,
    );
    expect(cards.filter(({ nik }) => nik.endsWith('0')).length / cards.length).toBeLessThan(0.2);
  });

  it('share no word of their names with anybody born the same day, as many as there may be', () => {
    const ofOneDay = Array.from({ length: 46 }, (_, nth) => cardsOf(invented(5 + nth * 35 * 365)));
    expect(new Set(ofOneDay.map(({ birthDate }) => birthDate)).size).toBe(1);
    const words = ofOneDay.flatMap(({ fullName }) => fullName.split(' '));
    expect(new Set(words).size).toBe(words.length);
  });

  it('are other people under another seed, and the same under the same', () => {
    const [one, other] = ['2020', '2021'].map((seed) => ({ ...invented(3), shift: shiftOf(seed) }));
    expect(cardsOf(one!).nik).not.toBe(cardsOf(other!).nik);
    expect(shiftOf('2020')).toBe(one!.shift);
  });

  it('have another KK number once corrected, and everything else as before', () => {
    const one = invented(4711);
    const { kkNumber: before, ...rest } = cardsOf(one);
    const { kkNumber: after, ...same } = cardsOf(one, true);
    expect(after).not.toBe(before);
    expect(same).toEqual(rest);
  });

  it('say the same on the form and in the register', () => {
    const one = invented(29_999);
    const [form, register] = [recapCells(one, true), registerCells(one, true)];
    expect([register.NIK, register.NO_KK, register.NAMA_LGKP]).toEqual([form.nik, form.no_kk, form.nama_lengkap]);
    expect(register.TGL_LHR.split('-').reverse().join('-')).toBe(form.tanggal_lahir);
    expect(indexOfRowId(rowIdOf(29_999))).toBe(29_999);
  }); // prettier-ignore
});

describe('the rehearsal’s clock and verdict', () => {
  it('goes on from the day it is turned to, and never back', () => {
    const clock = createRehearsalClock('2020-10-01T00:00:00.000Z');
    clock.turnTo('2020-11-03T00:00:00.000Z');
    expect(clock.now().toISOString().slice(0, 10)).toBe('2020-11-03');
    clock.turnTo('2020-10-15T00:00:00.000Z');
    expect(clock.now().toISOString().slice(0, 10)).toBe('2020-11-03');
  });

  it('tells which equation does not hold, with both numbers', () => {
    const even = { ...noFigures(), verified: 9, batched: 8, waiting: 1, ratified: 8, sent: 8, confirmed: 5, returned: 2, refused: 1 }; // prettier-ignore
    expect(equationsOf(even)).toEqual([]);
    expect(equationsOf({ ...even, sent: 7 })).toEqual([
      'ratified = sent: 8 and 7',
      'sent = confirmed + returned + refused + pending: 7 and 8',
    ]);
  });
});
