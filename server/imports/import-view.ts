import type { Readable } from 'node:stream';
import type { Actor } from '../audit/audit-service.ts';
import type { Connection, Database } from '../database.ts';
import { invalid } from '../errors.ts';
import {
  runList,
  WIDEST_RANGE,
  type ListDefinition,
  type ListRequest,
  type ListResult,
} from '../http/list-query.ts';
import { contains } from '../http/list-search.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import { maskNumber } from '../privacy/privacy-rules.ts';
import {
  countByClass,
  linesOf,
  openLine,
  problemGroups,
  problemsOf,
  type ImportLine,
} from './import-row-store.ts';
import {
  IMPORT_STATUSES,
  type ImportErrors,
  type ImportRecord,
  type ImportRowRecord,
} from './import-schema.ts';
import { rowToImport, visibleImports, type ImportView } from './import-store.ts';
import { ROW_CLASSES } from './recap-schema.ts';
import { badRowsCsv, badRowsXlsx, cellsOfRow, type RefusedRow } from './recap-writer.ts';

export const IMPORT_LIST: ListDefinition = {
  resource: 'imports',
  fields: {
    id: { column: 'id', type: 'int' },
    status: { column: 'state', type: 'text', values: IMPORT_STATUSES },
    officeId: { column: 'office_id', type: 'int' },
    waveId: { column: 'wave_id', type: 'int' },
    fileName: { column: 'file_name', type: 'text' },
    createdAt: { column: 'created_at', type: 'text' },
    uploadedById: { column: 'uploaded_by_id', type: 'int' },
  },
  defaultSort: ['id', 'DESC'],
  search: contains('file_name'),
};

export const IMPORT_ROW_LIST: ListDefinition = {
  resource: 'import-rows',
  fields: {
    id: { column: 'line_no', type: 'int' },
    line: { column: 'line_no', type: 'int' },
    rowId: { column: 'row_id', type: 'text' },
    class: { column: 'class', type: 'text', values: ROW_CLASSES },
    submissionId: { column: 'submission_id', type: 'int' },
  },
  defaultSort: ['line', 'ASC'],
};

const REFUSED = ['bad', 'conflict'] as const;
const READ_AT_ONCE = 1000;
/** A workbook is built in memory; more rows leave as CSV, which streams. */
const MOST_IN_WORKBOOK = 20_000;
const LONGEST_NAME = 60;

export interface ViewDependencies {
  database: Database;
  encryption: FieldEncryption;
  find(connection: Connection, actor: Actor, id: number): Promise<ImportView>;
}

/** What can be seen of an import: its rows masked, its problems, and its refused rows to be mended. */
export function createImportView({ database, encryption, find }: ViewDependencies) {
  const { read } = database;

  function rowRecord(importId: number, line: ImportLine): ImportRowRecord {
    const content = openLine(encryption, importId, line);
    const cells = 'row' in content ? cellsOfRow(content.row) : content.cells;
    return {
      id: line.line_no,
      line: line.line_no,
      rowId: line.row_id,
      class: line.class,
      nikMasked: maskNumber(cells.nik.trim()),
      fullName: cells.nama_lengkap.slice(0, LONGEST_NAME),
      problems: problemsOf(line),
      submissionId: line.submission_id,
    };
  }

  async function* refusedRows(importId: number): AsyncGenerator<RefusedRow> {
    for (let after = 0; ;) {
      const lines = await linesOf(read, importId, REFUSED, { after, limit: READ_AT_ONCE });
      for (const line of lines) {
        const content = openLine(encryption, importId, line);
        const cells = 'row' in content ? cellsOfRow(content.row) : content.cells;
        yield { cells, errors: problemsOf(line) as unknown as RefusedRow['errors'] };
      }
      const last = lines.at(-1);
      if (!last) return;
      after = last.line_no;
    }
  }

  return {
    list: (actor: Actor, request: ListRequest): Promise<ListResult<ImportRecord>> =>
      runList<ImportView, ImportRecord>(read, IMPORT_LIST, request, {
        from: () => visibleImports(read, actor),
        columns: '*',
        toRecord: rowToImport,
      }),

    async rows(actor: Actor, id: number, request: ListRequest): Promise<ListResult<ImportRowRecord>> {
      await find(read, actor, id);
      return runList<ImportLine & { id: number }, ImportRowRecord>(read, IMPORT_ROW_LIST, request, {
        from: () => read('import_rows').where({ import_id: id }),
        columns: ['*', 'line_no as id'],
        toRecord: (line) => rowRecord(id, line),
        idColumn: 'line_no',
      });
    },

    /** All kinds of problems with their numbers, and the rows `from`–`to` (counted from 0) that have any. */
    async errors(actor: Actor, id: number, [from, to]: readonly [number, number]): Promise<ImportErrors> {
      await find(read, actor, id);
      const [groups, counts, lines] = await Promise.all([
        problemGroups(read, id),
        countByClass(read, id),
        linesOf(read, id, REFUSED, { offset: from, limit: to - from + 1 }),
      ]);
      const rows = lines.map((line) => ({
        line: line.line_no,
        rowId: line.row_id,
        class: line.class,
        errors: problemsOf(line),
      }));
      return { groups, rows, total: counts.bad + counts.conflict };
    },

    /** The rows that were not taken, in the template with what is wrong, to be mended and uploaded. */
    async badRows(
      actor: Actor,
      id: number,
      format: 'csv' | 'xlsx',
    ): Promise<{ count: number; fileDigest: string; body: () => Promise<Buffer> | Readable }> {
      const row = await find(read, actor, id);
      const { bad, conflict } = await countByClass(read, id);
      const count = bad + conflict;
      if (format === 'xlsx' && count > MOST_IN_WORKBOOK)
        throw invalid(
          'TOO_MANY_ROWS',
          `A workbook takes at most ${MOST_IN_WORKBOOK} rows, and ${count} were refused: take the CSV.`,
          { format: 'csv' },
        );
      const body = () => (format === 'csv' ? badRowsCsv(refusedRows(id)) : badRowsXlsx(refusedRows(id)));
      return { count, fileDigest: row.file_sha256, body };
    },
  };
}

/** `range=[0,99]` of the errors, as lists speak it. */
export function readRange(text: string | undefined): [number, number] {
  if (text === undefined) return [0, 99];
  const match = /^\[(\d{1,7}),(\d{1,7})\]$/.exec(text);
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  if (match && from <= to && to - from < WIDEST_RANGE) return [from, to];
  throw invalid('INVALID_LIST_QUERY', `range is [first,last] of at most ${WIDEST_RANGE} rows`);
}
