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
import { errorsIn, recapTables, type FoundAnswer, type PlantedRow } from '../../support/recap-answers.ts';

type Row = Record<string, string>;
const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/recap-500/${name}`, import.meta.url), 'utf8');
const rowsOf = (name: string) => parse(fixture(name), { columns: true }) as Row[];
const column = (row: Row | undefined, name: string) => row?.[name] ?? '';

const recap = new Map(rowsOf('recap.csv').map((row) => [column(row, 'row_id'), row]));
const register = new Map(rowsOf('ktp.csv').map((row) => [column(row, 'NIK'), row]));
const listed = new Map(
  LIST_CODES.map((list) => [list, new Set(rowsOf(`lists/${list}.csv`).map((row) => column(row, 'nik')))]),
);
const expected = (JSON.parse(fixture('expected.json')) as { items: PlantedRow[] }).items;
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
function answerOf(rowId: string): FoundAnswer {
  const { identity, screening, warnings } = judged(rowId);
  return {
    rowId,
    outcome: identity.outcome,
    reasons: [...identity.reasons, ...screening.reasons],
    warnings,
    explanation: identity.fields.fullName.explanation ?? null,
  };
}

describe('the hand-over of one office with planted defects', () => {
  it('holds 500 rows, of which 478 come to an identity check', () => {
    expect(expected).toHaveLength(500);
    expect(checked).toHaveLength(478);
  });

  it('judges every row as planted: outcome, reasons, warnings and the explained difference of the names', () => {
    const { errors, text } = errorsIn(
      recapTables(
        checked,
        checked.map(({ rowId }) => answerOf(rowId)),
      ),
    );
    expect(errors, text).toEqual([]);
  });

  it('finds clean rows clear on every list, and names the same unless they were planted otherwise', () => {
    for (const { rowId, plant, identity, explain } of checked) {
      const found = judged(rowId);
      if (plant === 'clean') expect(found.screening.outcome, rowId).toBe('clear');
      if (!explain)
        expect(found.identity.fields.fullName.verdict, rowId).toBe(
          identity === 'not_found' ? 'missing' : 'same',
        );
    }
  });

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
