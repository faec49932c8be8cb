import { buffer, text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { readRecapFile } from '../../../server/imports/recap-reader.ts';
import { readRecapRow } from '../../../server/imports/recap-rules.ts';
import type { RecapCells, RecapColumn } from '../../../server/imports/recap-schema.ts';
import {
  badRowsCsv,
  badRowsXlsx,
  cellsOfRow,
  templateCsv,
  templateXlsx,
  type RefusedRow,
} from '../../../server/imports/recap-writer.ts';
import { readXlsxRows } from '../../../server/imports/xlsx-rows.ts';
import { cellsWith, collecting, CONTEXT, fileWith, HEADER, lineOf, refusalOf } from './recap-samples.ts';

function refusedRow(changes: Partial<RecapCells>, numeric: RecapColumn[] = []): RefusedRow {
  const cells = cellsWith(changes);
  return { cells, errors: readRecapRow(cells, CONTEXT, new Set(numeric)).errors };
}

async function readAgain(content: string | Buffer) {
  const options = collecting();
  await readRecapFile(fileWith(content), options);
  return options.rows;
}

describe('the templates', () => {
  it('are accepted as recaps as soon as a row stands in them', async () => {
    expect((await readAgain(`${templateCsv()}${lineOf()}\r\n`))[0]?.row?.fullName).toBe('SITI CONTOH');
    const empty = fileWith(await templateXlsx());
    expect((await refusalOf(readRecapFile(empty, collecting()))).code).toBe('EMPTY_FILE');
    expect((await readXlsxRows(empty))[0]?.cells.join(',')).toBe(HEADER);
  });
});

describe('the file of bad rows', () => {
  const rows = [
    refusedRow({ nama_lengkap: '', alamat_ktp: '=HYPERLINK("http://x")', no_hp: '+6281234567890' }),
    refusedRow({ tanggal_lahir: '31-02-1990', alamat_domisili: '\u0000=1+1', pengusul: 'X' }),
  ];

  it('names the columns and says in Indonesian what to do', async () => {
    const csv = (await buffer(badRowsCsv(rows))).toString();
    const [header, first, second] = csv.split('\r\n');
    expect(header).toBe(`\ufeff${HEADER},kolom_salah,keterangan`);
    expect(first).toContain(',nama_lengkap,"nama_lengkap kosong, padahal wajib diisi. Isi nama_lengkap');
    expect(second).toContain(',tanggal_lahir alamat_domisili pengusul,');
  });

  it('holds no cell that a spreadsheet would run as a formula, not even behind a control character', async () => {
    const csv = await text(badRowsCsv(rows));
    expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(csv).toContain(`,'=1+1,`);
    expect(csv).toContain(`,'+6281234567890,`);
    expect(csv).not.toContain('\u0000');
  });

  it('is accepted again once corrected, as CSV and as XLSX, with the same content as before', async () => {
    const good = readRecapRow(cellsWith({ nama_lengkap: 'SITI' }), CONTEXT).row;
    if (!good) throw new Error('the sample row must be good');
    const corrected: RefusedRow = { cells: cellsOfRow(good), errors: rows[0]?.errors ?? [] };
    for (const file of [await text(badRowsCsv([corrected])), await badRowsXlsx([corrected])]) {
      expect(await readAgain(file)).toMatchObject([{ errors: [], row: good }]);
    }
  });

  it('leaves a number cell empty, so that a NIK without its last digit cannot come back as text', async () => {
    const csv = await text(badRowsCsv([refusedRow({}, ['nik'])]));
    expect(csv).toContain('SITI CONTOH,,3374010101159001,');
    const [again] = await readAgain(csv);
    expect(again?.errors).toMatchObject([{ column: 'nik', code: 'REQUIRED' }]);
  });

  it('reports a failing source instead of ending as if it were whole', async () => {
    async function* broken(): AsyncGenerator<RefusedRow> {
      yield* rows;
      throw new Error('source broke');
    }
    await expect(text(badRowsCsv(broken()))).rejects.toThrow('source broke');
    await expect(badRowsXlsx(broken())).rejects.toThrow('source broke');
  });
});
