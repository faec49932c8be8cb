import { describe, expect, it } from 'vitest';
import { loadPlaces } from '../../../seeds/places.ts';
import { generatePopulation } from '../../../seeds/population.ts';
import { compareNames } from '../../../server/identity/name-rules.ts';
import { kkFormatProblem, nikContradictions, nikFormatProblem } from '../../../server/identity/nik-rules.ts';

const population = [
  ...generatePopulation({ places: await loadPlaces(), rows: 5000, seed: 'answers', today: '2026-01-01' }),
];
const named = population.filter(({ plant }) => plant.startsWith('name.'));
const readable = population.filter(({ plant }) => !plant.startsWith('bad.'));

describe('the answers a population promises', () => {
  it('explain each planted name as the rule that compares names does', () => {
    expect(named).toHaveLength(460);
    for (const { recap, register, expected } of named) {
      const { explanation } = compareNames(recap.nama_lengkap, register?.NAMA_LGKP ?? '');
      expect(explanation, `${recap.nama_lengkap} beside ${register?.NAMA_LGKP}`).toBe(expected.explain);
    }
  });

  it('warn where the NIK contradicts the form, and of nothing else', () => {
    for (const { recap, plant, expected } of readable) {
      // A planted birth date contradicts the NIK too; there the register decides.
      if (plant === 'birth') continue;
      const stated = {
        birthDate: recap.tanggal_lahir,
        sex: recap.jenis_kelamin === 'L' ? 'L' : 'P',
        regionCode: recap.kode_wilayah,
      } as const;
      expect(nikContradictions(recap.nik, stated)).toEqual(expected.warning ? [expected.warning] : []);
    }
  });

  it('hold a readable NIK and KK number in every row that is not planted as bad', () => {
    for (const { recap } of readable) {
      expect([nikFormatProblem(recap.nik), kkFormatProblem(recap.no_kk)]).toEqual([null, null]);
    }
  });
});
