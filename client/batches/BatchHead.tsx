import { Box, Button, Card, CardContent, Stack, Step, StepLabel, Stepper, Typography } from '@mui/material';
import { useGetOne, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { BatchDetail } from '@server/batches/batch-schema.ts';
import type { OfficeRecord, WaveRecord } from '@server/reference/reference-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';
import { EnumChip } from '../i18n/fields.tsx';
import { useFormat } from '../i18n/format.ts';
import { Digest } from '../layout/Digest.tsx';
import { FactList } from '../layout/FactList.tsx';
import { batchTone } from './batch-tone.ts';
import { ROAD, roadSteps } from './batch-road.ts';
import { composePath } from './compose-view.ts';

/** The life of the batch; what is reached carries its day. */
export function BatchStepper({ batch }: { batch: BatchDetail }) {
  const translate = useTranslate();
  const format = useFormat();
  if (batch.status === 'cancelled') return null;
  const active = batch.status === 'settled' ? ROAD.length : ROAD.findIndex((step) => step === batch.status);
  return (
    <Stepper activeStep={active} alternativeLabel sx={{ mt: 2 }}>
      {roadSteps(batch).map(({ step, at, isDone }) => (
        <Step key={step} completed={isDone}>
          <StepLabel optional={<Typography variant="caption">{at ? format.dayOf(at) : ' '}</Typography>}>
            {translate(`enums.batchStatus.${step}`)}
          </StepLabel>
        </Step>
      ))}
    </Stepper>
  );
}

function useHeadFacts(batch: BatchDetail) {
  const translate = useTranslate();
  const format = useFormat();
  const { nameOf } = useStaffNames();
  const { data: wave } = useGetOne<WaveRecord>('waves', { id: batch.waveId });
  const { data: office } = useGetOne<OfficeRecord>(
    'offices',
    { id: batch.officeId ?? 0 },
    { enabled: batch.officeId !== null },
  );
  const field = (name: string) => translate(`resources.batches.fields.${name}`);
  const { counts } = batch;
  const byProposer = counts.byProposer.map(
    ({ proposer, rows }) => `${translate(`enums.proposer.${proposer}`)} ${format.number(rows)}`,
  );
  return [
    { label: field('waveId'), value: wave?.name ?? '–' },
    { label: field('channel'), value: translate(`enums.channel.${batch.channel}`) },
    {
      label: field('officeId'),
      value: batch.officeId === null ? translate('console.allOffices') : (office?.name ?? '–'),
    },
    { label: field('roundNo'), value: batch.roundNo },
    {
      label: field('rowCount'),
      value: (
        <>
          <strong>{format.number(batch.rowCount)}</strong>{' '}
          {translate('batches.bySex', {
            male: format.number(counts.male),
            female: format.number(counts.female),
          })}
        </>
      ),
    },
    { label: translate('batches.byProposer'), value: byProposer.join(' · ') || '–' },
    { label: field('composedById'), value: nameOf(batch.composedById) ?? '–' },
    { label: translate('batches.quotaInWave'), value: format.number(batch.quotaLeft) },
    {
      label: field('digest'),
      value: batch.digest ? <Digest value={batch.digest} /> : translate('batches.noDigest'),
      wide: true,
    },
  ];
}

/** Where the batch came from, and what may be carried on from it. */
function CompositionLinks({ batch }: { batch: BatchDetail }) {
  const translate = useTranslate();
  const mayCompose = useMay('batch.compose');
  const mayRead = useMay('composition.read');
  const { id, waveId, channel, compositionId } = batch;
  return (
    <>
      {mayRead && compositionId !== null && (
        <Button size="small" component={Link} to={`/batches/compositions/${compositionId}`}>
          {translate('compose.receipt', { id: compositionId })}
        </Button>
      )}
      {mayCompose && batch.status !== 'open' && (
        <Button size="small" component={Link} to={composePath({ waveId, channel, carriedFromBatchId: id })}>
          {translate('compose.carry')}
        </Button>
      )}
    </>
  );
}

/** What the batch is, at a glance. */
export function BatchHead({ batch }: { batch: BatchDetail }) {
  const facts = useHeadFacts(batch);
  return (
    <Card>
      <CardContent sx={{ '&:last-child': { pb: 2 } }}>
        <Stack direction="row" spacing={1.5} sx={{ alignItems: 'center', mb: 1.5 }}>
          <Typography variant="h2">{batch.batchNo}</Typography>
          <EnumChip value={batch.status} words="batchStatus" tone={batchTone} />
          <Box sx={{ flexGrow: 1 }} />
          <CompositionLinks batch={batch} />
        </Stack>
        <FactList facts={facts} columnWidth={240} />
        <BatchStepper batch={batch} />
      </CardContent>
    </Card>
  );
}
