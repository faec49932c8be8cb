import type { Connection } from '../database.ts';
import type { ListDefinition } from '../http/list-query.ts';
import { contains } from '../http/list-search.ts';
import { REASON_CODES } from '../reference/reason-schema.ts';
import { CAUSES, type PmoCodeRecord } from './pmo-code-schema.ts';
import type { CodeMeaning, CodeTable } from './pmo-code-rules.ts';

export interface PmoCodeRow {
  id: number;
  code: string;
  reason_code: PmoCodeRecord['reasonCode'];
  cause: PmoCodeRecord['cause'];
  remedy_id: string;
  remedy_en: string;
  carries_over: number;
  answers?: number | string;
  updated_at: string;
  version: number;
}

export const rowToPmoCode = (row: PmoCodeRow): PmoCodeRecord => ({
  id: row.id,
  code: row.code,
  reasonCode: row.reason_code,
  cause: row.cause,
  remedy: { id: row.remedy_id, en: row.remedy_en },
  carriesOver: row.carries_over === 1,
  answers: Number(row.answers ?? 0),
  updatedAt: row.updated_at,
  version: row.version,
});

const rowToMeaning = (row: PmoCodeRow): CodeMeaning => ({
  reasonCode: row.reason_code,
  cause: row.cause,
  remedy: { id: row.remedy_id, en: row.remedy_en },
  carriesOver: row.carries_over === 1,
});

export const PMO_CODE_LIST: ListDefinition = {
  resource: 'pmo-codes',
  fields: {
    id: { column: 'pmo_codes.id', type: 'int' },
    code: { column: 'pmo_codes.code', type: 'text' },
    reasonCode: { column: 'pmo_codes.reason_code', type: 'text', values: REASON_CODES },
    cause: { column: 'pmo_codes.cause', type: 'text', values: CAUSES },
    carriesOver: { column: 'pmo_codes.carries_over', type: 'bool' },
    updatedAt: { column: 'pmo_codes.updated_at', type: 'text' },
  },
  defaultSort: ['code', 'ASC'],
  search: contains('pmo_codes.code'),
};

export const codeColumns = (connection: Connection) => [
  'pmo_codes.*',
  connection.raw(
    "(SELECT count(*) FROM pmo_answers a WHERE a.result <> 'CONFIRMED' AND upper(a.pmo_code) = pmo_codes.code) AS answers",
  ),
];

export async function findPmoCode(connection: Connection, id: number): Promise<PmoCodeRecord | null> {
  const row = (await connection('pmo_codes')
    .where('pmo_codes.id', id)
    .first(codeColumns(connection) as string[])) as PmoCodeRow | undefined;
  return row ? rowToPmoCode(row) : null;
}

/** The whole table of the PMO's codes; a few hundred at most. */
export async function codeTable(connection: Connection): Promise<CodeTable> {
  const rows = (await connection('pmo_codes').select()) as PmoCodeRow[];
  return new Map(rows.map((row) => [row.code, rowToMeaning(row)]));
}
