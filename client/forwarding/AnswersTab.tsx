import { Stack } from '@mui/material';
import { useSearchParams } from 'react-router-dom';
import type { BatchRecord } from '@server/batches/batch-schema.ts';
import { RowTable } from '../batches/RowTable.tsx';
import { filterFrom } from '../batches/row-filter.ts';
import { EmptyState } from '../layout/EmptyState.tsx';
import { IssueList } from './IssueList.tsx';

const ANSWERABLE: readonly string[] = ['sent', 'acknowledged', 'settled'];

/** What the PMO said about each row, and what its files said that could not be taken. */
export function AnswersTab({ batch }: { batch: BatchRecord }) {
  const [search] = useSearchParams();
  if (!ANSWERABLE.includes(batch.status)) return <EmptyState words="dispatches.notSent" />;
  return (
    <Stack spacing={2}>
      <RowTable
        key={search.toString()}
        batch={batch}
        withAnswers
        filter={filterFrom(search)}
        empty={<EmptyState words="batches.noRowsFound" />}
      />
      <IssueList batchId={batch.id} />
    </Stack>
  );
}
