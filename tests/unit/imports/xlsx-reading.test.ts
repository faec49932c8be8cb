import { describe, expect, it } from 'vitest';
import { readRecapFile } from '../../../server/imports/recap-reader.ts';
import { RECAP_COLUMNS } from '../../../server/imports/recap-schema.ts';
import { preflightXlsx } from '../../../server/imports/xlsx-preflight.ts';
import {
  collecting,
  fileWith,
  refusalOf,
  sheetCells,
  sheetXml,
  workbook,
  workbookParts,
} from './recap-samples.ts';
import { zip, type ZipPart } from './zip-builder.ts';

const header = [...RECAP_COLUMNS];
const good = workbook([header, sheetCells()]);
const refused = (content: Buffer) => refusalOf(readRecapFile(fileWith(content, 'recap.xlsx'), collecting()));
const refusedWith = (part: ZipPart) => refused(workbook([header, sheetCells()], [part]));
const sheetOf = (xml: string) => zip(workbookParts(xml));

async function rowsOf(content: Buffer) {
  const options = collecting();
  await readRecapFile(fileWith(content, 'recap.csv'), options);
  return options.rows;
}

describe('reading an XLSX recap', () => {
  it('reads text cells as the CSV, whatever the file is called', async () => {
    const options = collecting();
    const summary = await readRecapFile(fileWith(good, 'recap.csv'), options);
    expect(summary).toEqual({ kind: 'xlsx', totals: { rows: 1, male: 0, female: 1 } });
    expect(options.rows).toMatchObject([{ line: 2, errors: [], row: { nik: '3374014107909001' } }]);
  });

  it('reads a workbook whose program wrote the sizes behind each part', async () => {
    const parts = workbookParts(sheetXml([header, sheetCells()])).map((part) => ({
      ...part,
      described: true,
    }));
    expect(await rowsOf(zip(parts))).toMatchObject([{ line: 2, errors: [] }]);
  });

  it('takes a date cell as the day of birth', async () => {
    const [row] = await rowsOf(
      workbook([header, sheetCells({ tanggal_lahir: { number: '33055', date: true } })]),
    );
    expect(row?.row?.birthDate).toBe('1990-07-01');
  });

  it('refuses a day of birth that is a bare number', async () => {
    const [row] = await rowsOf(workbook([header, sheetCells({ tanggal_lahir: { number: '33055' } })]));
    expect(row?.errors).toMatchObject([{ column: 'tanggal_lahir', code: 'NUMERIC_CELL' }]);
  });

  it('refuses NIK, KK and phone that are number cells, even where all digits still show', async () => {
    const numbers = {
      nik: { number: '3374014107909001' },
      no_kk: { number: '3.37401010115E+15' },
      no_hp: { number: '81234567890' },
    };
    const [row] = await rowsOf(workbook([header, sheetCells(numbers)]));
    expect(row?.errors.map((error) => `${error.column} ${error.code}`)).toEqual([
      'nik NUMERIC_CELL',
      'no_kk NUMERIC_CELL',
      'no_hp NUMERIC_CELL',
    ]);
  });

  it('takes a row id or region code that is a number by its digits', async () => {
    const cells = sheetCells({ row_id: { number: '17' }, kode_wilayah: { number: '33.74' } });
    const [row] = await rowsOf(workbook([header, cells]));
    expect(row?.row).toMatchObject({ rowId: '17', regionCode: '33.74' });
  });
});

describe('an XLSX refused as a whole', () => {
  it('is told when it was cut off or damaged', async () => {
    expect((await refused(good.subarray(0, good.length - 30))).code).toBe('CUT_FILE');
    expect((await refused(good.subarray(0, 200))).code).toBe('CUT_FILE');
    const damaged = Buffer.from(good);
    damaged.fill(0x55, 60, 90);
    expect((await refused(damaged)).code).toBe('DAMAGED_FILE');
  });

  it('is told when it is some other zip', async () => {
    expect((await refused(zip([{ name: 'word/document.xml', content: '<x/>' }]))).code).toBe('NOT_A_RECAP');
  });

  it('is stopped before unpacking when a part swells more than a hundredfold', async () => {
    const bomb = { name: 'xl/media/a.bin', content: Buffer.alloc(20_000_000) };
    expect((await refusedWith(bomb)).code).toBe('ZIP_BOMB');
  });

  it('is stopped when its parts together are too large or too many', async () => {
    const path = fileWith(good);
    const size = await preflightXlsx(path);
    const limits = { entries: 200, ratio: 100, unpackedBytes: size - 1 };
    expect((await refusalOf(preflightXlsx(path, limits))).code).toBe('ZIP_BOMB');
    const many = Array.from({ length: 200 }, (_none, index) => ({ name: `xl/media/${index}`, content: 'x' }));
    expect((await refused(workbook([header], many))).code).toBe('ZIP_BOMB');
  });

  it('is stopped when a part is larger than the archive says', async () => {
    const liar = { name: 'xl/media/a.bin', content: Buffer.alloc(3_000_000), claimedSize: 1000 };
    expect((await refusedWith(liar)).code).toBe('ZIP_BOMB');
  });

  it('is stopped when a part is hidden from the directory, or listed twice', async () => {
    const hidden = { name: 'xl/sharedStrings.xml', content: Buffer.alloc(100_000), hidden: true };
    expect((await refusedWith(hidden)).code).toBe('UNSAFE_WORKBOOK');
    expect((await refusedWith({ name: 'XL/Workbook.xml', content: '<x/>' })).code).toBe('UNSAFE_WORKBOOK');
  });

  it.each([
    ['macros', { name: 'xl/vbaProject.bin', content: 'x' }, 'MACROS'],
    [
      'links to other workbooks',
      { name: 'xl/externalLinks/externalLink1.xml', content: '<x/>' },
      'UNSAFE_WORKBOOK',
    ],
    ['a path that climbs out', { name: '../evil.xml', content: '<x/>' }, 'UNSAFE_WORKBOOK'],
    ['a symbolic link', { name: 'xl/link', content: '/etc/passwd', mode: 0o120777 }, 'UNSAFE_WORKBOOK'],
    [
      'a document type',
      { name: 'xl/a.xml', content: '<!DOCTYPE a [<!ENTITY b "c">]><a/>' },
      'UNSAFE_WORKBOOK',
    ],
    [
      'XML in a second encoding',
      { name: 'xl/a.xml', content: Buffer.from('\ufeff<a/>', 'utf16le') },
      'UNSAFE_WORKBOOK',
    ],
  ])('is stopped when it holds %s', async (_what, part, code) => {
    expect((await refusedWith(part)).code).toBe(code);
  });

  it('is told as damaged when its sheet is not XML', async () => {
    expect((await refused(sheetOf('<row r="1"><c r="A1"><v>1</c></row'))).code).toMatch(
      /DAMAGED_FILE|NOT_A_RECAP/,
    );
  });

  it('is told as empty when the sheet holds nothing', async () => {
    expect((await refused(sheetOf(''))).code).toBe('EMPTY_FILE');
  });
});
