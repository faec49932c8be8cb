import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyRow, fingerprintInput, type RowFacts } from '../../../server/imports/recap-class-rules.ts';
import { readRecapRow } from '../../../server/imports/recap-rules.ts';
import type { RecapCells } from '../../../server/imports/recap-schema.ts';
import { cellsWith, CONTEXT } from './recap-samples.ts';

const nothingKnown: RowFacts = { errors: [], sameRowId: null, nikTaken: null };
const known = (changes: Partial<NonNullable<RowFacts['sameRowId']>>): RowFacts => ({
  ...nothingKnown,
  sameRowId: { fingerprintEqual: false, nameEqual: true, editable: true, ...changes },
});

describe('what the dry run makes of a row', () => {
  it('is new when nothing is known about it', () => {
    expect(classifyRow(nothingKnown)).toEqual({ class: 'new', reasons: [] });
  });

  it('is bad when it has an error, whatever else is known', () => {
    expect(
      classifyRow({ ...known({ fingerprintEqual: true }), errors: [1], nikTaken: 'in_file' }).class,
    ).toBe('bad');
  });

  it('is the same when the office committed it before, so a second upload changes nothing', () => {
    expect(classifyRow(known({ fingerprintEqual: true, editable: false })).class).toBe('same');
    expect(classifyRow({ ...known({ fingerprintEqual: true }), nikTaken: 'in_wave' }).class).toBe('same');
  });

  it('is changed when only its data differ and the registration may still be edited', () => {
    expect(classifyRow(known({}))).toEqual({ class: 'changed', reasons: [] });
  });

  it('is in conflict with every reason named', () => {
    expect(classifyRow({ ...known({ nameEqual: false, editable: false }), nikTaken: 'in_wave' })).toEqual({
      class: 'conflict',
      reasons: [{ code: 'DUPLICATE', where: 'in_wave' }, { code: 'NAME_LOCKED' }, { code: 'NOT_EDITABLE' }],
    });
  });

  it('is in conflict as DUPLICATE when another row of the file has its NIK', () => {
    expect(classifyRow({ ...nothingKnown, nikTaken: 'in_file' })).toEqual({
      class: 'conflict',
      reasons: [{ code: 'DUPLICATE', where: 'in_file' }],
    });
  });

  it('is in conflict when its row id stood in the file before, even where it equals what was committed', () => {
    const repeated = { ...known({ fingerprintEqual: true }), rowIdRepeated: true };
    expect(classifyRow(repeated)).toEqual({ class: 'conflict', reasons: [{ code: 'ROW_ID_REPEATED' }] });
  });

  it('is never accepted while a reason stands against it, nor in conflict without one', () => {
    const facts = fc.record({
      errors: fc.array(fc.constant('x'), { maxLength: 1 }),
      sameRowId: fc.option(
        fc.record({ fingerprintEqual: fc.boolean(), nameEqual: fc.boolean(), editable: fc.boolean() }),
      ),
      nikTaken: fc.constantFrom(null, 'in_file' as const, 'in_wave' as const),
      rowIdRepeated: fc.boolean(),
    });
    fc.assert(
      fc.property(facts, (one) => {
        const { class: result, reasons } = classifyRow(one);
        expect(result === 'conflict').toBe(reasons.length > 0);
      }),
    );
  });
});

describe('the fingerprint of a row', () => {
  const of = (changes: Partial<RecapCells>) => {
    const { row } = readRecapRow(cellsWith(changes), CONTEXT);
    if (!row) throw new Error('the sample row must be good');
    return fingerprintInput(row);
  };

  it('is the same for the same person written in another way', () => {
    const otherWriting = {
      tanggal_lahir: '01/07/1990',
      jenis_kelamin: 'p',
      no_hp: '0812 3456 7890',
      row_id: 'R9',
    };
    expect(of({ ...otherWriting, nama_lengkap: ' SITI  CONTOH ' })).toBe(of({}));
  });

  it('differs as soon as any field differs', () => {
    const changes: Partial<RecapCells>[] = [
      { nama_lengkap: 'SITI LAIN' },
      { nik: '3374014107909002' },
      { no_kk: '3374010101159002' },
      { tempat_lahir: 'DEMAK' },
      { tanggal_lahir: '1990-07-02' },
      { jenis_kelamin: 'L' },
      { email: '' },
      { no_hp: '' },
      { alamat_ktp: 'JL. LAIN' },
      { alamat_domisili: 'JL. LAIN' },
      { kode_wilayah: '32.04' },
      { pendidikan_terakhir: 'SMK' },
      { status_kerja: 'PHK' },
      { pelatihan_diinginkan: 'Menjahit' },
      { pengusul: 'ORMAS' },
      { alasan_luring: 'KEBIJAKAN' },
      { hadir_sendiri: 'TIDAK' },
      { ktp_asli_dilihat: 'TIDAK' },
    ];
    const prints = new Set([of({}), ...changes.map(of)]);
    expect(prints.size).toBe(changes.length + 1);
  });
});
