import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { addToTotals, emptyTotals } from '../../../seeds/control-totals.ts';
import { loadPlaces, type Places } from '../../../seeds/places.ts';
import { generatePopulation, type PopulationRow } from '../../../seeds/population.ts';
import { KTP_COLUMNS, RECAP_COLUMNS } from '../../../seeds/recap-template.ts';

const TODAY = '2026-01-01';
let places: Places;
let thousands: PopulationRow[];

const people = (rows: number, seed: string | number, more = {}) => [
  ...generatePopulation({ places, rows, seed, today: TODAY, ...more }),
];
const planted = (plant: PopulationRow['plant']) => thousands.filter((row) => row.plant === plant);
const readable = () => thousands.filter((row) => !row.plant.startsWith('bad.'));

beforeAll(async () => {
  places = await loadPlaces();
  thousands = people(10_000, 'population');
});

describe('an invented population', () => {
  it('is the same again for the same seed, and another for another', () => {
    expect(people(700, 7)).toEqual(people(700, 7));
    expect(people(700, 7)).not.toEqual(people(700, 8));
  });

  it('has exactly the rows asked for, with exactly the columns of the template and of the register', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1200 }), (rows) => {
        expect(people(rows, 'count')).toHaveLength(rows);
      }),
      { numRuns: 30 },
    );
    for (const { recap, register } of thousands) {
      expect(Object.keys(recap)).toEqual([...RECAP_COLUMNS]);
      if (register) expect(Object.keys(register)).toEqual([...KTP_COLUMNS]);
      expect(Object.values(recap).every((cell) => typeof cell === 'string')).toBe(true);
    }
  });

  it('gives everybody a NIK of their own with a serial the registry does not reach', () => {
    const register = thousands.flatMap((row) => [...(row.register ? [row.register] : []), ...row.relatives]);
    expect(new Set(register.map(({ NIK }) => NIK)).size).toBe(register.length);
    for (const { NIK, NO_KK } of register) {
      expect(NIK).toMatch(/^\d{12}9\d{3}$/);
      expect(NO_KK).toMatch(/^\d{12}9\d{3}$/);
    }
    const niks = readable().filter((row) => row.plant !== 'twice');
    expect(new Set(niks.map(({ recap }) => recap.nik)).size).toBe(niks.length);
  });

  it('never ends more than a fifth of the NIKs in 0, which would read as a truncating spreadsheet', () => {
    for (let rows = 1; rows <= 150; rows += 1) {
      const zeros = people(rows, `short ${rows}`).filter(({ recap }) => recap.nik.endsWith('0')).length;
      expect(zeros / rows).toBeLessThanOrEqual(0.2);
    }
  });

  it('writes birth date, sex and region into the NIK, except where that is the defect', () => {
    const agrees = { nikDateDiffers: 0, nikSexDiffers: 0, nikRegionDiffers: 0, others: 0 };
    for (const { register, recap, plant } of thousands) {
      if (!register) continue;
      const odd = oddities(register.NIK, register.TGL_LHR, register.JENIS_KLMIN, recap.kode_wilayah);
      const expected = plant in agrees ? [plant] : [];
      expect(odd).toEqual(expected);
      agrees[plant in agrees ? (plant as keyof typeof agrees) : 'others'] += 1;
    }
    expect(Object.values(agrees).every((count) => count > 0)).toBe(true);
  });

  it('writes the register as the recap for people without a defect', () => {
    for (const { recap, register } of planted('clean')) {
      expect(register).toMatchObject({
        NIK: recap.nik,
        NO_KK: recap.no_kk,
        NAMA_LGKP: recap.nama_lengkap,
        TMPT_LHR: recap.tempat_lahir,
        TGL_LHR: recap.tanggal_lahir.split('-').reverse().join('-'),
        JENIS_KLMIN: recap.jenis_kelamin === 'L' ? 'Laki-laki' : 'Perempuan',
        ALAMAT: recap.alamat_ktp,
        STATUS: 'AKTIF',
      });
    }
  });

  it('uses districts that exist, and lets the office of one regency hand over its own people', () => {
    const known = new Set(
      [...places.values()].flatMap(({ districts }) => districts.map(({ digits }) => digits)),
    );
    for (const { register } of thousands) if (register) expect(known).toContain(register.NIK.slice(0, 6));
    expect(known.size).toBeGreaterThan(7000);
    expect(
      new Set(people(300, 'office', { officeRegion: '33.74' }).map(({ recap }) => recap.kode_wilayah)),
    ).toEqual(new Set(['33.74']));
    expect(() => people(1, 'nowhere', { regions: ['99.99'] })).toThrow('99.99');
  });

  it('gives every row its own phone and e-mail, except strangers on one bought SIM card', () => {
    const unlike = thousands.filter(({ plant }) => plant !== 'samePhone');
    for (const column of ['no_hp', 'email'] as const) {
      const given = unlike.map(({ recap }) => recap[column]).filter((cell) => cell !== '');
      expect(new Set(given).size).toBe(given.length);
    }
    expect(unlike.every(({ recap }) => recap.email === '' || recap.email.endsWith('@contoh.id'))).toBe(true);
  });
});

