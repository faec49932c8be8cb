import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { fileSource, type ByteSource } from './byte-source.ts';
import { withoutBom } from './file-kind.ts';
import { recapFileError, type RecapFileError } from './recap-file-error.ts';
import { Utf8Guard } from './utf8-guard.ts';

/** One record with the line it begins on; the first line of the file is 1. */
export type CsvRecord = { line: number; cells: string[] };

/** Bytes one record may have: the template's longest fields come to about 1,500. */
export const MAX_RECORD_BYTES = 16 * 1024;

const DELIMITERS = [',', ';', '\t'] as const;

/**
 * Reads a CSV file record by record: UTF-8 with or without BOM, separated by comma, semicolon or tab as its first line says.
 * Blank lines are passed over. The consumer's pace holds the reading back.
 *
 * @param from the path of a file, or bytes from elsewhere
 * @param onBytes told how many bytes of the file were read so far
 * @throws RecapFileError ENCODING, DAMAGED_FILE (NUL), CUT_FILE, BAD_QUOTES or LINE_TOO_LONG, with the line where it is known
 */
export async function* readCsvRecords(
  from: string | ByteSource,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<CsvRecord> {
  const bytes = typeof from === 'string' ? fileSource(from) : from;
  const delimiter = delimiterOf(await bytes.head());
  const source = bytes.stream();
  const guard = new Utf8Guard();
  const parser = parse({ bom: true, delimiter, relax_column_count: true, max_record_size: MAX_RECORD_BYTES });
  // The error also reaches the loop below through the parser, which is where it is thrown.
  pipeline(source, guard, parser, () => undefined);
  let line = 1;
  try {
    let held: CsvRecord | null = null;
    let width = 0;
    for await (const cells of parser as AsyncIterable<string[]>) {
      const record = { line, cells };
      line += 1 + linesInside(cells);
      if (cells.length === 1 && cells[0] === '') continue;
      width ||= cells.length;
      if (held) yield held;
      held = record;
      onBytes?.(guard.bytes);
    }
    if (held && held.cells.length < width && !guard.endsWithNewline) {
      throw recapFileError('CUT_FILE', { line: held.line });
    }
    if (held) yield held;
  } catch (error) {
    throw error instanceof CsvError ? csvFileError(error, line) : error;
  } finally {
    source.destroy();
  }
}

/** The separator that stands most often in the first line. */
function delimiterOf(head: Buffer): string {
  const text = withoutBom(head).toString('latin1');
  const firstLine = /^[^\r\n]*/.exec(text.trimStart())?.[0] ?? '';
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, times: firstLine.split(delimiter).length }));
  return counted.reduce((best, one) => (one.times > best.times ? one : best)).delimiter;
}

function linesInside(cells: readonly string[]): number {
  let lines = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) lines += 1;
  }
  return lines;
}

/** The parser runs ahead of the consumer, so its own line is nearer to the trouble than the last record handed over. */
function csvFileError(error: CsvError, lastLine: number): RecapFileError {
  const line = typeof error.lines === 'number' ? error.lines : lastLine;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return recapFileError('CUT_FILE', { line });
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return recapFileError('LINE_TOO_LONG', { line, limit: MAX_RECORD_BYTES });
  return recapFileError('BAD_QUOTES', { line });
}
