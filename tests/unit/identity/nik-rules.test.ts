import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  endingZeroSuspicion,
  isEndingZeroSuspicious,
  kkFormatProblem,
  nikBirthDate,
  nikContradictions,
  nikFormatProblem,
  readNik,
} from '../../../server/identity/nik-rules.ts';

const two = (value: number) => String(value).padStart(2, '0');

describe('the format of a NIK', () => {
  it.each([
    ['', 'EMPTY'],
    ['   ', 'EMPTY'],
    ['9.1030214057E+15', 'SCIENTIFIC'],
    ['9,1030214057e+15', 'SCIENTIFIC'],
    ['9E15', 'SCIENTIFIC'],
    ['3204465207919020.0', 'DECIMAL'],
    ['3204465207919020,00', 'DECIMAL'],
    ["'3204465207919023", 'NOT_DIGITS'],
    [' 3204465207919023', 'NOT_DIGITS'],
    ['3204465207919023\n', 'NOT_DIGITS'],
    ['32044652O7919023', 'NOT_DIGITS'],
    ['3204.4652.0791.9023', 'NOT_DIGITS'],
    ['-204465207919023', 'NOT_DIGITS'],
    ['３２０４４６５２０７９１９０２３', 'NOT_DIGITS'],
    ['332217561279902', 'LENGTH'],
    ['33221756127990211', 'LENGTH'],
    ['0', 'LENGTH'],
    ['0000000000000000', 'PLACEHOLDER'],
    ['1111111111111111', 'PLACEHOLDER'],
    ['9999999999999999', 'PLACEHOLDER'],
    ['1234567890123456', 'PLACEHOLDER'],
    ['0123456789012345', 'PLACEHOLDER'],
    ['0204465207919023', 'REGION_ZERO'],
    ['3204465207910000', 'SERIAL_ZERO'],
  ])('refuses %j as %s', (value, problem) => {
    expect(nikFormatProblem(value)).toBe(problem);
  });

  it.each([
    ['an ordinary one', '3204465207919023'],
    ['one of Papua, beyond what a number can hold', '9103125812909046'],
    ['one whose serial ends in a single zero', '3204165101689000'],
    ['one whose date no calendar knows, as such NIKs live', '3204463902919023'],
    ['one of a region that was split since', '9799125812909046'],
  ])('accepts %s', (_what, value) => {
    expect(nikFormatProblem(value)).toBeNull();
  });

  it('judges a KK number likewise, but knows no rule about its serial', () => {
    expect(kkFormatProblem('3204460510159000')).toBeNull();
    expect(kkFormatProblem('3204460510150000')).toBeNull();
    expect(kkFormatProblem('')).toBe('EMPTY');
    expect(kkFormatProblem('3.2044605101E+15')).toBe('SCIENTIFIC');
    expect(kkFormatProblem('320446051015900')).toBe('LENGTH');
    expect(kkFormatProblem('3333333333333333')).toBe('PLACEHOLDER');
    expect(kkFormatProblem('KK-0460510159000')).toBe('NOT_DIGITS');
  });
});

