import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { invalid } from '../errors.ts';
import type { BlindIndex } from '../privacy/blind-index.ts';
import { fileSource } from '../tabular/byte-source.ts';
import { readCsvRecords } from '../tabular/csv-records.ts';
import { kindOfFile } from '../tabular/file-kind.ts';
import { RecapFileError } from '../tabular/recap-file-error.ts';
import type { AnswerLine } from './answer-rules.ts';
import { ANSWER_FILE_COLUMNS, type AnswerFileColumn } from './forwarding-schema.ts';

/** An answer file as read: nothing judged yet. */
export interface AnswerFile {
  sha256: string;
  lines: AnswerLine[];
}

const NIK = /^[0-9]{16}$/;

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function columnsOf(header: readonly string[]): Map<AnswerFileColumn, number> {
  const names = header.map((name) => name.trim().toLowerCase());
  while (names.at(-1) === '') names.pop();
  const missing = ANSWER_FILE_COLUMNS.filter((column) => !names.includes(column));
  const unknown = names.filter(
    (name, at) => !(ANSWER_FILE_COLUMNS as readonly string[]).includes(name) || names.indexOf(name) !== at,
  );
  if (missing.length + unknown.length > 0)
    throw invalid(
      'WRONG_TEMPLATE',
      `The columns are not those of an answer file: ${ANSWER_FILE_COLUMNS.join(',')}.`,
      { file: missing.length > 0 ? `missing ${missing.join(', ')}` : 'a column is unknown or repeated' },
    );
  return new Map(ANSWER_FILE_COLUMNS.map((column) => [column, names.indexOf(column)]));
}

function cellsOf(cells: readonly string[], columns: Map<AnswerFileColumn, number>): AnswerLine['cells'] {
  if (cells.length !== columns.size) return null;
  return Object.fromEntries(
    ANSWER_FILE_COLUMNS.map((column) => [column, (cells[columns.get(column) ?? 0] ?? '').trim()]),
  ) as Record<AnswerFileColumn, string>;
}

async function readLines(path: string, blindIndex: BlindIndex): Promise<AnswerLine[]> {
  if (kindOfFile(await fileSource(path).head()) !== 'csv')
    throw invalid('NOT_AN_ANSWER_FILE', 'Send the answer file as CSV, not as a workbook.', {
      file: 'not CSV',
    });
  const lines: AnswerLine[] = [];
  let columns: Map<AnswerFileColumn, number> | null = null;
  for await (const record of readCsvRecords(path)) {
    if (!columns) {
      columns = columnsOf(record.cells);
      continue;
    }
    const cells = cellsOf(record.cells, columns);
    const nik = cells?.nik ?? '';
    lines.push({ line: record.line, cells, nikBidx: NIK.test(nik) ? blindIndex.nik(nik) : null });
  }
  return lines;
}

/** Reads the PMO's answer file from the disk. Throws 422 where it is no such file, damaged or cut off. */
export async function readAnswerFile(path: string, blindIndex: BlindIndex): Promise<AnswerFile> {
  try {
    const lines = await readLines(path, blindIndex);
    if (lines.length === 0)
      throw invalid('EMPTY_FILE', 'The file holds no answer.', { file: 'no line below the header' });
    return { sha256: await sha256Of(path), lines };
  } catch (error) {
    if (!(error instanceof RecapFileError)) throw error;
    const notOurs = error.code === 'NOT_A_RECAP';
    throw invalid(
      notOurs ? 'NOT_AN_ANSWER_FILE' : error.code,
      notOurs ? 'This is not an answer file: send CSV in UTF-8.' : error.words.en,
      { file: notOurs ? 'not CSV' : error.words.en },
    );
  }
}
