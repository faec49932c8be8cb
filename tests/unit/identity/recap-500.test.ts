import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareWithRegister } from '../../../server/identity/identity-rules.ts';
import type { RegisterRecord } from '../../../server/identity/identity-schema.ts';
import {
  isEndingZeroSuspicious,
  nikContradictions,
  nikFormatProblem,
} from '../../../server/identity/nik-rules.ts';
import { RULE_SETS, screen } from '../../../server/screening/screening-rules.ts';
import { LIST_CODES, type ListFindings } from '../../../server/screening/screening-schema.ts';

type Row = Record<string, string>;
type Expected = {
  rowId: string;
  plant: string;
  identity?: string;
  reason?: string;
  warning?: string;
  explain?: string;
};

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/recap-500/${name}`, import.meta.url), 'utf8');
const rowsOf = (name: string) => parse(fixture(name), { columns: true }) as Row[];
const column = (row: Row | undefined, name: string) => row?.[name] ?? '';

const recap = new Map(rowsOf('recap.csv').map((row) => [column(row, 'row_id'), row]));
const register = new Map(rowsOf('ktp.csv').map((row) => [column(row, 'NIK'), row]));
const listed = new Map(
  LIST_CODES.map((list) => [list, new Set(rowsOf(`lists/${list}.csv`).map((row) => column(row, 'nik')))]),
);
const expected = (JSON.parse(fixture('expected.json')) as { items: Expected[] }).items;
const sexOf = (letter: string): 'L' | 'P' => (letter === 'L' || letter === 'Laki-laki' ? 'L' : 'P');
const regencies = new Set(['32.04', '33.22', '33.74', '91.03']);

function recordOf(row: Row): RegisterRecord {
  return {
    fullName: column(row, 'NAMA_LGKP'),
    birthPlace: column(row, 'TMPT_LHR'),
    birthDate: column(row, 'TGL_LHR').split('-').reverse().join('-'),
    sex: sexOf(column(row, 'JENIS_KLMIN')),
    address: column(row, 'ALAMAT'),
    status: column(row, 'STATUS') as RegisterRecord['status'],
  };
}

function judged(rowId: string) {
  const row = recap.get(rowId);
  const nik = column(row, 'nik');
  const person = register.get(nik);
  const [birthDate, sex] = [column(row, 'tanggal_lahir'), sexOf(column(row, 'jenis_kelamin'))];
  const form = {
    kkSame: column(person, 'NO_KK') === column(row, 'no_kk'),
    fullName: column(row, 'nama_lengkap'),
    birthPlace: column(row, 'tempat_lahir'),
    birthDate,
    sex,
    ktpAddress: column(row, 'alamat_ktp'),
  };
  const lists = Object.fromEntries(
    LIST_CODES.map((list) => [
      list,
      { result: listed.get(list)?.has(nik) ? 'hit' : 'clear', listVersion: 1, asOf: '2026-11-01' },
    ]),
  ) as ListFindings;
  return {
    identity: compareWithRegister(form, person ? recordOf(person) : null),
    screening: screen({ birthDate, submittedOn: '2026-11-22', lists }, RULE_SETS['normal-2023']),
    warnings: nikContradictions(nik, { birthDate, sex, regionCode: column(row, 'kode_wilayah') }, regencies),
    nikProblem: nikFormatProblem(nik),
  };
}

const checked = expected.filter(({ identity }) => identity !== undefined);
const rowReason = (reason: string | undefined) =>
  reason !== undefined && !reason.startsWith('KK_LIMIT') && reason !== 'DUPLICATE';

describe('the hand-over of one office with planted defects', () => {
  it('holds 500 rows, of which 478 come to an identity check', () => {
    expect(expected).toHaveLength(500);
    expect(checked).toHaveLength(478);
  });

  it.each(checked.map((row) => [row.rowId, row.plant, row] as const))(
    'judges %s (%s) as planted',
    (rowId, plant, row) => {
      const { identity, screening, warnings } = judged(rowId);
      expect(row.identity?.split('|')).toContain(identity.outcome);
      // A form with another birth date than the register disagrees with its NIK as well.
      expect(warnings).toEqual(row.warning ? [row.warning] : plant === 'birth' ? ['NIK_DATE'] : []);
      if (row.explain) expect(identity.fields.fullName.explanation).toBe(row.explain);
      else
        expect(identity.fields.fullName.verdict).toBe(identity.outcome === 'not_found' ? 'missing' : 'same');
      const reasons = [...identity.reasons, ...screening.reasons];
      if (rowReason(row.reason)) expect(reasons).toEqual([row.reason]);
      else if (plant === 'clean') expect(reasons).toEqual([]);
      if (plant === 'clean') expect(screening.outcome).toBe('clear');
    },
  );

  it('refuses the NIKs that a spreadsheet or a hand has cut, and no other', () => {
    const refused = expected.filter(({ rowId }) => judged(rowId).nikProblem !== null);
    expect(new Set(refused.map(({ plant }) => plant))).toEqual(
      new Set(['bad.nikScientific', 'bad.nikShort']),
    );
    expect(refused).toHaveLength(expected.filter(({ plant }) => plant.startsWith('bad.nik')).length);
  });

  it('is no file that lost its last digits', () => {
    expect(isEndingZeroSuspicious([...recap.values()].map((row) => column(row, 'nik')))).toBeNull();
  });
});
