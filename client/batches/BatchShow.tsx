import { Box, Card, LinearProgress, Stack, Tab, Tabs } from '@mui/material';
import { useState } from 'react';
import { Title, useTranslate } from 'react-admin';
import { useParams, useSearchParams } from 'react-router-dom';
import type { BatchDetail } from '@server/batches/batch-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import { AnswersTab } from '../forwarding/AnswersTab.tsx';
import { BatchReconciliation } from '../forwarding/BatchReconciliation.tsx';
import { DeadlineNotice } from '../forwarding/DeadlineNotice.tsx';
import { DeliveryTab } from '../forwarding/DeliveryTab.tsx';
import { Problem } from '../layout/ListProblem.tsx';
import { BatchHead } from './BatchHead.tsx';
import { DutyPanel } from './DutyPanel.tsx';
import { HistoryTab } from './HistoryTab.tsx';
import { PapersTab } from './PapersTab.tsx';
import { RatificationTab } from './RatificationTab.tsx';
import { RowsTab } from './RowsTab.tsx';
import { RunPanel, useRefreshWhenQuiet } from './RunPanel.tsx';
import { SealPanel } from './SealPanel.tsx';
import { useBatch } from './use-batch.ts';

const TABS = ['rows', 'papers', 'ratification', 'delivery', 'answers', 'reconciliation', 'history'] as const;
type TabName = (typeof TABS)[number];

const PANELS: Record<TabName, (props: { batch: BatchDetail }) => React.ReactNode> = {
  rows: RowsTab,
  papers: PapersTab,
  ratification: RatificationTab,
  delivery: DeliveryTab,
  answers: AnswersTab,
  reconciliation: BatchReconciliation,
  history: HistoryTab,
};

/** Deliveries and their answers are read by those who send, receive or audit them. */
const PMO_TABS: readonly TabName[] = ['delivery', 'answers', 'reconciliation'];

function BatchTabs({ batch }: { batch: BatchDetail }) {
  const translate = useTranslate();
  const maySeePmo = useMay('dispatch.read');
  const [search, setSearch] = useSearchParams();
  const names = TABS.filter((name) => maySeePmo || !PMO_TABS.includes(name));
  const asked = search.get('tab');
  // Chosen once: whoever ratifies stays where the decree now stands.
  const [first] = useState<TabName>(batch.status === 'awaiting_ratification' ? 'ratification' : 'rows');
  const current = names.find((name) => name === asked) ?? first;
  const Panel = PANELS[current];
  return (
    <Card>
      <Tabs
        value={current}
        onChange={(_event, tab: TabName) => setSearch({ tab }, { replace: true })}
        variant="scrollable"
        aria-label={translate('batches.parts')}
        sx={{ borderBottom: 1, borderColor: 'divider', px: 1 }}
      >
        {names.map((name) => (
          <Tab
            key={name}
            value={name}
            id={`batch-tab-${name}`}
            aria-controls="batch-panel"
            label={translate(`batches.tabs.${name}`)}
          />
        ))}
      </Tabs>
      <Box role="tabpanel" id="batch-panel" aria-labelledby={`batch-tab-${current}`} sx={{ p: 2 }}>
        <Panel batch={batch} />
      </Box>
    </Card>
  );
}

/** A batch: what it is, whose turn it is, and its parts. */
export function BatchShow() {
  const translate = useTranslate();
  const { id = '' } = useParams();
  const { data: batch, error, refetch } = useBatch(Number(id));
  useRefreshWhenQuiet(batch);
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!batch) return <LinearProgress aria-label={translate('ra.message.loading')} />;
  return (
    <Stack spacing={2} sx={{ mt: 2, minWidth: 0 }}>
      <Title title={batch.batchNo} />
      <BatchHead batch={batch} />
      <RunPanel batch={batch} />
      <DeadlineNotice batch={batch} />
      <DutyPanel batch={batch} />
      <SealPanel batch={batch} />
      <BatchTabs key={batch.id} batch={batch} />
    </Stack>
  );
}
