import { dayNumber, writeDate, yearsBefore, type DayNumber } from './calendar.ts';
import type { Culture } from './cultures.ts';
import { inventName, type Sex } from './names.ts';
import { createNumberSlots, type NumberSlot } from './number-slots.ts';
import type { District, Regency } from './places.ts';
import type { Random } from './random.ts';

/** People under one KK number at one address. */
export type Household = {
  kkNumber: string;
  home: Regency;
  district: District;
  street: string;
  rt: string;
  rw: string;
};

/** One invented person; `slot` is what makes the NIK unique, `birthDay` what the KTP says. */
export type Person = {
  name: string;
  sex: Sex;
  birthDay: DayNumber;
  birthPlace: string;
  nik: string;
  slot: NumberSlot;
  household: Household;
};

/**
 * Ages on the day of the population. They keep clear of the limits 18 and 64 by years, so that what a row must come
 * to stays true when the data is used long after; and they do not overlap, which keeps their NIKs apart.
 */
const AGES = {
  child: [5, 11],
  tooYoung: [12, 14],
  adult: [19, 60],
  tooOld: [66, 75],
  elder: [76, 90],
} as const;
export type AgeClass = keyof typeof AGES;

/** What may be asked of a person; chance decides the rest. */
export type PersonWish = {
  age?: AgeClass;
  sex?: Sex;
  name?: (random: Random, culture: Culture, sex: Sex) => string;
  /** The NIK was issued for the day before, for the other sex, or in another regency. */
  nikOdd?: 'date' | 'sex' | 'region';
  /** Somebody with this person's birth date, sex and birth place, but a NIK from another district. */
  twinOf?: Person;
};

export type People = {
  household: () => Household;
  person: (household: Household, wish?: PersonWish) => Person;
};

const FIRST_KK_DAY = dayNumber('2006-01-01');
const KK_DAYS = dayNumber('2024-01-01') - FIRST_KK_DAY;
const STREETS =
  'AHMAD YANI,ANGGREK,CEMPAKA,CENDRAWASIH,DAHLIA,DIPONEGORO,GATOT SUBROTO,KARTINI,KENANGA,MAWAR,MELATI,MERDEKA,PAHLAWAN,PEMUDA,RAYA PASAR,SUDIRMAN,VETERAN'.split(
    ',',
  );
const three = (value: number) => String(value).padStart(3, '0');

/** Starts a population of people whose NIKs and KK numbers are each given once. */
export function createPeople(random: Random, today: string, homes: Regency[], everywhere: Regency[]): People {
  const kkSlot = createNumberSlots(random, FIRST_KK_DAY, KK_DAYS);
  const nikSlots = slotsByAge(random, dayNumber(today));

  const household = (): Household => {
    const home = random.pick(homes);
    const district = random.pick(home.districts);
    const { day, serial } = kkSlot();
    return {
      kkNumber: `${district.digits}${writeDate(day).digits}${serial}`,
      home,
      district,
      street: inventStreet(random),
      rt: three(random.between(1, 12)),
      rw: three(random.between(1, 9)),
    };
  };

  const person = (household: Household, wish: PersonWish = {}): Person => {
    const { twinOf } = wish;
    const sex = twinOf?.sex ?? wish.sex ?? (random.chance(0.5) ? 'L' : 'P');
    const slot = twinOf?.slot ?? nikSlots[wish.age ?? 'adult']();
    const issued = issuingPlace(random, household, everywhere, wish);
    return {
      name: (wish.name ?? inventName)(random, household.home.culture, sex),
      sex,
      birthDay: twinOf?.birthDay ?? (wish.nikOdd === 'date' ? slot.day + 1 : slot.day),
      birthPlace: twinOf?.birthPlace ?? issued.regency.shortName,
      nik: composeNik(issued.district, slot, wish.nikOdd === 'sex' ? otherSex(sex) : sex),
      slot,
      household,
    };
  };
  return { household, person };
}

/** A street and house number as a KTP prints it. */
export function inventStreet(random: Random): string {
  return `JL. ${random.pick(STREETS)} NO. ${random.between(1, 200)}`;
}

function slotsByAge(random: Random, today: DayNumber): Record<AgeClass, () => NumberSlot> {
  const slots = (age: AgeClass) => {
    const [youngest, oldest] = AGES[age];
    const first = yearsBefore(today, oldest + 1) + 1;
    return createNumberSlots(random, first, yearsBefore(today, youngest) - first + 1);
  };
  return {
    child: slots('child'),
    tooYoung: slots('tooYoung'),
    adult: slots('adult'),
    tooOld: slots('tooOld'),
    elder: slots('elder'),
  };
}

// A NIK is lifelong: it keeps the district in which it was issued.
function issuingPlace(random: Random, household: Household, everywhere: Regency[], wish: PersonWish) {
  if (wish.nikOdd === 'region') {
    const away = everywhere.filter((regency) => regency.code !== household.home.code);
    const regency = random.pick(away);
    return { regency, district: random.pick(regency.districts) };
  }
  const { home, district } = household;
  const taken = wish.twinOf?.nik.slice(0, 6);
  if (taken === undefined) return { regency: home, district };
  return { regency: home, district: random.pick(home.districts.filter(({ digits }) => digits !== taken)) };
}

function composeNik(district: District, slot: NumberSlot, sex: Sex): string {
  const date = writeDate(slot.day);
  return `${district.digits}${sex === 'P' ? date.digitsWoman : date.digits}${slot.serial}`;
}

function otherSex(sex: Sex): Sex {
  return sex === 'L' ? 'P' : 'L';
}
