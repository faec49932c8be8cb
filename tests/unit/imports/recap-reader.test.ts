import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readRecapFile } from '../../../server/imports/recap-reader.ts';
import { RECAP_COLUMNS } from '../../../server/imports/recap-schema.ts';
import { collecting, CONTEXT, fileWith, goodLines, HEADER, lineOf, refusalOf } from './recap-samples.ts';

const FIXTURE = new URL('../../fixtures/recap-500/', import.meta.url);

async function reading(content: string | Buffer, name?: string) {
  const options = collecting();
  const summary = await readRecapFile(fileWith(content, name), options);
  return { summary, rows: options.rows };
}
const refused = (content: string | Buffer, name?: string) =>
  refusalOf(readRecapFile(fileWith(content, name), collecting()));

describe('reading a CSV recap', () => {
  it('finds in the sample hand-over the totals of the office and exactly the rows that were planted as bad', async () => {
    const expected = JSON.parse(readFileSync(new URL('expected.json', FIXTURE), 'utf8')) as {
      rows: number;
      male: number;
      female: number;
      items: { rowId: string; importClass: string }[];
    };
    const path = fileWith(readFileSync(new URL('recap.csv', FIXTURE)));
    const options = collecting();
    const knownRegions = new Set(['33.74', '33.22', '91.03', '32.04']);
    const summary = await readRecapFile(path, { ...options, context: { ...CONTEXT, knownRegions } });
    const { rows, male, female } = expected;
    expect(summary).toEqual({ kind: 'csv', totals: { rows, male, female } });
    const planted = expected.items.filter((item) => item.importClass === 'bad').map((item) => item.rowId);
    const bad = options.rows.flatMap((row) => (row.row ? [] : [row.cells.row_id]));
    expect(bad).toEqual(planted);
  });

  it('takes comma, semicolon or tab, with or without BOM, with either line end', async () => {
    for (const separator of [',', ';', '\t']) {
      for (const [mark, end] of [
        ['', '\n'],
        ['\ufeff', '\r\n'],
      ] as const) {
        const header = RECAP_COLUMNS.join(separator);
        const { rows } = await reading(`${mark}${header}${end}${lineOf({}, separator)}${end}`);
        expect(rows).toMatchObject([{ line: 2, errors: [], row: { fullName: 'SITI CONTOH' } }]);
      }
    }
  });

  it('counts lines as a person does, over blank lines and over line ends within a cell', async () => {
    const address = '"JL. MERDEKA\nNO. 1"';
    const { rows } = await reading(
      [HEADER, lineOf({ alamat_ktp: address }), '', lineOf({ row_id: 'R2' }), ',,,', ''].join('\n'),
    );
    expect(rows.map((row) => row.line)).toEqual([2, 5]);
    expect(rows[0]?.row?.ktpAddress).toBe('JL. MERDEKA NO. 1');
  });

  it('passes over rows without any content and counts every other one in the totals, also bad ones', async () => {
    const lines = [HEADER, lineOf(), ','.repeat(19), lineOf({ row_id: '', jenis_kelamin: 'l' }), ''];
    const { summary, rows } = await reading(lines.join('\n'));
    expect(rows.map((row) => row.errors.length)).toEqual([0, 1]);
    expect(summary.totals).toEqual({ rows: 2, male: 1, female: 1 });
  });

  it('reports a row with a column too many or too few on its line and reads the others', async () => {
    const { rows } = await reading(
      [HEADER, `${lineOf()},x`, lineOf().replace(',YA', ''), lineOf(), ''].join('\n'),
    );
    expect(rows.map((row) => [row.line, row.errors.map((error) => error.code)])).toEqual([
      [2, ['COLUMN_COUNT']],
      [3, ['COLUMN_COUNT']],
      [4, []],
    ]);
    expect(rows[0]?.errors[0]?.message.en).toBe('This row has 21 columns where 20 belong.');
  });

  it('hands over thousands of rows in file order, in parts, and tells how far it is', async () => {
    const path = fileWith(`${HEADER}\n${goodLines(2_500)}\n`);
    const parts: { lines: number[]; done: number; total: number; rows: number }[] = [];
    await readRecapFile(path, {
      context: CONTEXT,
      onRows: (rows, progress) => void parts.push({ lines: rows.map((row) => row.line), ...progress }),
    });
    expect(parts.map((part) => part.lines.length)).toEqual([1000, 1000, 500]);
    expect(parts.flatMap((part) => part.lines)).toEqual(
      Array.from({ length: 2_500 }, (_none, index) => index + 2),
    );
    expect(parts.at(-1)).toMatchObject({ rows: 2_500, done: parts[0]?.total });
  });
});

