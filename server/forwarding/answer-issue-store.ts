import type { Knex } from 'knex';
import type { Act, Actor } from '../audit/audit-service.ts';
import { batchesVisibleTo } from '../batches/batch-store.ts';
import { insertMany } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import type { ListDefinition } from '../http/list-query.ts';
import type { AnswerIssue } from './answer-rules.ts';
import {
  ANSWER_ISSUE_CODES,
  ANSWER_SOURCES,
  type AnswerIssueRecord,
  type AnswerSource,
} from './forwarding-schema.ts';

export interface IssueRow {
  id: number;
  source: AnswerSource;
  answer_file_id: number | null;
  answer_call_id: number | null;
  batch_id: number;
  batch_no: string;
  file_name: string | null;
  line_no: number | null;
  position_no: number | null;
  code: AnswerIssueRecord['code'];
  detail: string;
  status: AnswerIssueRecord['status'];
  closed_by_id: number | null;
  closed_at: string | null;
  note: string | null;
  version: number;
}

export const rowToIssue = (row: IssueRow): AnswerIssueRecord => ({
  id: row.id,
  batchId: row.batch_id,
  batchNo: row.batch_no,
  source: row.source,
  answerFileId: row.answer_file_id,
  fileName: row.file_name,
  line: row.line_no,
  answerCallId: row.answer_call_id,
  position: row.position_no,
  code: row.code,
  detail: row.detail,
  status: row.status,
  closedById: row.closed_by_id,
  closedAt: row.closed_at,
  note: row.note,
  version: row.version,
});

export const ISSUE_LIST: ListDefinition = {
  resource: 'answer-issues',
  fields: {
    id: { column: 'i.id', type: 'int' },
    batchId: { column: 'i.batch_id', type: 'int' },
    batchNo: { column: 'batches.batch_no', type: 'text' },
    answerFileId: { column: 'i.answer_file_id', type: 'int' },
    line: { column: 'i.line_no', type: 'int' },
    source: { column: 'i.source', type: 'text', values: ANSWER_SOURCES },
    answerCallId: { column: 'i.answer_call_id', type: 'int' },
    position: { column: 'i.position_no', type: 'int' },
    code: { column: 'i.code', type: 'text', values: ANSWER_ISSUE_CODES },
    status: { column: 'i.status', type: 'text', values: ['open', 'closed'] },
    closedAt: { column: 'i.closed_at', type: 'text' },
  },
  defaultSort: ['id', 'DESC'],
};

export const ISSUE_COLUMNS = ['i.*', 'batches.batch_no', 'f.file_name'];

/** Work items with their file and batch, as far as the actor may know of the batch. */
export function issuesVisibleTo(connection: Connection, actor: Pick<Actor, 'role'>): Knex.QueryBuilder {
  const query = connection('pmo_answer_issues as i')
    .leftJoin('pmo_answer_files as f', 'f.id', 'i.answer_file_id')
    .join('batches', 'batches.id', 'i.batch_id');
  return batchesVisibleTo(query, actor);
}

export type IssueEntry = AnswerIssue;

/** Where some work items come from. */
export interface IssueOrigin {
  batchId: number;
  source: AnswerSource;
  fileId?: number;
  callId?: number;
}

/** Enters work items. A code nobody has mapped is one item a batch, however often it comes. */
export async function enterIssues(
  act: Act,
  { batchId, source, fileId, callId }: IssueOrigin,
  issues: readonly IssueEntry[],
): Promise<void> {
  const known = (await act
    .trx('pmo_answer_issues')
    .where({ batch_id: batchId, code: 'CODE_UNMAPPED', status: 'open' })
    .pluck('detail')) as string[];
  await insertMany(act.trx, {
    table: 'pmo_answer_issues',
    columns: ['line_no', 'position_no', 'code', 'detail'],
    same: {
      ...{ batch_id: batchId, source, answer_file_id: fileId ?? null, answer_call_id: callId ?? null },
      ...{ status: 'open', version: 1 },
    },
    rows: issues
      .filter(({ code, detail }) => code !== 'CODE_UNMAPPED' || !known.includes(detail))
      .map(({ line, code, detail }) => [
        source === 'file' ? line : null,
        source === 'api' ? line : null,
        code,
        detail,
      ]),
  });
}

export async function findIssue(
  connection: Connection,
  actor: Pick<Actor, 'role'>,
  id: number,
): Promise<IssueRow | null> {
  const row = (await issuesVisibleTo(connection, actor).where('i.id', id).first(ISSUE_COLUMNS)) as
    IssueRow | undefined;
  return row ?? null;
}
