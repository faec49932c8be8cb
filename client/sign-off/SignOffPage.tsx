import { Stack, Typography } from '@mui/material';
import { Title, useTranslate } from 'react-admin';
import { DelegationPanel } from './DelegationPanel.tsx';
import { PlanPanel } from './PlanPanel.tsx';

/** Who must sign batches before they are ratified, and who signs for whom. */
export function SignOffPage() {
  const translate = useTranslate();
  return (
    <Stack spacing={2} sx={{ mt: 2 }}>
      <Title title={translate('resources.delegations.name', { smart_count: 2 })} />
      <Typography color="text.secondary">{translate('signOff.intro')}</Typography>
      <PlanPanel />
      <DelegationPanel />
    </Stack>
  );
}
