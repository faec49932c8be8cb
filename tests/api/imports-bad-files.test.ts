import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportErrors } from '../../server/imports/import-schema.ts';
import { countRows, openImportDesk, type ImportDesk } from '../support/import-desk.ts';
import { ENGINES, startSystem, type RunningSystem } from '../support/running-system.ts';
import {
  goodLines,
  HEADER,
  lineOf,
  sheetCells,
  workbook,
  workbookParts,
} from '../unit/imports/recap-samples.ts';
import { RECAP_COLUMNS } from '../../server/imports/recap-schema.ts';
import { zip } from '../unit/imports/zip-builder.ts';

const women = (rows: number) => ({ rows, male: 0, female: rows });
const MIB = 1024 * 1024;
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2000, 7)]);

/** A sheet that unpacks to a thousand times its size. */
const bomb = () => {
  const row = `<row r="2"><c r="A2" t="inlineStr"><is><t>${' '.repeat(MIB)}</t></is></c></row>`;
  return zip(workbookParts(row.repeat(80)));
};

/** What is read and refused by the job. */
const REFUSED: [what: string, code: string, bytes: () => Buffer | string][] = [
  ['a file of another template', 'WRONG_TEMPLATE', () => `${HEADER.replace('no_kk', 'nomor_kk')}\n${lineOf()}`],
  ['a table that is no recap', 'NOT_A_RECAP', () => 'nama,umur\nSITI,30\n'],
  ['a recap without a row', 'EMPTY_FILE', () => `${HEADER}\n`],
  ['a file cut in the middle', 'CUT_FILE', () => `${HEADER}\n${goodLines(40)}`.slice(0, -90)],
  ['a file whose quotation mark never closes', 'CUT_FILE', () => `${HEADER}\n${lineOf({ alamat_ktp: '"JL. A' })}\n${goodLines(5)}`],
  ['a zip bomb', 'ZIP_BOMB', bomb],
  ['a workbook cut in the middle', 'CUT_FILE', () => workbook([[...RECAP_COLUMNS], sheetCells()]).subarray(0, 700)],
  ['a workbook with macros', 'MACROS', () => workbook([[...RECAP_COLUMNS], sheetCells()], [{ name: 'xl/vbaProject.bin', content: 'x' }])],
  ['NIKs a spreadsheet cut to 15 digits', 'TRUNCATED_NIKS', () =>
    [HEADER, ...Array.from({ length: 60 }, (_one, index) => lineOf({ row_id: `R${index}`, nik: `33740141079${String(index).padStart(2, '0')}010`.slice(0, 15) + '0' }))].join('\n')],
]; // prettier-ignore

/** What cannot be a recap at all is refused by the upload itself. */
const REFUSED_AT_ONCE: [what: string, code: string, bytes: Buffer][] = [
  ['an empty file', 'EMPTY_FILE', Buffer.alloc(0)],
  ['a photo renamed to .csv', 'NOT_A_RECAP', JPEG],
  ['a PDF', 'NOT_A_RECAP', Buffer.from('%PDF-1.7\n...')],
  ['a file of UTF-16', 'ENCODING', Buffer.from(`\ufeff${HEADER}\n${lineOf()}`, 'utf16le')],
];

