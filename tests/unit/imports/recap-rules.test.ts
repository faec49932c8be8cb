import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecapRow } from '../../../server/imports/recap-rules.ts';
import { RECAP_COLUMNS, type RecapCells } from '../../../server/imports/recap-schema.ts';
import { cellsWith, CONTEXT } from './recap-samples.ts';

const read = (changes: Partial<RecapCells>) => readRecapRow(cellsWith(changes), CONTEXT);
const found = (changes: Partial<RecapCells>) =>
  read(changes).errors.map(({ column, code }) => `${column} ${code}`);

describe('one row of a recap', () => {
  it('becomes the fields of a registration when every cell is right', () => {
    expect(read({})).toEqual({
      errors: [],
      row: {
        rowId: 'R000001',
        fullName: 'SITI CONTOH',
        nik: '3374014107909001',
        kkNumber: '3374010101159001',
        birthPlace: 'SEMARANG',
        birthDate: '1990-07-01',
        sex: 'P',
        email: 'siti@contoh.id',
        phone: '+6281234567890',
        ktpAddress: 'JL. MERDEKA NO. 1',
        domicileAddress: null,
        regionCode: '33.74',
        educationLevel: 'SMA',
        employmentStatus: 'PENCARI_KERJA',
        desiredTraining: null,
        proposer: 'DINAS',
        luringReason: 'INFRASTRUKTUR',
        cameInPerson: true,
        originalKtpSeen: true,
      },
    });
  });

  it('is told all its errors at once, each with column, words and remedy in both languages', () => {
    const { row, errors } = read({
      nama_lengkap: '',
      tanggal_lahir: '1990-02-31',
      pengusul: 'TEMAN',
      nik: '123',
    });
    expect(row).toBeNull();
    expect(errors.map((error) => error.code)).toEqual([
      'REQUIRED',
      'LENGTH',
      'DATE_IMPOSSIBLE',
      'NOT_IN_LIST',
    ]);
    for (const error of errors) {
      for (const words of [error.message.id, error.message.en, error.remedy.id, error.remedy.en]) {
        expect(words).toMatch(/\S.*\.$/);
      }
    }
  });

  it('may leave e-mail, phone, domicile address and training empty, and nothing else', () => {
    for (const column of RECAP_COLUMNS) {
      const mayBeEmpty = ['email', 'no_hp', 'alamat_domisili', 'pelatihan_diinginkan'].includes(column);
      const code = column === 'template_version' ? 'TEMPLATE_VERSION' : 'REQUIRED';
      expect(found({ [column]: '  ' })).toEqual(mayBeEmpty ? [] : [`${column} ${code}`]);
    }
  });

  it('takes a name of one word and of 60 letters, and refuses 61', () => {
    expect(read({ nama_lengkap: 'SITI' }).row?.fullName).toBe('SITI');
    expect(found({ nama_lengkap: 'A'.repeat(60) })).toEqual([]);
    expect(found({ nama_lengkap: 'A'.repeat(61) })).toEqual(['nama_lengkap TOO_LONG']);
  });

  it('refuses a name that a wrong decoding has damaged', () => {
    expect(found({ nama_lengkap: 'SITI \ufffdCONTOH' })).toEqual(['nama_lengkap UNREADABLE_TEXT']);
    expect(found({ nama_lengkap: 'SITI\u0000CONTOH' })).toEqual(['nama_lengkap UNREADABLE_TEXT']);
  });

  it('reads the three ways of writing a date as the same day', () => {
    for (const written of ['1990-02-28', '28-02-1990', '28/02/1990']) {
      expect(read({ tanggal_lahir: written }).row?.birthDate).toBe('1990-02-28');
    }
  });

  it('tells a date in another writing from a day that never was and from one out of range', () => {
    expect(found({ tanggal_lahir: '28 Februari 1990' })).toEqual(['tanggal_lahir DATE_FORMAT']);
    expect(found({ tanggal_lahir: '28-02/1990' })).toEqual(['tanggal_lahir DATE_FORMAT']);
    expect(found({ tanggal_lahir: '31/02/1990' })).toEqual(['tanggal_lahir DATE_IMPOSSIBLE']);
    expect(found({ tanggal_lahir: '1900-02-29' })).toEqual(['tanggal_lahir DATE_IMPOSSIBLE']);
    expect(found({ tanggal_lahir: '2026-11-23' })).toEqual(['tanggal_lahir DATE_OUT_OF_RANGE']);
    expect(found({ tanggal_lahir: '1899-12-31' })).toEqual(['tanggal_lahir DATE_OUT_OF_RANGE']);
    expect(found({ tanggal_lahir: '2000-02-29' })).toEqual([]);
  });

  it('accepts exactly the days that the calendar has', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1900, max: 2025 }),
        fc.nat({ max: 15 }),
        fc.nat({ max: 34 }),
        (year, month, day) => {
          const two = (value: number) => String(value).padStart(2, '0');
          const iso = `${year}-${two(month)}-${two(day)}`;
          const date = new Date(Date.UTC(year, month - 1, day));
          const exists = date.toISOString().slice(0, 10) === iso;
          expect(found({ tanggal_lahir: iso }).length === 0).toBe(exists);
        },
      ),
    );
  });

  it('takes a code in lower case or between blanks as the code it is', () => {
    expect(read({ jenis_kelamin: ' p ', hadir_sendiri: 'tidak' }).row).toMatchObject({
      sex: 'P',
      cameInPerson: false,
    });
  });

  it('names the values allowed where a code is not one of them', () => {
    const [error] = read({ pendidikan_terakhir: 'SARJANA' }).errors;
    expect(error).toMatchObject({ column: 'pendidikan_terakhir', code: 'NOT_IN_LIST', value: 'SARJANA' });
    expect(error?.remedy.id).toContain('SMA, SMK, D1');
  });

  it('tells a region code of the wrong form from one that no regency has', () => {
    expect(found({ kode_wilayah: '3374' })).toEqual(['kode_wilayah REGION_FORMAT']);
    expect(found({ kode_wilayah: '99.99' })).toEqual(['kode_wilayah REGION_UNKNOWN']);
  });

  it('writes every accepted form of a mobile number as +62', () => {
    for (const written of [
      '081234567890',
      '+6281234567890',
      '6281234567890',
      '0812-3456-7890',
      "'+6281234567890",
    ]) {
      expect(read({ no_hp: written }).row?.phone).toBe('+6281234567890');
    }
    for (const wrong of ['81234567890', '0211234567', '+60123456789', '08x']) {
      expect(found({ no_hp: wrong })).toEqual(['no_hp PHONE_FORMAT']);
    }
  });

  it('refuses what is no e-mail address, and takes one with two dots in a row as providers gave them out', () => {
    expect(found({ email: 'siti.s.pd..96@contoh.id' })).toEqual([]);
    for (const wrong of ['siti', 'siti@contoh', 'siti @contoh.id', 'a@b@contoh.id']) {
      expect(found({ email: wrong })).toEqual(['email EMAIL_FORMAT']);
    }
  });

  it.each([
    ['9.1030214057E+15', 'SCIENTIFIC'],
    ['332217561279902', 'LENGTH'],
    ['33221756127990255', 'LENGTH'],
    ['3374-0141-0790-9001', 'NOT_DIGITS'],
    ['1111111111111111', 'PLACEHOLDER'],
    ['1234567890123456', 'PLACEHOLDER'],
    ['3374014107900000', 'SERIAL_ZERO'],
  ])('names the cause when %s stands where a NIK belongs', (nik, code) => {
    expect(found({ nik })).toEqual([`nik ${code}`]);
  });

  it('refuses NIK, KK and phone from number cells with that reason, even when 16 digits are seen', () => {
    const numeric = new Set(['nik', 'no_kk', 'no_hp', 'row_id'] as const);
    const { errors } = readRecapRow(cellsWith(), CONTEXT, numeric);
    expect(errors.map(({ column, code }) => `${column} ${code}`)).toEqual([
      'nik NUMERIC_CELL',
      'no_kk NUMERIC_CELL',
      'no_hp NUMERIC_CELL',
    ]);
  });

  it('never repeats a whole NIK or KK in an error, whatever column it stands in', () => {
    const nik = '3374014107909001';
    fc.assert(
      fc.property(
        fc.constantFrom(...RECAP_COLUMNS),
        fc.constantFrom('', ' ', 'x', '.'),
        (column, between) => {
          const value = `${nik.slice(0, 8)}${between}${nik.slice(8)}!`;
          const { errors } = read({ nik: 'x', no_kk: 'x', [column]: value });
          const shown = JSON.stringify(errors).replace(/\D/g, '');
          expect(shown).not.toContain(nik.slice(0, 8));
        },
      ),
    );
  });

  it('reads any text at all without failing, and hands on no row that has an error', () => {
    const anyCells = fc.record(
      Object.fromEntries(
        RECAP_COLUMNS.map((column) => [column, fc.string({ unit: 'binary', maxLength: 80 })]),
      ),
    );
    fc.assert(
      fc.property(anyCells, (cells) => {
        const { row, errors } = readRecapRow(cells as RecapCells, CONTEXT);
        expect(row === null).toBe(errors.length > 0);
      }),
    );
  });
});
