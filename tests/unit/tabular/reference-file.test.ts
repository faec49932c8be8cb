import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  readKtpFile,
  readScreeningFile,
  type ReferenceBatch,
} from '../../../server/tabular/reference-file-reader.ts';
import { KTP_COLUMNS } from '../../../server/tabular/reference-file-rules.ts';
import { CONTEXT, fileWith, refusalOf, workbook } from '../imports/recap-samples.ts';

const FIXTURE = fileURLToPath(new URL('../../fixtures/recap-500/', import.meta.url));

async function all<Row>(batches: AsyncIterable<ReferenceBatch<Row>>) {
  const whole = { rows: [] as Row[], problems: [] as ReferenceBatch<Row>['problems'], parts: [] as number[] };
  for await (const { rows, problems } of batches) {
    whole.rows.push(...rows);
    whole.problems.push(...problems);
    whole.parts.push(rows.length);
  }
  return whole;
}
const ktp = (path: string) => all(readKtpFile(path, CONTEXT.today));
const header = KTP_COLUMNS.join(',');
const person = (nik: string, sex = 'Perempuan', status = 'AKTIF', born = '01-07-1990') =>
  `${nik},3374010101159001,SITI CONTOH,SEMARANG,${born},${sex},JL. MERDEKA NO. 1,001,002,A,B,C,D,${status}`;

describe('the file of the KTP register', () => {
  it('of the sample is read whole, with dates and sex as on the form', async () => {
    const { rows, problems } = await ktp(`${FIXTURE}ktp.csv`);
    expect(problems).toEqual([]);
    expect(rows).toHaveLength(535);
    expect(rows[0]).toMatchObject({ birthDate: '1991-07-13', sex: 'P', status: 'AKTIF' });
  });

  it('leaves out rows that cannot be read and names line, column and cause, never the number', async () => {
    const lines = [
      header,
      person('3374014107909001'),
      person('33740141079'),
      person('3374014107909002', 'Wanita', 'HILANG', '31-02-1990'),
      person('3374014107909003', 'constructor'),
      `${person('3374014107909004')},x`,
    ];
    const { rows, problems } = await ktp(fileWith(`${lines.join('\n')}\n`));
    expect(rows).toHaveLength(1);
    expect(problems).toEqual([
      { line: 3, column: 'NIK', code: 'LENGTH' },
      { line: 4, column: 'TGL_LHR', code: 'DATE_IMPOSSIBLE' },
      { line: 4, column: 'JENIS_KLMIN', code: 'NOT_IN_LIST' },
      { line: 4, column: 'STATUS', code: 'NOT_IN_LIST' },
      { line: 5, column: 'JENIS_KLMIN', code: 'NOT_IN_LIST' },
      { line: 6, column: '', code: 'COLUMN_COUNT' },
    ]);
  });

  it('comes in parts of 2,000 rows', async () => {
    const people = Array.from({ length: 4_100 }, (_none, index) =>
      person(`33740141${String(index).padStart(4, '0')}9001`),
    );
    const { rows, parts } = await ktp(fileWith([header, ...people, ''].join('\n')));
    expect(rows).toHaveLength(4_100);
    expect(parts).toEqual([2_000, 2_000, 100]);
  });

  it('is refused when columns are missing, it is empty, cut, or a workbook', async () => {
    const wrong = await refusalOf(ktp(fileWith('nik,nama\n1,2\n')));
    expect(wrong.code).toBe('WRONG_TEMPLATE');
    expect(wrong.words.id).toContain('"NO_KK"');
    expect((await refusalOf(ktp(fileWith(`${header}\n`)))).code).toBe('EMPTY_FILE');
    expect((await refusalOf(ktp(fileWith(`${header}\n${person('3374014107909001')}\n3374`)))).code).toBe(
      'CUT_FILE',
    );
    expect((await refusalOf(ktp(fileWith(workbook([['nik']]))))).code).toBe('NOT_A_RECAP');
  });
});

describe('the file of a screening list', () => {
  it('of each sample list is read whole', async () => {
    for (const name of readdirSync(`${FIXTURE}lists`)) {
      const { rows, problems } = await all(readScreeningFile(`${FIXTURE}lists/${name}`));
      expect(problems).toEqual([]);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row.nik).toMatch(/^\d{16}$/);
    }
  });

  it('names the line of a NIK that a spreadsheet broke', async () => {
    const path = fileWith('nik;note\n3374014107909001;uji\n3,37401E+15;uji\n');
    const { rows, problems } = await all(readScreeningFile(path));
    expect(rows).toEqual([{ nik: '3374014107909001', note: 'uji' }]);
    expect(problems).toEqual([{ line: 3, column: 'nik', code: 'SCIENTIFIC' }]);
  });
});