describe('a CSV refused as a whole', () => {
  it('is told when it is empty, holds blanks only, or a header only', async () => {
    for (const content of ['', ' \n ', '\ufeff', `${HEADER}\n`, `${HEADER}\n${','.repeat(19)}\n`]) {
      expect((await refused(content)).code).toBe('EMPTY_FILE');
    }
  });

  it('is told when it is another table, a wrong template or a poisoned header', async () => {
    expect((await refused('nama;umur\nSITI;30\n')).code).toBe('NOT_A_RECAP');
    const wrong = await refused(`${HEADER.replace('nik,', '')},__proto__\n${lineOf()}\n`);
    expect(wrong.code).toBe('WRONG_TEMPLATE');
    expect(wrong.words.id).toContain('"nik"');
    expect(wrong.words.id).toContain('"__proto__"');
  });

  it('is recognised by content when an image, a PDF or an old workbook was renamed to recap.csv', async () => {
    const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2000, 7)]);
    expect((await refused(jpeg, 'recap.csv')).words.en).toContain('(it holds JPEG)');
    expect((await refused('%PDF-1.7\n', 'recap.csv')).code).toBe('NOT_A_RECAP');
    expect((await refused(Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'recap.xlsx')).words.id).toContain(
      'kata sandi',
    );
    expect((await refused(Buffer.from([1, 2, 3, 4, 5, 6]), 'recap.csv')).code).toBe('NOT_A_RECAP');
  });

  it('is told when it was cut in a quoted cell, in a row, or in a letter', async () => {
    const start = `${HEADER}\n${lineOf()}\n`;
    expect(await refused(`${start}${lineOf({ alamat_ktp: '"JL. MER' })}`)).toMatchObject({
      code: 'CUT_FILE',
    });
    const inRow = await refused(`${start}PK-1,R2,BUDI,3374`);
    expect(inRow.code).toBe('CUT_FILE');
    expect(inRow.words.en).toContain('at line 3');
    const inLetter = Buffer.from(`${start}PK-1,R2,É`);
    expect((await refused(inLetter.subarray(0, -1))).code).toBe('CUT_FILE');
  });

  it('is told when it is UTF-16 or Latin-1, with the line of the first letter that cannot be read', async () => {
    const text = `${HEADER}\n${lineOf({ row_id: 'R1' })}\n${lineOf({ nama_lengkap: 'JOSÉ' })}\n`;
    for (const utf16 of [Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from(text, 'utf16le')]) {
      const error = await refused(utf16);
      expect(error.code).toBe('ENCODING');
      expect(error.words.id).toContain('UTF-16');
    }
    const latin = await refused(Buffer.from(text, 'latin1'));
    expect(latin.code).toBe('ENCODING');
    expect(latin.words.id).toContain('(baris 3)');
  });

  it('finds a wrong letter far into a file that arrives in many pieces, and on the right line', async () => {
    const lines = `${HEADER}\n${goodLines(3_000)}\n`;
    const letters = lines.replaceAll('SITI CONTOH', 'SITI ÇÖNTÖH é');
    await expect(readRecapFile(fileWith(letters), collecting())).resolves.toMatchObject({
      totals: { rows: 3_000 },
    });
    const damaged = Buffer.concat([Buffer.from(letters), Buffer.from([0xc3, 0x28]), Buffer.from('\n')]);
    expect((await refused(damaged)).words.en).toContain('(line 3002)');
  });

  it('is told when it holds NUL bytes', async () => {
    const error = await refused(`${HEADER}\n${lineOf()}\n${lineOf({ nama_lengkap: 'SITI\u0000' })}\n`);
    expect(error.code).toBe('DAMAGED_FILE');
    expect(error.words.en).toContain('line 3');
  });

  it('is told when a line is endless or quotation marks do not match', async () => {
    const huge = await refused(`${HEADER}\n${lineOf({ nama_lengkap: 'A'.repeat(5_000_000) })}\n`);
    expect(huge.code).toBe('LINE_TOO_LONG');
    expect((await refused('x'.repeat(3_000_000))).code).toBe('LINE_TOO_LONG');
    const quotes = await refused(`${HEADER}\n${lineOf()}\n${lineOf({ nama_lengkap: '"SITI" CONTOH' })}\n`);
    expect(quotes.code).toBe('BAD_QUOTES');
    expect(quotes.words.en).toContain('line 3');
  });

  it('is told when it has more rows than may be', async () => {
    const path = fileWith(`${HEADER}\n${goodLines(11)}\n`);
    await expect(readRecapFile(path, { ...collecting(), maxRows: 11 })).resolves.toBeTruthy();
    const error = await refusalOf(readRecapFile(path, { ...collecting(), maxRows: 10 }));
    expect(error).toMatchObject({
      code: 'TOO_MANY_ROWS',
      words: { en: expect.stringContaining('more than 10') },
    });
  });

  it('is told when a spreadsheet has zeroed the last digits of its NIKs', async () => {
    const lines = goodLines(60).replace(/(337401\d{2}0790)9(\d{2})\d/g, '$19$20');
    expect((await refused(`${HEADER}\n${lines}\n`)).code).toBe('TRUNCATED_NIKS');
  });

  it('never lets a NIK into the words of a refusal', async () => {
    const start = `${HEADER}\n${lineOf()}\n`;
    const broken = [
      'PK-1,R2,BUDI,3374014107909001',
      lineOf({ nama_lengkap: '"A' }),
      lineOf({ nama_lengkap: '"A"B' }),
    ];
    for (const last of broken) {
      const error = await refused(start + last);
      expect(JSON.stringify([error.message, error.words])).not.toMatch(/3374014/);
    }
  });
});