describe.each(ENGINES)('a file that is no good on %s', (engine) => {
  let system: RunningSystem;
  let desk: ImportDesk;
  beforeAll(async () => {
    system = await startSystem({ engine });
    desk = await openImportDesk(system);
  });
  afterAll(() => system?.stop());

  it.each(REFUSED)('is refused with words that say what to do: %s', async (_what, code, bytes) => {
    const one = await desk.readIn(Buffer.from(bytes()), women(1));
    expect(one).toMatchObject({ status: 'refused', refusal: { code } });
    expect(one.refusal?.message.id.length).toBeGreaterThan(20);
    expect(one.refusal?.message.en.length).toBeGreaterThan(20);
    expect(one.commitBlockers[0]).toMatchObject({ code: 'NOT_READY', status: 'refused' });
    expect((await desk.order(one)).status).toBe(409);
    expect(await countRows(system, 'import_rows', { import_id: one.id })).toBe(0);
    const { status } = await desk.client.get('/api/health');
    expect(status).toBe(200);
  });

  it.each(REFUSED_AT_ONCE)('is refused at once and leaves nothing: %s', async (_what, code, bytes) => {
    const [imports, sealed] = [await countRows(system, 'imports'), await system.services.vault.names()];
    const answer = await desk.upload(bytes, women(1));
    expect(answer).toMatchObject({ status: 422, body: { code } });
    expect(
      (answer.body as unknown as { details: { words: { id: string } } }).details.words.id.length,
    ).toBeGreaterThan(20);
    expect(await countRows(system, 'imports')).toBe(imports);
    expect(await system.services.vault.names()).toEqual(sealed);
  });

  it('leaves no file in the vault once it was refused, and may be uploaded again', async () => {
    const before = (await system.services.vault.names()).length;
    const text = `${HEADER}\n`;
    const again = await desk.readIn(text, women(0));
    expect(again).toMatchObject({ status: 'refused' });
    expect((await system.services.vault.names()).length).toBe(before);
  });

  it('with numbers where a NIK must be text is read, each cell refused with the reason and never repeated', async () => {
    const numeric = {
      nik: { number: '3374014107909001' },
      no_kk: { number: '3.37401E+15' },
      no_hp: { number: '81234567890' },
    };
    const sheet = workbook([
      [...RECAP_COLUMNS],
      sheetCells(numeric),
      sheetCells({ row_id: 'R2', nik: '3374014107909002' }),
    ]);
    const one = await desk.readIn(sheet, women(2));
    expect(one).toMatchObject({ status: 'ready', counts: { new: 1, bad: 1 } });
    const { body } = await desk.client.get<ImportErrors>(`/api/imports/${one.id}/errors`);
    expect(body.rows[0]?.errors.map(({ code, column }) => [code, column])).toEqual([
      ['NUMERIC_CELL', 'nik'],
      ['NUMERIC_CELL', 'no_kk'],
      ['NUMERIC_CELL', 'no_hp'],
    ]);
    expect(JSON.stringify(body)).not.toContain('3374014107909001');
    const back = await desk.client.get<string>(`/api/imports/${one.id}/bad-rows`);
    expect(back.body).not.toContain('3374014107909001');
  });

  it('with signs no column takes is kept out without harm to the rows beside it', async () => {
    const strange = lineOf({ row_id: 'A\u0001B', nama_lengkap: 'SITI \u0007' });
    const text = [HEADER, lineOf({ row_id: 'R2', nik: '3374014107909012' }), strange].join('\n');
    const one = await desk.readIn(text, women(2));
    expect(one.counts).toMatchObject({ new: 1, bad: 1 });
    const { body } = await desk.client.get<ImportErrors>(`/api/imports/${one.id}/errors`);
    expect(body.rows[0]).toMatchObject({ line: 3, rowId: 'AB' });
  });

  it('does not come in without a file, with totals that are none, or with fields nobody knows', async () => {
    const without = await desk.client.upload('/api/imports', null, {
      waveId: system.waveId,
      totals: '{"rows":1,"male":0,"female":1}',
    });
    expect(without).toMatchObject({ status: 422, body: { errors: { file: expect.any(String) } } });
    for (const totals of [
      '',
      'rows=1',
      '[]',
      '{"rows":"1","male":0,"female":1}',
      '{"rows":-1,"male":0,"female":1}',
    ]) {
      const answer = await desk.upload(`${HEADER}\n${lineOf()}`, totals);
      expect(answer.status).toBe(422);
    }
    const strange = await desk.upload(`${HEADER}\n${lineOf()}`, women(1), { isAdmin: 1 });
    expect(strange).toMatchObject({ status: 422, body: { errors: { isAdmin: expect.any(String) } } });
    const path = await desk.client.upload(
      '/api/imports',
      { bytes: Buffer.from(`${HEADER}\n${lineOf()}\n`), name: '../../etc/rekap 3374014107909001.csv' },
      { waveId: system.waveId, totals: JSON.stringify(women(1)) },
    );
    expect(path.status).toBe(202);
    const { fileName } = await desk.read((path.body as { id: number }).id);
    expect(fileName).not.toMatch(/\d{16}|\//);
  });
});
