import { getRegencies } from 'idn-area-data';
import { describe, expect, it } from 'vitest';
import {
  DIVIDED_REGENCY_CODES,
  FORMER_REGENCY_CODES,
  regenciesInAreaOf,
  retiredRegency,
} from '../../../server/reference/former-region-rules.ts';

const inUse = new Map((await getRegencies()).map(({ code, name }) => [code, name]));

describe('regency codes that were retired', () => {
  it('are given out no more, so that none can mean two regencies', () => {
    expect(FORMER_REGENCY_CODES.length).toBeGreaterThan(25);
    expect(FORMER_REGENCY_CODES.filter((code) => inUse.has(code))).toEqual([]);
  });

  it.each(FORMER_REGENCY_CODES)('%s leads to the regency of the same name today', (code) => {
    const retired = retiredRegency(code);
    expect(retired?.now.map((now) => inUse.get(now))).toEqual([retired?.name]);
    expect(regenciesInAreaOf(code)[0]).toBe(retired?.now[0]);
    expect(retired?.law).toMatch(/^UU \d+\/\d{4}$/);
  });

  it.each(DIVIDED_REGENCY_CODES)('%s, once divided, leads to regencies that all exist', (code) => {
    const area = regenciesInAreaOf(code);
    expect(area.length).toBeGreaterThan(1);
    expect(area.filter((part) => !inUse.has(part))).toEqual([]);
  });

  it('tell what a code meant when the NIK was issued', () => {
    expect(retiredRegency('64.04')).toEqual({
      name: 'KABUPATEN BULUNGAN',
      province: 'Kalimantan Timur',
      now: ['65.01'],
      law: 'UU 20/2012',
    });
    expect(regenciesInAreaOf('64.04')).toEqual(['65.01', '65.04']);
    expect(regenciesInAreaOf('74.04')).toEqual(['74.04', '74.14', '74.15']);
  });

  it('are not guessed: a code in use and one nobody knows have no past', () => {
    expect(retiredRegency('33.74')).toBeNull();
    expect(retiredRegency('97.99')).toBeNull();
    expect(regenciesInAreaOf('33.74')).toEqual(['33.74']);
  });
});
