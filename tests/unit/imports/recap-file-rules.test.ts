import { describe, expect, it } from 'vitest';
import {
  readRecapHeader,
  refusal,
  totalsAgree,
  totalsRefusal,
  truncationRefusal,
} from '../../../server/imports/recap-file-rules.ts';
import { BAD_ROW_COLUMNS, FILE_ERROR_CODES, RECAP_COLUMNS } from '../../../server/imports/recap-schema.ts';

const problem = (names: readonly string[]) => {
  const header = readRecapHeader(names);
  return 'code' in header ? header : null;
};

describe('the header row of a recap', () => {
  it('is accepted as in the template, in another order, in capitals, and with the two columns of a bad-rows file', () => {
    expect(problem(RECAP_COLUMNS)).toBeNull();
    expect(problem([...RECAP_COLUMNS].reverse())).toBeNull();
    expect(problem(RECAP_COLUMNS.map((name) => ` ${name.toUpperCase()} `))).toBeNull();
    expect(problem([...RECAP_COLUMNS, ...BAD_ROW_COLUMNS, ''])).toBeNull();
  });

  it('is refused with every missing, unknown and repeated column named', () => {
    const names = RECAP_COLUMNS.filter((name) => name !== 'nik' && name !== 'no_kk');
    const wrong = problem([...names, 'usia', 'email']);
    expect(wrong?.code).toBe('WRONG_TEMPLATE');
    expect(wrong?.message.id).toContain('Kurang: "nik", "no_kk"');
    expect(wrong?.message.id).toContain('Tidak dikenal: "usia"');
    expect(wrong?.message.en).toContain('Repeated: "email"');
  });

  it('is not a recap when no column of the template is there', () => {
    expect(problem(['a', 'b'])?.code).toBe('NOT_A_RECAP');
    expect(problem(['3374014107909001'])?.code).toBe('NOT_A_RECAP');
  });

  it('gives no column title the power to touch an object, and repeats no number of a person', () => {
    const wrong = problem([...RECAP_COLUMNS, '__proto__', 'constructor', 'NIK 3374014107909001']);
    expect(wrong?.code).toBe('WRONG_TEMPLATE');
    expect(wrong?.message.id).toContain('"__proto__", "constructor"');
    expect(wrong?.message.id).not.toContain('3374014');
    expect(({} as Record<string, unknown>)['0']).toBeUndefined();
  });
});

describe('control totals', () => {
  const counted = { rows: 500, male: 241, female: 259 };

  it('agree only when all three numbers do', () => {
    expect(totalsAgree(counted, counted)).toEqual({ agree: true, differences: [] });
    expect(totalsRefusal(counted, counted)).toBeNull();
  });

  it('are refused with both numbers of each difference', () => {
    const stated = { rows: 501, male: 242, female: 259 };
    expect(totalsAgree(stated, counted).differences).toEqual([
      { field: 'rows', stated: 501, counted: 500 },
      { field: 'male', stated: 242, counted: 241 },
    ]);
    const refused = totalsRefusal(stated, counted);
    expect(refused?.code).toBe('TOTALS_DIFFER');
    expect(refused?.message.id).toContain(
      'baris: diketik 501, dihitung 500; laki-laki: diketik 242, dihitung 241',
    );
  });
});

describe('a file whose NIKs went through a spreadsheet', () => {
  it('is refused above 20 % ending in 0 or 10 % ending in 0000, with the share named', () => {
    expect(truncationRefusal({ rows: 500, ending0: 100, ending0000: 0 })).toBeNull();
    expect(truncationRefusal({ rows: 500, ending0: 101, ending0000: 0 })?.code).toBe('TRUNCATED_NIKS');
    expect(truncationRefusal({ rows: 500, ending0: 51, ending0000: 51 })?.message.en).toContain(
      '10 % of 500 NIKs',
    );
  });
});

describe('the words of a refused file', () => {
  it('exist in both languages for every code and end as sentences', () => {
    for (const code of FILE_ERROR_CODES) {
      for (const detail of [{}, { line: 7, found: 'JPEG', limit: 10 }]) {
        const { id, en } = refusal(code, detail).message;
        expect(id).toMatch(/\.$/);
        expect(en).toMatch(/\.$/);
        expect(id + en).not.toMatch(/ {2}|undefined \(|\( /);
      }
    }
  });
});
