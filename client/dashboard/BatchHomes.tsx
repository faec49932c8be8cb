import type { Dashboard } from '@server/dashboard/dashboard-schema.ts';
import { BatchTable, DeliveryTable } from './BatchTables.tsx';
import { Panel } from './Panel.tsx';

/** What waits for a signature, and nothing else. */
export function ApproverHome({ figures }: { figures: Dashboard }) {
  return (
    <Panel title="dashboard.toRatify">
      <BatchTable batches={figures.batches ?? []} />
    </Panel>
  );
}

/** Deliveries to acknowledge and answers outstanding. */
export function PmoHome({ figures }: { figures: Dashboard }) {
  const deliveries = figures.deliveries ?? [];
  const isNew = ({ status }: { status: string }) => status === 'sent';
  return (
    <>
      <Panel title="dashboard.toAcknowledge">
        <DeliveryTable deliveries={deliveries.filter(isNew)} />
      </Panel>
      <Panel title="dashboard.toAnswer">
        <DeliveryTable deliveries={deliveries.filter((one) => !isNew(one))} />
      </Panel>
    </>
  );
}