describe('the planted defects', () => {
  it('come in the shares of one real hand-over: so many in every 500 rows', () => {
    const totals = emptyTotals();
    for (const row of thousands) addToTotals(totals, row);
    expect(totals.rows).toBe(10_000);
    expect(totals.male + totals.female).toBe(10_000);
    expect(totals.byPlant).toMatchObject({
      clean: 6160,
      notFound: 340,
      kk: 280,
      birth: 260,
      twice: 240,
      family3: 180,
      'name.degree': 160,
      'bad.nikScientific': 80,
      underAge: 140,
      overAge: 40,
      deceased: 40,
    });
  });

  it('are all present from 100 rows on', () => {
    const everyPlant = new Set(thousands.map(({ plant }) => plant));
    expect(everyPlant.size).toBe(34);
    for (const rows of [100, 137, 250, 499])
      expect(new Set(people(rows, rows).map((r) => r.plant))).toEqual(everyPlant);
  });

  it('make nobody younger than 18 or older than 64 unless planted, for years after the population was made', () => {
    for (const { recap, plant } of readable()) {
      const born = Number(recap.tanggal_lahir.slice(0, 4));
      const [from, to] =
        plant === 'underAge' ? [2011, 2014] : plant === 'overAge' ? [1950, 1960] : [1965, 2007];
      expect(born).toBeGreaterThanOrEqual(from);
      expect(born).toBeLessThanOrEqual(to);
    }
  });

  it('put three of one family under one KK, and never more than two anywhere else', () => {
    const byKk = new Map<string, PopulationRow[]>();
    for (const row of readable()) byKk.set(row.recap.no_kk, [...(byKk.get(row.recap.no_kk) ?? []), row]);
    for (const family of byKk.values()) {
      expect(family.length).toBeLessThanOrEqual(family[0]?.plant === 'family3' ? 3 : 2);
    }
    expect([...byKk.values()].filter((family) => family.length === 3)).toHaveLength(60);
    expect([...byKk.values()].some((family) => family.length === 2 && family[0]?.plant === 'clean')).toBe(
      true,
    );
  });

  it('give a wrong KK that belongs to nobody else', () => {
    const real = new Set(thousands.flatMap(({ register }) => (register ? [register.NO_KK] : [])));
    for (const { recap, register } of planted('kk')) {
      expect(recap.no_kk).toMatch(/^\d{16}$/);
      expect(recap.no_kk).not.toBe(register?.NO_KK);
      expect(real).not.toContain(recap.no_kk);
    }
  });

  it('name a person on the one list whose reason is expected, and nobody else on any', () => {
    const reasons = { blacklist: 'BLACKLISTED', education: 'IN_EDUCATION', aid: 'OTHER_AID' };
    for (const [list, reason] of Object.entries(reasons)) {
      for (const row of planted(list as 'aid')) {
        expect(row.lists).toEqual([list]);
        expect(row.expected).toEqual({ identity: 'matched', importClass: 'new', reason });
      }
    }
    expect(planted('clean').every(({ lists }) => lists.length === 0)).toBe(true);
  });

  it('keep out of the register whom it shall not know, and mark the dead, the doubled and the inactive', () => {
    expect(planted('notFound').every(({ register }) => register === null)).toBe(true);
    const status = { deceased: 'MENINGGAL', duplicate: 'GANDA', inactive: 'NONAKTIF' } as const;
    for (const [plant, word] of Object.entries(status)) {
      expect(planted(plant as 'inactive').every(({ register }) => register?.STATUS === word)).toBe(true);
    }
  });

  it('spoil cells as offices do: empty names, unknown codes, impossible dates, NIKs cut or turned into numbers', () => {
    expect(planted('bad.nameEmpty').every(({ recap }) => recap.nama_lengkap === '')).toBe(true);
    expect(planted('bad.nikScientific').every(({ recap }) => /^\d\.\d{10}E\+15$/.test(recap.nik))).toBe(true);
    expect(planted('bad.nikShort').every(({ recap }) => /^\d{15}$/.test(recap.nik))).toBe(true);
    const dates = planted('bad.date').map(({ recap }) => recap.tanggal_lahir);
    expect(
      dates.every((date) => ['1990-02-31', '1988-13-05', '31-04-1991', '00/00/0000'].includes(date)),
    ).toBe(true);
    expect(planted('bad.enum').every(({ expected }) => expected.importClass === 'bad')).toBe(true);
  });

  it('pair one person under two NIKs, and two strangers under one phone', () => {
    for (const plant of ['nearDuplicate', 'samePhone'] as const) {
      const rows = new Map(planted(plant).map((row) => [row.recap.row_id, row]));
      for (const row of rows.values()) {
        const other = rows.get(row.expected.pairWith ?? '');
        expect(other?.recap.nik).not.toBe(row.recap.nik);
        if (plant === 'samePhone') expect(other?.recap.no_hp).toBe(row.recap.no_hp);
        else expect(other?.recap.tanggal_lahir).toBe(row.recap.tanggal_lahir);
      }
    }
  });
});

function oddities(nik: string, birthDate: string, sex: string, region: string): string[] {
  const [dd = '', mm = '', yyyy = ''] = birthDate.split('-');
  const day = Number(nik.slice(6, 8));
  const odd = [];
  if (`${String(day % 40).padStart(2, '0')}${nik.slice(8, 12)}` !== `${dd}${mm}${yyyy.slice(2)}`) {
    odd.push('nikDateDiffers');
  }
  if (day > 40 !== (sex === 'Perempuan')) odd.push('nikSexDiffers');
  if (`${nik.slice(0, 2)}.${nik.slice(2, 4)}` !== region) odd.push('nikRegionDiffers');
  return odd;
}
