import { insertMany, isPostgres, rawRows } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import type { ProblemGroup, RowProblem } from './import-schema.ts';
import { conflictWords } from './recap-conflict-rules.ts';
import { ROW_CLASSES, type ParsedRow, type RecapCells, type RowClass } from './recap-schema.ts';

/** A row of `import_rows`: one line of a hand-over and what the dry run made of it. */
export interface ImportLine {
  line_no: number;
  row_id: string | null;
  class: RowClass;
  errors: string | null;
  nik_bidx: string | null;
  fingerprint: string | null;
  payload: Buffer;
  submission_id: number | null;
}

/** What is sealed in a line: the row where it could be read, else its cells. */
export type LineContent = { row: ParsedRow } | { cells: RecapCells };

const placeOf = (importId: number, line: number) => ({
  table: 'import_rows',
  column: 'payload',
  rowUid: `${importId}:${line}`,
});

export const sealLine = (
  encryption: FieldEncryption,
  importId: number,
  line: number,
  content: LineContent,
): Buffer => encryption.encrypt(JSON.stringify(content), placeOf(importId, line));

export const openLine = (
  encryption: FieldEncryption,
  importId: number,
  { line_no, payload }: Pick<ImportLine, 'line_no' | 'payload'>,
): LineContent => JSON.parse(encryption.decrypt(payload, placeOf(importId, line_no))) as LineContent;

export const problemsOf = ({ errors }: Pick<ImportLine, 'errors'>): RowProblem[] =>
  errors === null ? [] : (JSON.parse(errors) as RowProblem[]);

const COLUMNS = [
  'import_id',
  'line_no',
  'row_id',
  'class',
  'errors',
  'nik_bidx',
  'fingerprint',
  'payload',
] as const;

export async function insertLines(
  connection: Connection,
  importId: number,
  lines: readonly Omit<ImportLine, 'submission_id'>[],
): Promise<void> {
  await insertMany(connection, {
    table: 'import_rows',
    columns: COLUMNS,
    rows: lines.map((line) => [
      importId,
      line.line_no,
      line.row_id,
      line.class,
      line.errors,
      line.nik_bidx,
      line.fingerprint,
      line.payload,
    ]),
  });
}

/** Deletes up to `limit` lines of an import; gives how many there were. */
export const deleteLines = (connection: Connection, importId: number, limit: number): Promise<number> =>
  connection('import_rows')
    .where({ import_id: importId })
    .whereIn(
      'line_no',
      connection('import_rows')
        .where({ import_id: importId })
        .orderBy('line_no')
        .limit(limit)
        .select('line_no'),
    )
    .delete();

/** Lines of one class that no registration came of yet, in file order. */
export const openLines = (
  connection: Connection,
  importId: number,
  rowClass: RowClass,
  { after, limit }: { after: number; limit: number },
): Promise<ImportLine[]> =>
  connection('import_rows')
    .where({ import_id: importId, class: rowClass })
    .where('line_no', '>', after)
    .whereNull('submission_id')
    .orderBy('line_no')
    .limit(limit) as unknown as Promise<ImportLine[]>;

/** Lines of some classes in file order, for listings and exports. */
export const linesOf = (
  connection: Connection,
  importId: number,
  classes: readonly RowClass[],
  { after = 0, offset = 0, limit }: { after?: number; offset?: number; limit: number },
): Promise<ImportLine[]> =>
  connection('import_rows')
    .where({ import_id: importId })
    .whereIn('class', classes as RowClass[])
    .where('line_no', '>', after)
    .orderBy('line_no')
    .offset(offset)
    .limit(limit) as unknown as Promise<ImportLine[]>;

