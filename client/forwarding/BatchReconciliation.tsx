import type { BatchRecord } from '@server/batches/batch-schema.ts';
import { rowsPath, type AnswerState } from '../batches/row-filter.ts';
import { Problem } from '../layout/ListProblem.tsx';
import { ReconciliationSheet } from './ReconciliationSheet.tsx';
import type { Part, Target } from './sheet-sections.ts';
import { useReconciliation } from './use-dispatch.ts';

const ANSWERS: Record<Exclude<Part, 'sent'>, AnswerState> = {
  confirmed: 'CONFIRMED',
  returned: 'RETURNED',
  refused: 'REJECTED',
  pending: 'PENDING',
};

/** The rows of one batch behind a number of its sheet. */
export function batchRowsOf(batchId: number, { officeId, proposer }: Target, part: Part): string {
  return rowsPath(batchId, { officeId, proposer, ...(part === 'sent' ? {} : { answer: ANSWERS[part] }) });
}

/** The sheet of one batch; each number leads to its rows. */
export function BatchReconciliation({ batch }: { batch: Pick<BatchRecord, 'id'> }) {
  const { data, error, refetch } = useReconciliation(batch.id);
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  return <ReconciliationSheet sheet={data} linkOf={(target, part) => batchRowsOf(batch.id, target, part)} />;
}
