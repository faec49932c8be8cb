import type { Role } from '../auth/permission-rules.ts';
import type { Connection } from '../database.ts';
import type { RowMove, RowsMoving } from './batch-run-schema.ts';

/** A row of `row_moves`. */
export interface RowMoveRow {
  id: number;
  batch_id: number;
  action: RowMove;
  actor_id: number | null;
  actor_role: Role;
  at: string;
  request_id: string;
  reason_codes: string | null;
  note: string | null;
  total: number;
  moved: number;
  moved_row: number;
}

/** The rows of a batch that still follow it; null once all stand where it stands. */
export async function rowsMoving(connection: Connection, batchId: number): Promise<RowsMoving | null> {
  const row = (await connection('row_moves')
    .where({ batch_id: batchId })
    .whereNull('ended_at')
    .first('action', 'total', 'moved')) as RowsMoving | undefined;
  return row ?? null;
}

/** SQL that is true while rows of a batch still follow it. @param batch an SQL expression of its id */
export const isMovingSql = (batch: string): string =>
  `EXISTS (SELECT 1 FROM row_moves m WHERE m.batch_id = ${batch} AND m.ended_at IS NULL)`;
