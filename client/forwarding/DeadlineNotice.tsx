import { Alert } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'react-admin';
import type { BatchRecord } from '@server/batches/batch-schema.ts';
import type { DeadlineState } from '@server/forwarding/answer-deadline-rules.ts';
import { useMay } from '../auth/use-staff.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { useFormat } from '../i18n/format.ts';

interface Deadline {
  state: DeadlineState;
  dueAt: string | null;
  daysOver: number;
  pending: number;
}

const TONE = { open: 'info', soon: 'warning', overdue: 'error' } as const;

/** Says on the batch's page when the PMO's answers are due, and alarms when they are late. */
export function DeadlineNotice({ batch }: { batch: BatchRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const mayRead = useMay('dispatch.read');
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const waits = batch.status === 'sent' || batch.status === 'acknowledged';
  const { data } = useQuery({
    queryKey: ['batches', batch.id, 'answer-deadline', batch.version],
    queryFn: ({ signal }) =>
      dataProvider.read<Deadline>(`batches/${batch.id}/answer-deadline`, { signal, background: true }),
    enabled: mayRead && waits,
  });
  if (!waits || !data || data.state === 'none' || data.state === 'answered') return null;
  const words = data.state === 'overdue' && data.daysOver === 0 ? 'overdueToday' : data.state;
  return (
    <Alert severity={TONE[data.state]}>
      {translate(`answers.deadline.${words}`, {
        at: format.instant(data.dueAt),
        days: data.daysOver,
        count: format.number(data.pending),
      })}
    </Alert>
  );
}