export async function countByClass(
  connection: Connection,
  importId: number,
): Promise<Record<RowClass, number>> {
  const rows = (await connection('import_rows')
    .where({ import_id: importId })
    .groupBy('class')
    .select('class')
    .count({ n: '*' })) as { class: RowClass; n: number }[];
  const found = new Map(rows.map((row) => [row.class, Number(row.n)]));
  return Object.fromEntries(ROW_CLASSES.map((name) => [name, found.get(name) ?? 0])) as Record<
    RowClass,
    number
  >;
}

/** SQLite looks up each line, PostgreSQL hashes the list; the span keeps both from reading lines of the whole import. */
const POINT = {
  sqlite: `UPDATE import_rows SET submission_id = json_extract(?, '$."' || line_no || '"')
    WHERE import_id = ? AND line_no BETWEEN ? AND ? AND line_no IN (SELECT CAST(key AS INTEGER) FROM json_each(?))`,
  postgres: `UPDATE import_rows SET submission_id = made.value::integer FROM json_each_text(?) made
    WHERE import_id = ? AND line_no BETWEEN ? AND ? AND line_no = made.key::integer`,
};

/** Points lines at their registrations: the proof, in the same transaction, that they are done. */
export async function pointAtSubmissions(
  connection: Connection,
  importId: number,
  made: readonly { line: number; submissionId: number }[],
): Promise<void> {
  if (made.length === 0) return;
  const lines = made.map(({ line }) => line);
  const pairs = JSON.stringify(
    Object.fromEntries(made.map(({ line, submissionId }) => [line, submissionId])),
  );
  const bindings = [pairs, importId, Math.min(...lines), Math.max(...lines)];
  if (isPostgres(connection)) await connection.raw(POINT.postgres, bindings);
  else await connection.raw(POINT.sqlite, [...bindings, pairs]);
}

/** Lines that turned out otherwise when they were to be committed. */
export async function reclassLine(
  connection: Connection,
  importId: number,
  line: number,
  rowClass: RowClass,
  problems: readonly RowProblem[],
): Promise<void> {
  await connection('import_rows')
    .where({ import_id: importId, line_no: line })
    .update({ class: rowClass, errors: problems.length > 0 ? JSON.stringify(problems) : null });
}

const EXAMPLES = 5;

const PROBLEMS_SQLITE = `SELECT line_no, row_id, value AS problem, json_extract(value, '$.code') AS code,
    json_extract(value, '$.column') AS col FROM import_rows, json_each(import_rows.errors)
  WHERE import_id = ? AND class IN ('bad', 'conflict')`;
const PROBLEMS_POSTGRES = `SELECT line_no, row_id, value::text AS problem, value->>'code' AS code,
    value->>'column' AS col FROM import_rows, json_array_elements(import_rows.errors::json)
  WHERE import_id = ? AND class IN ('bad', 'conflict')`;

/** Every kind of problem of an import with its number and first examples, counted by the database. */
export async function problemGroups(connection: Connection, importId: number): Promise<ProblemGroup[]> {
  const problems = isPostgres(connection) ? PROBLEMS_POSTGRES : PROBLEMS_SQLITE;
  const rows = await rawRows<{ line_no: number; row_id: string | null; problem: string; n: number }>(
    connection,
    `SELECT * FROM (SELECT p.*, count(*) OVER (PARTITION BY code, col) AS n,
       row_number() OVER (PARTITION BY code, col ORDER BY line_no) AS place FROM (${problems}) p) ranked
     WHERE place <= ${EXAMPLES} ORDER BY n DESC, code, col, line_no`,
    [importId],
  );
  const groups = new Map<string, ProblemGroup>();
  for (const { line_no: line, row_id: rowId, problem: text, n } of rows) {
    const { code, column, value, message, remedy } = JSON.parse(text) as RowProblem;
    const key = `${code}:${column}`;
    const words = conflictWords(code) ?? { message, remedy };
    const group = groups.get(key) ?? { code, column, count: Number(n), ...words, examples: [] };
    group.examples.push({ line, rowId, column, value: value ?? null });
    groups.set(key, group);
  }
  return [...groups.values()];
}