describe('reading a NIK', () => {
  it('reads region, birth date, sex and serial of a woman', () => {
    expect(readNik('3204465207919023')).toEqual({
      wellFormed: true,
      problems: [],
      provinceCode: '32',
      regencyCode: '32.04',
      districtCode: '32.04.46',
      birth: { day: 12, month: 7, yearTwoDigits: 91 },
      sex: 'P',
      serial: '9023',
    });
  });

  it('reads a man of Papua without losing a digit', () => {
    const reading = readNik('9103121812909046');
    expect(reading.sex).toBe('L');
    expect(reading.regencyCode).toBe('91.03');
    expect(reading.birth).toEqual({ day: 18, month: 12, yearTwoDigits: 90 });
  });

  it.each([
    ['3204463107919023', { day: 31, month: 7, yearTwoDigits: 91 }, 'L'],
    ['3204467107919023', { day: 31, month: 7, yearTwoDigits: 91 }, 'P'],
    ['3204462902009023', { day: 29, month: 2, yearTwoDigits: 0 }, 'L'],
    ['3204462902019023', null, null],
    ['3204463006919023', { day: 30, month: 6, yearTwoDigits: 91 }, 'L'],
    ['3204463106919023', null, null],
    ['3204460007919023', null, null],
    ['3204463207919023', null, null],
    ['3204464007919023', null, null],
    ['3204467207919023', null, null],
    ['3204461200919023', null, null],
    ['3204461213919023', null, null],
  ])('takes the date of %s for %j', (nik, birth, sex) => {
    const reading = readNik(nik);
    expect(reading.birth).toEqual(birth);
    expect(reading.sex).toBe(sex);
    expect(reading.problems).toEqual(birth ? [] : ['DATE_IMPOSSIBLE']);
    expect(reading.wellFormed).toBe(true);
  });

  it('reads nothing from what is no NIK, and says why', () => {
    expect(readNik('33221756127990')).toMatchObject({
      wellFormed: false,
      problems: ['LENGTH'],
      regencyCode: '',
    });
    expect(readNik('')).toMatchObject({ wellFormed: false, problems: ['EMPTY'], birth: null, sex: null });
  });

  it('reads back every date and sex that the registry can write', () => {
    const birthDay = fc.date({
      min: new Date('1930-01-01T00:00:00Z'),
      max: new Date('2020-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(
        birthDay,
        fc.constantFrom('L', 'P'),
        fc.integer({ min: 9000, max: 9999 }),
        (at, sex, serial) => {
          const iso = at.toISOString().slice(0, 10);
          const [year, month, day] = iso.split('-').map(Number) as [number, number, number];
          const nik = `320446${two(day + (sex === 'P' ? 40 : 0))}${two(month)}${two(year % 100)}${serial}`;
          expect(
            nikContradictions(nik, { birthDate: iso, sex: sex as 'L' | 'P', regionCode: '32.04' }),
          ).toEqual([]);
        },
      ),
    );
  });
});

describe('the birth date in a NIK', () => {
  it.each([
    [4, '2004-07-12', '2004-07-12'],
    [4, '1904-07-12', '1904-07-12'],
    [99, '2001-01-01', '1999-07-12'],
    [1, '1999-01-01', '2001-07-12'],
    [0, '2000-07-12', '2000-07-12'],
    [78, '1987-07-12', '1978-07-12'],
  ])('with the year %i beside %s is %s', (yearTwoDigits, stated, birthDate) => {
    expect(nikBirthDate({ day: 12, month: 7, yearTwoDigits }, stated)).toBe(birthDate);
  });
});

describe('contradictions between a NIK and the form', () => {
  const stated = { birthDate: '1991-07-12', sex: 'P', regionCode: '32.04' } as const;
  const nik = '3204465207919023';

  it('finds none where all agrees', () => {
    expect(nikContradictions(nik, stated)).toEqual([]);
  });

  it.each([
    ['another day', { ...stated, birthDate: '1991-07-13' }, ['NIK_DATE']],
    ['another month', { ...stated, birthDate: '1991-08-12' }, ['NIK_DATE']],
    ['another year', { ...stated, birthDate: '1992-07-12' }, ['NIK_DATE']],
    ['the other sex, which is not a date error too', { ...stated, sex: 'L' as const }, ['NIK_SEX']],
    ['another regency, as after a move', { ...stated, regionCode: '33.74' }, ['NIK_REGION']],
    [
      'everything',
      { birthDate: '1980-01-01', sex: 'L' as const, regionCode: '33.74' },
      ['NIK_DATE', 'NIK_SEX', 'NIK_REGION'],
    ],
    ['no region given', { ...stated, regionCode: null }, []],
  ])('warns of %s', (_what, form, warnings) => {
    expect(nikContradictions(nik, form)).toEqual(warnings);
  });

  it('lets the stated birth date decide the century', () => {
    const born = (birthDate: string) =>
      nikContradictions('3204461207059023', { birthDate, sex: 'L', regionCode: '32.04' });
    expect(born('2005-07-12')).toEqual([]);
    expect(born('1905-07-12')).toEqual([]);
  });

  it('warns of an impossible date without guessing a sex', () => {
    expect(nikContradictions('3204463607919023', stated)).toEqual(['NIK_DATE']);
  });

  it('warns of a region nobody knows only when it is told the known ones', () => {
    const known = new Set(['32.04', '33.74']);
    expect(nikContradictions('9799465207919023', stated, known)).toEqual(['NIK_REGION_UNKNOWN']);
    expect(nikContradictions('9799465207919023', stated)).toEqual(['NIK_REGION']);
    expect(nikContradictions(nik, { ...stated, regionCode: '33.74' }, known)).toEqual(['NIK_REGION']);
  });

  it.each([
    ['6404465207919023', '65.01', [], 'Bulungan before Kalimantan Utara'],
    ['6404465207919023', '65.04', [], 'Tana Tidung, once a part of Bulungan'],
    ['6404465207919023', '33.74', ['NIK_REGION'], 'a move away from Bulungan'],
    ['9271465207919023', '96.71', [], 'Sorong before Papua Barat Daya'],
    ['9101465207919023', '93.01', [], 'Merauke before Papua Selatan'],
    ['3207465207919023', '32.18', [], 'Pangandaran, once a part of Ciamis'],
    ['3218465207919023', '32.07', ['NIK_REGION'], 'a move from Pangandaran to Ciamis'],
    ['6499465207919023', '65.01', ['NIK_REGION_UNKNOWN'], 'a code that never was'],
  ])('of %s beside the regency %s are %j: %s', (lifelong, regionCode, warnings) => {
    const known = new Set(['65.01', '65.04', '96.71', '93.01', '32.07', '32.18', '33.74']);
    expect(nikContradictions(lifelong, { ...stated, regionCode }, known)).toEqual(warnings);
  });

  it('says nothing about a value that is no NIK', () => {
    expect(nikContradictions('', stated)).toEqual([]);
    expect(nikContradictions('1111111111111111', stated)).toEqual([]);
  });
});

describe('a file that went through a spreadsheet', () => {
  const file = (rows: number, ending0: number, ending0000: number) =>
    Array.from({ length: rows }, (_, row) =>
      row < ending0000 ? '3204461207910000' : row < ending0 ? '3204461207919010' : '3204461207919011',
    );

  it.each([
    [100, 20, 0, null],
    [100, 21, 0, 'ENDING_0'],
    [100, 10, 10, null],
    [100, 11, 11, 'ENDING_0000'],
    [500, 57, 0, null],
    [49, 24, 0, null],
    [49, 25, 0, 'ENDING_0'],
    [50, 11, 0, 'ENDING_0'],
    [10, 5, 0, null],
    [10, 2, 2, 'ENDING_0000'],
    [10, 10, 0, 'ENDING_0'],
    [9, 9, 9, null],
    [0, 0, 0, null],
  ])('of %i NIKs, %i ending in 0 and %i in 0000, is judged %s', (rows, ending0, ending0000, code) => {
    const counted = endingZeroSuspicion({ rows, ending0, ending0000 });
    expect(counted?.code ?? null).toBe(code);
    expect(isEndingZeroSuspicious(file(rows, ending0, ending0000))).toEqual(counted);
  });

  it('leaves values that are no sixteen digits out of the count', () => {
    const broken = Array.from({ length: 40 }, () => '3.2E+15');
    expect(isEndingZeroSuspicious([...broken, ...file(100, 20, 0)])).toBeNull();
  });
});
