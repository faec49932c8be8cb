import type { Knex } from 'knex';
import type { Actor } from '../audit/audit-service.ts';
import { batchesVisibleTo } from '../batches/batch-store.ts';
import type { Connection } from '../database.ts';
import type { ListDefinition } from '../http/list-query.ts';
import { ANSWER_ISSUE_CODES, type AnswerIssueRecord } from './forwarding-schema.ts';

export interface IssueRow {
  id: number;
  answer_file_id: number;
  batch_id: number;
  batch_no: string;
  file_name: string;
  line_no: number;
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
  answerFileId: row.answer_file_id,
  fileName: row.file_name,
  line: row.line_no,
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
    .join('pmo_answer_files as f', 'f.id', 'i.answer_file_id')
    .join('batches', 'batches.id', 'i.batch_id');
  return batchesVisibleTo(query, actor);
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
