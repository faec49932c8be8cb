import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { RecapFileError } from '../../../server/tabular/recap-file-error.ts';
import type { ReadRecapOptions } from '../../../server/imports/recap-reader.ts';
import { RECAP_COLUMNS, type RecapCells, type RecapRow } from '../../../server/imports/recap-schema.ts';
import { zip, type ZipPart } from './zip-builder.ts';

export const CONTEXT = { knownRegions: new Set(['33.74', '32.04']), today: '2026-11-22' };

/** A good row of an invented person, with whatever a test changes. */
export function cellsWith(changes: Partial<RecapCells> = {}): RecapCells {
  return {
    template_version: 'PK-1',
    row_id: 'R000001',
    nama_lengkap: 'SITI CONTOH',
    nik: '3374014107909001',
    no_kk: '3374010101159001',
    tempat_lahir: 'SEMARANG',
    tanggal_lahir: '1990-07-01',
    jenis_kelamin: 'P',
    email: 'siti@contoh.id',
    no_hp: '+6281234567890',
    alamat_ktp: 'JL. MERDEKA NO. 1',
    alamat_domisili: '',
    kode_wilayah: '33.74',
    pendidikan_terakhir: 'SMA',
    status_kerja: 'PENCARI_KERJA',
    pelatihan_diinginkan: '',
    pengusul: 'DINAS',
    alasan_luring: 'INFRASTRUKTUR',
    hadir_sendiri: 'YA',
    ktp_asli_dilihat: 'YA',
    ...changes,
  };
}

export function lineOf(changes: Partial<RecapCells> = {}, separator = ','): string {
  const cells = cellsWith(changes);
  return RECAP_COLUMNS.map((column) => cells[column]).join(separator);
}

export const HEADER = RECAP_COLUMNS.join(',');

/** `count` good lines, each with a NIK and row id of its own; the last digits of the NIKs are spread as in life. */
export function goodLines(count: number): string {
  return Array.from({ length: count }, (_unused, index) => {
    const day = String((index % 28) + 1).padStart(2, '0');
    return lineOf({ row_id: `R${index + 1}`, nik: `337401${day}0790${9000 + (index % 1000)}` });
  }).join('\n');
}

const folder = mkdtempSync(join(tmpdir(), 'recap-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let written = 0;

/** Writes a file for a test under a name that says nothing, and gives its path. */
export function fileWith(content: string | Buffer, name = 'upload.bin'): string {
  const path = join(folder, `${++written}-${name}`);
  writeFileSync(path, content);
  return path;
}

/** The options of a reading that collects every row. */
export function collecting(): ReadRecapOptions & { rows: RecapRow[] } {
  const rows: RecapRow[] = [];
  return { rows, context: CONTEXT, onRows: (batch) => void rows.push(...batch) };
}

/** The refusal a promise ends in; fails the test when it ends otherwise. */
export async function refusalOf(reading: Promise<unknown>): Promise<RecapFileError> {
  const error = await reading.then(
    () => new Error('was not refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof RecapFileError) return error;
  throw error;
}

export type SheetCell = string | { number: string; date?: boolean };

/** An XLSX as a spreadsheet program would write it, with the cells given and any further parts. */
export function workbook(rows: readonly (readonly SheetCell[])[], more: readonly ZipPart[] = []): Buffer {
  return zip([...workbookParts(sheetXml(rows)), ...more]);
}

export function sheetXml(rows: readonly (readonly SheetCell[])[]): string {
  const rowXml = (cells: readonly SheetCell[], row: number) =>
    `<row r="${row + 1}">${cells.map((cell, column) => cellXml(cell, row, column)).join('')}</row>`;
  return rows.map(rowXml).join('');
}

export function workbookParts(sheetData: string): ZipPart[] {
  const office = 'http://schemas.openxmlformats.org';
  const main = `${office}/spreadsheetml/2006/main`;
  const relation = `${office}/officeDocument/2006/relationships`;
  return [
    { name: '[Content_Types].xml', content: `<Types xmlns="${office}/package/2006/content-types"/>` },
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns="${main}" xmlns:r="${relation}"><sheets><sheet name="Rekap" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${relation}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relation}/styles" Target="styles.xml"/></Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      content: `<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: `<worksheet xmlns="${main}"><sheetData>${sheetData}</sheetData></worksheet>`,
    },
  ];
}

function cellXml(cell: SheetCell, row: number, column: number): string {
  const address = `${String.fromCharCode(65 + column)}${row + 1}`;
  if (typeof cell === 'string') return `<c r="${address}" t="inlineStr"><is><t>${cell}</t></is></c>`;
  return `<c r="${address}"${cell.date ? ' s="1"' : ''}><v>${cell.number}</v></c>`;
}

/** The cells of a workbook row: a good row with the numbers a test puts into it. */
export function sheetCells(changes: Partial<Record<keyof RecapCells, SheetCell>> = {}): SheetCell[] {
  const cells = cellsWith();
  return RECAP_COLUMNS.map((column) => changes[column] ?? cells[column]);
}
