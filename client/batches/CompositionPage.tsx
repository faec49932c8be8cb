import {
  Alert,
  Box,
  Button,
  Card,
  Chip,
  LinearProgress,
  Link as MuiLink,
  Stack,
  Typography,
} from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import {
  DataTable,
  ListBase,
  Pagination,
  SearchInput,
  FilterForm,
  Title,
  useDataProvider,
  useGetOne,
  useRecordContext,
  useTranslate,
} from 'react-admin';
import { Link, useParams } from 'react-router-dom';
import type { CompositionPlace, CompositionRecord } from '@server/batches/composition-schema.ts';
import type { WaveRecord } from '@server/reference/reference-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { EnumChip } from '../i18n/fields.tsx';
import { useFormat } from '../i18n/format.ts';
import { FactList } from '../layout/FactList.tsx';
import { Problem } from '../layout/ListProblem.tsx';
import { batchTone } from './batch-tone.ts';
import { composePath } from './compose-view.ts';

const POLL_MS = 2000;
const filters = [<SearchInput key="q" source="q" alwaysOn />];

function useComposition(id: number) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['batch-compositions', id],
    queryFn: ({ signal }) => dataProvider.read<CompositionRecord>(`batch-compositions/${id}`, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.jobId && state.data.placed < state.data.taken ? POLL_MS : false,
  });
}

/** Why somebody is in or out, in a sentence. */
function WhyField(_props: { label?: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const place = useRecordContext<CompositionPlace>();
  if (!place) return null;
  if (place.lot === null) return <>{translate('compose.whyAll')}</>;
  return (
    <>
      {translate(place.lowered ? 'compose.whyLowered' : 'compose.why', {
        day: format.day(place.verifiedOn),
        lot: place.lot.slice(0, 12),
      })}
    </>
  );
}

function PlaceField(_props: { label?: string }) {
  const translate = useTranslate();
  const place = useRecordContext<CompositionPlace>();
  if (!place) return null;
  if (!place.taken)
    return <Chip size="small" color="warning" variant="outlined" label={translate('compose.out')} />;
  if (place.batchId === null) return <Chip size="small" label={translate('compose.coming')} />;
  return (
    <MuiLink component={Link} to={`/batches/${place.batchId}/show`}>
      {place.batchNo}
    </MuiLink>
  );
}

function Places({ composition }: { composition: CompositionRecord }) {
  return (
    <ListBase
      resource={`batch-compositions/${composition.id}/places`}
      sort={{ field: 'position', order: 'ASC' }}
      perPage={25}
      storeKey={`places-${composition.id}`}
      disableSyncWithLocation
      disableAuthentication
    >
      <FilterForm filters={filters} />
      <Card variant="outlined" sx={{ overflow: 'auto' }}>
        <DataTable bulkActionButtons={false} size="small" rowClick={false}>
          <DataTable.NumberCol source="position" label="compose.position" disableSort />
          <DataTable.Col
            source="registrationNo"
            label="resources.submissions.fields.registrationNo"
            disableSort
          />
          <DataTable.Col label="compose.place">
            <PlaceField />
          </DataTable.Col>
          <DataTable.Col label="compose.reason">
            <WhyField />
          </DataTable.Col>
        </DataTable>
      </Card>
      <Pagination />
    </ListBase>
  );
}

function Receipt({ composition }: { composition: CompositionRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const { nameOf } = useStaffNames();
  const { data: wave } = useGetOne<WaveRecord>('waves', { id: composition.waveId });
  const number = (value: number) => format.number(value);
  return (
    <Card variant="outlined" sx={{ p: 2 }}>
      <FactList
        columnWidth={200}
        facts={[
          { label: translate('console.wave'), value: wave?.name ?? '–' },
          {
            label: translate('resources.batches.fields.channel'),
            value: translate(`enums.channel.${composition.channel}`),
          },
          {
            label: translate('compose.by.who'),
            value: `${nameOf(composition.createdById) ?? '–'}, ${format.instant(composition.createdAt)}`,
          },
          { label: translate('compose.found'), value: number(composition.found) },
          { label: translate('compose.fitting'), value: number(composition.fits) },
          { label: translate('compose.left'), value: number(composition.quotaLeft) },
          { label: translate('compose.taken'), value: number(composition.taken) },
          { label: translate('compose.leftOutCount'), value: number(composition.leftOut) },
          { label: translate('compose.placed'), value: number(composition.placed) },
        ]}
      />
      <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap', mt: 2 }}>
        {composition.batches.map(({ id, batchNo, rowCount, status }) => (
          <MuiLink key={id} component={Link} to={`/batches/${id}/show`} underline="none">
            <Stack direction="row" spacing={0.5} sx={{ alignItems: 'center' }}>
              <Chip clickable size="small" label={`${batchNo}: ${number(rowCount)}`} />
              <EnumChip value={status} words="batchStatus" tone={batchTone} />
            </Stack>
          </MuiLink>
        ))}
      </Stack>
    </Card>
  );
}

/** One act of composing: its receipt, and why everybody in its order is in or out. */
export function CompositionPage() {
  const translate = useTranslate();
  const { id = '' } = useParams();
  const mayCompose = useMay('batch.compose');
  const { data: composition, error, refetch } = useComposition(Number(id));
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!composition) return <LinearProgress aria-label={translate('ra.message.loading')} />;
  const { waveId, channel, taken, placed, jobId, leftOut, seed, rule } = composition;
  return (
    <Stack spacing={2} sx={{ mt: 2, maxWidth: 1280 }}>
      <Title title={translate('compose.receipt', { id: composition.id })} />
      {jobId !== null && placed < taken && (
        <LinearProgress
          variant="determinate"
          value={(100 * placed) / taken}
          aria-label={translate('compose.placed')}
        />
      )}
      <Receipt composition={composition} />
      {seed && (
        <Alert
          severity="info"
          action={
            mayCompose &&
            leftOut > 0 && (
              <Button
                component={Link}
                size="small"
                color="inherit"
                to={composePath({ waveId, channel, leftOutOfId: composition.id })}
              >
                {translate('compose.carryLeftOut')}
              </Button>
            )
          }
        >
          {translate('compose.order')}
          <Typography variant="caption" component="div" sx={{ overflowWrap: 'anywhere' }}>
            {translate('compose.seed', { seed, rule })}
          </Typography>
          <Typography variant="caption" component="code">
            {"printf '%s' 'SEED:PK-…' | sha256sum"}
          </Typography>
        </Alert>
      )}
      <Box>
        <Places composition={composition} />
      </Box>
    </Stack>
  );
}
