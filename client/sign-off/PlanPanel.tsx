import { Alert, Button, Card, CardContent, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useGetList, useTranslate } from 'react-admin';
import type { WaveRecord } from '@server/reference/reference-schema.ts';
import type { PlanRecord } from '@server/sign-off/sign-off-schema.ts';
import { useMay, useStaffIdentity } from '../auth/use-staff.ts';
import { useFormat } from '../i18n/format.ts';
import { ActButton } from '../layout/ActButton.tsx';
import { Problem } from '../layout/ListProblem.tsx';
import { ConsentDialog } from './ConsentDialog.tsx';
import { PlanDialog } from './PlanDialog.tsx';
import { StageList } from './StageList.tsx';
import { useOrder, usePlans } from './use-sign-off.ts';

function Stages({ plan }: { plan: PlanRecord }) {
  const translate = useTranslate();
  if (plan.stages.length === 0) return <Typography>{translate('signOff.plan.ratifyOnly')}</Typography>;
  return <StageList stages={plan.stages} />;
}

/** A plan that waits for the second administrator: its consent, or its end. */
function Proposal({ plan }: { plan: PlanRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const order = useOrder();
  const mayOrder = useMay('sign-off.order');
  const own = useStaffIdentity()?.id === plan.orderedBy.id;
  const [isAsking, setAsking] = useState(false);
  const said = { name: plan.orderedBy.fullName, at: format.instant(plan.orderedAt) };
  return (
    <Alert
      severity="warning"
      icon={false}
      sx={{ '& .MuiAlert-message': { width: '100%' } }}
      action={
        mayOrder && (
          <Stack direction="row" spacing={1}>
            <Button
              color="inherit"
              sx={{ whiteSpace: 'nowrap' }}
              onClick={() => {
                // A refusal is told by the notice of the page that is read again.
                void order(`sign-off-plans/${plan.id}/end`, 'end-plan', { version: plan.version });
              }}
            >
              {translate('signOff.plan.withdraw')}
            </Button>
            <ActButton
              label={translate('signOff.consent.give')}
              variant="contained"
              reasons={own ? [translate('signOff.consent.other')] : []}
              onClick={() => setAsking(true)}
            />
          </Stack>
        )
      }
    >
      <Typography sx={{ fontWeight: 600, mb: 1 }}>{translate('signOff.plan.proposed', said)}</Typography>
      <Stages plan={plan} />
      {isAsking && (
        <ConsentDialog
          kind="plan"
          path={`sign-off-plans/${plan.id}`}
          version={plan.version}
          onClose={() => setAsking(false)}
        >
          <Stages plan={plan} />
        </ConsentDialog>
      )}
    </Alert>
  );
}

function WavePlan({ waveId }: { waveId: number }) {
  const translate = useTranslate();
  const format = useFormat();
  const { data: plans, error, refetch } = usePlans(waveId);
  const mayOrder = useMay('sign-off.order');
  const [isOrdering, setOrdering] = useState(false);
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!plans) return null;
  const inForce = plans.find(({ state }) => state === 'in_force') ?? null;
  const proposals = plans.filter(({ state }) => state === 'proposed');
  return (
    <Stack spacing={2} sx={{ alignItems: 'stretch' }}>
      {inForce ? (
        <>
          <Stages plan={inForce} />
          <Typography variant="body2" color="text.secondary">
            {translate('signOff.plan.since', {
              at: format.instant(inForce.consentedAt),
              ordered: inForce.orderedBy.fullName,
              consented: inForce.consentedBy?.fullName ?? '–',
            })}
          </Typography>
        </>
      ) : (
        <Typography>{translate('signOff.plan.ratifyOnly')}</Typography>
      )}
      {proposals.map((plan) => (
        <Proposal key={plan.id} plan={plan} />
      ))}
      {mayOrder && (
        <Button variant="outlined" sx={{ alignSelf: 'flex-start' }} onClick={() => setOrdering(true)}>
          {translate('signOff.plan.order')}
        </Button>
      )}
      {isOrdering && <PlanDialog waveId={waveId} inForce={inForce} onClose={() => setOrdering(false)} />}
    </Stack>
  );
}

/** The stages of one wave, chosen from all; the newest stands first. */
export function PlanPanel() {
  const translate = useTranslate();
  const [chosen, setChosen] = useState<number | null>(null);
  const { data: waves = [] } = useGetList<WaveRecord>('waves', {
    pagination: { page: 1, perPage: 100 },
    sort: { field: 'opensAt', order: 'DESC' },
  });
  const waveId = chosen ?? waves[0]?.id ?? null;
  return (
    <Card component="section" aria-label={translate('signOff.plan.title')}>
      <CardContent>
        <Stack
          direction="row"
          spacing={2}
          sx={{ alignItems: 'center', justifyContent: 'space-between', mb: 2 }}
        >
          <Typography variant="h2" sx={{ flexShrink: 0 }}>
            {translate('signOff.plan.title')}
          </Typography>
          {waveId !== null && (
            <TextField
              select
              fullWidth={false}
              size="small"
              label={translate('resources.batches.fields.waveId')}
              value={waveId}
              onChange={(event) => setChosen(Number(event.target.value))}
              sx={{ minWidth: 260 }}
            >
              {waves.map(({ id, name }) => (
                <MenuItem key={id} value={id}>
                  {name}
                </MenuItem>
              ))}
            </TextField>
          )}
        </Stack>
        {waveId !== null && <WavePlan key={waveId} waveId={waveId} />}
      </CardContent>
    </Card>
  );
}
