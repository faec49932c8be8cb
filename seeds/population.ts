import { inOldSpelling, withTypo } from './name-variants.ts';
import { inventReformed } from './names.ts';
import { ktpRecordOf, phoneOf, recapRowOf } from './papers.ts';
import { createPeople, type Household, type People, type PersonWish } from './people.ts';
import { regenciesOf, type Places } from './places.ts';
import { plantSchedule, type PlantCode, type PlantUnit } from './plant-schedule.ts';
import {
  SINGLE_PLANTS,
  type Draft,
  type Expected,
  type SinglePlant,
  type SinglePlantCode,
} from './planted-defects.ts';
import { createRandom, type Random } from './random.ts';
import type { KtpRecord, ListCode, RecapRow } from './recap-template.ts';

/** What a population is made from; the same options give the same rows on every machine. */
export type PopulationOptions = {
  /** From `loadPlaces()`. */
  places: Places;
  rows: number;
  seed: string | number;
  /** The day on which ages are counted, `yyyy-mm-dd`. */
  today: string;
  /** Regency codes (`33.74`) in which people live; all of them if absent. */
  regions?: readonly string[];
  /** The regency of the one office that hands over: then everybody lives there. */
  officeRegion?: string;
};

/** One row of the hand-over with all that belongs to it. */
export type PopulationRow = {
  recap: RecapRow;
  /** The person in the KTP register; null if it does not know them, or an earlier row has brought them already. */
  register: KtpRecord | null;
  /** Others of the household who stand in the register and do not register for Prakerja. */
  relatives: KtpRecord[];
  /** The screening lists that name this NIK. */
  lists: ListCode[];
  plant: PlantCode;
  expected: Expected;
};

type Maker = { random: Random; people: People };

const matched = { identity: 'matched', importClass: 'new' } as const;
const WITH_RELATIVES = 0.1;

/** Invents `rows` rows one after the other, holding only the few that belong together. */
export function* generatePopulation(options: PopulationOptions): Generator<PopulationRow> {
  const { places, rows, seed, today, regions, officeRegion } = options;
  if (!Number.isSafeInteger(rows) || rows < 0) throw new Error(`Not a number of rows: ${rows}`);
  const random = createRandom(seed);
  const codes = officeRegion === undefined ? (regions ?? [...places.keys()]) : [officeRegion];
  const people = createPeople(random, today, regenciesOf(places, codes), [...places.values()]);
  let done = 0;
  for (const unit of plantSchedule(random, rows)) {
    yield* unitRows({ random, people }, unit, done + 1);
    done += unit.rows;
  }
}

function unitRows(maker: Maker, unit: PlantUnit, rowNumber: number): PopulationRow[] {
  switch (unit.plant) {
    case 'twice':
      return keyedTwice(maker, rowNumber);
    case 'family3':
      return familyOfThree(maker, rowNumber);
    case 'samePhone':
      return twoOnOnePhone(maker, rowNumber);
    case 'nearDuplicate':
      return onePersonTwoNiks(maker, rowNumber);
    default:
      return household(maker, unit.plant, unit.rows, rowNumber);
  }
}

function household(maker: Maker, plant: SinglePlantCode, size: number, rowNumber: number): PopulationRow[] {
  const family = maker.people.household();
  const { wish = {}, spoil, list, expected }: SinglePlant = SINGLE_PLANTS[plant];
  return Array.from({ length: size }, (_, index) => {
    const draft = draftOf(
      maker,
      family,
      size === 1 ? wish : { sex: index === 0 ? 'L' : 'P' },
      rowNumber + index,
    );
    spoil?.(draft, maker.random);
    return finish(maker, draft, plant, expected, list);
  });
}

// The same person on two rows, keyed on two days with what had changed since.
function keyedTwice(maker: Maker, rowNumber: number): PopulationRow[] {
  const first = draftOf(maker, maker.people.household(), {}, rowNumber);
  const again: Draft = {
    ...first,
    recap: recapRowOf(first.person, rowNumber + 1, maker.random),
    register: null,
  };
  return [
    finish(maker, first, 'twice', { identity: 'matched', importClass: 'new|conflict' }),
    finish(maker, again, 'twice', { importClass: 'conflict', reason: 'DUPLICATE' }),
  ];
}

function familyOfThree(maker: Maker, rowNumber: number): PopulationRow[] {
  const family = maker.people.household();
  const expected = { ...matched, family: family.kkNumber, reason: 'KK_LIMIT for the third' };
  return [0, 1, 2].map((index) =>
    finish(maker, draftOf(maker, family, {}, rowNumber + index), 'family3', expected),
  );
}

// Bought SIM cards: strangers reachable under one number.
function twoOnOnePhone(maker: Maker, rowNumber: number): PopulationRow[] {
  const pair = [0, 1].map((index) => draftOf(maker, maker.people.household(), {}, rowNumber + index));
  for (const { recap } of pair) recap.no_hp = phoneOf(rowNumber);
  return finishPair(maker, pair, 'samePhone');
}

// One person recorded in two districts: near name, same birth date, two valid NIKs.
function onePersonTwoNiks(maker: Maker, rowNumber: number): PopulationRow[] {
  const first = draftOf(
    maker,
    maker.people.household(),
    { name: (random, _, sex) => inventReformed(random, sex) },
    rowNumber,
  );
  const { person } = first;
  const otherHome = {
    ...maker.people.household(),
    home: person.household.home,
    district: person.household.district,
  };
  const name = () =>
    maker.random.chance(0.5) ? withTypo(maker.random, person.name) : inOldSpelling(person.name);
  const second = draftOf(maker, otherHome, { twinOf: person, name }, rowNumber + 1);
  return finishPair(maker, [first, second], 'nearDuplicate');
}

function finishPair(maker: Maker, pair: Draft[], plant: PlantCode): PopulationRow[] {
  return pair.map((draft, index) => {
    const pairWith = pair[1 - index]?.recap.row_id;
    return finish(maker, draft, plant, { ...matched, ...(pairWith && { pairWith }) });
  });
}

function draftOf({ people, random }: Maker, family: Household, wish: PersonWish, rowNumber: number): Draft {
  const person = people.person(family, wish);
  return { person, recap: recapRowOf(person, rowNumber, random), register: ktpRecordOf(person) };
}

function finish(
  maker: Maker,
  draft: Draft,
  plant: PlantCode,
  expected: Expected,
  list?: ListCode,
): PopulationRow {
  const { recap, register, person } = draft;
  const lists = list ? [list] : [];
  return { recap, register, relatives: relativesOf(maker, person.household), lists, plant, expected };
}

function relativesOf({ people, random }: Maker, family: Household): KtpRecord[] {
  if (!random.chance(WITH_RELATIVES)) return [];
  return [ktpRecordOf(people.person(family, { age: random.chance(0.6) ? 'child' : 'elder' }))];
}
