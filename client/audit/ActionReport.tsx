import { Typography } from '@mui/material';
import {
  ListBase,
  Pagination,
  ResourceContextProvider,
  Title,
  useListContext,
  useTranslate,
} from 'react-admin';
import { EmptyState } from '../layout/EmptyState.tsx';
import { ListProblem } from '../layout/ListProblem.tsx';
import { Card } from '@mui/material';
import { OVERRIDE_ACTIONS, UNMASKING_ACTIONS } from './audit-names.ts';
import { AuditTabs } from './AuditTabs.tsx';
import { EventTable } from './EventTable.tsx';

function Report({ words, withPurpose }: { words: string; withPurpose: boolean }) {
  const { error, total } = useListContext();
  if (error) return <ListProblem />;
  if (total === 0) return <EmptyState words={`${words}.empty`} />;
  return (
    <Card>
      <EventTable withPurpose={withPurpose} />
      <Pagination />
    </Card>
  );
}

function ActionReport({
  actions,
  words,
  withPurpose,
}: {
  actions: readonly string[];
  words: string;
  withPurpose: boolean;
}) {
  const translate = useTranslate();
  return (
    <ResourceContextProvider value="audit-events">
      <AuditTabs />
      <Title title={`${words}.title`} />
      <Typography color="text.secondary" sx={{ my: 2 }}>
        {translate(`${words}.help`)}
      </Typography>
      <ListBase
        filter={{ action: [...actions] }}
        sort={{ field: 'id', order: 'DESC' }}
        perPage={50}
        storeKey={words}
        disableSyncWithLocation
      >
        <Report words={words} withPurpose={withPurpose} />
      </ListBase>
    </ResourceContextProvider>
  );
}

/** Who had whole numbers shown, and for what. */
export function UnmaskingReport() {
  return <ActionReport actions={UNMASKING_ACTIONS} words="audit.unmasking" withPurpose />;
}

/** Where somebody's judgement went over a finding or back over a decision. */
export function OverrideReport() {
  return <ActionReport actions={OVERRIDE_ACTIONS} words="audit.overrides" withPurpose={false} />;
}
