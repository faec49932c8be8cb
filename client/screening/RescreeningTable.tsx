import { Button, Card, CardContent, Stack, Typography } from '@mui/material';
import {
  DataTable,
  FunctionField,
  ListContextProvider,
  useGetList,
  useGetMany,
  useList,
  useListContext,
  useTranslate,
} from 'react-admin';
import { Link } from 'react-router-dom';
import type { WaveRecord } from '@server/reference/reference-schema.ts';
import type { RescreeningRecord } from '@server/submissions/rescreen-schema.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';
import { EnumChipField, InstantField } from '../i18n/fields.tsx';
import { useFormat } from '../i18n/format.ts';
import { jobTone } from '../jobs/job-tone.ts';
import { Problem } from '../layout/ListProblem.tsx';

const SHOWN = 5;
/** Headings of numbers take two lines rather than the width of a phrase. */
const NARROW = { '& th, & td': { px: 1 }, '& th': { whiteSpace: 'normal' } };
const NUMBERS = ['checked', 'clearToHit', 'hitToClear', 'toUnknown', 'reportedHits'] as const;

/** What each re-screening was about: a batch by its number, or a whole wave by its name. */
export function useRescreenedScope(records: readonly RescreeningRecord[]) {
  const translate = useTranslate();
  const ids = [...new Set(records.map(({ waveId }) => waveId))];
  const { data: waves = [] } = useGetMany<WaveRecord>('waves', { ids }, { enabled: ids.length > 0 });
  return ({ waveId, batchNo }: RescreeningRecord) => {
    const wave = waves.find(({ id }) => id === waveId)?.name ?? String(waveId);
    return batchNo ? translate('rescreen.ofBatch', { batchNo }) : translate('rescreen.ofWave', { wave });
  };
}

/** The re-screenings of the list around it, each a way to its report. */
export function RescreeningRows() {
  const format = useFormat();
  const { nameOf } = useStaffNames();
  const { data = [] } = useListContext<RescreeningRecord>();
  const scopeOf = useRescreenedScope(data);
  return (
    <DataTable
      resource="rescreenings"
      bulkActionButtons={false}
      size="small"
      sx={NARROW}
      rowClick={(id) => `/rescreenings/${id}/show`}
    >
      <DataTable.Col source="waveId" label="rescreen.scope" disableSort>
        <FunctionField<RescreeningRecord> render={scopeOf} />
      </DataTable.Col>
      <DataTable.Col source="orderedAt" label="rescreen.orderedAt" disableSort>
        <InstantField source="orderedAt" />
        <Typography variant="caption" component="div" color="text.secondary">
          <FunctionField<RescreeningRecord> render={({ orderedById }) => nameOf(orderedById) ?? '–'} />
        </Typography>
      </DataTable.Col>
      <DataTable.Col source="jobStatus" label="loads.state" disableSort>
        <EnumChipField source="jobStatus" words="job" tone={jobTone} />
      </DataTable.Col>
      {NUMBERS.map((name) => (
        <DataTable.NumberCol
          key={name}
          source={`counts.${name}`}
          label={`rescreen.counts.${name}`}
          disableSort
        >
          <FunctionField<RescreeningRecord> render={({ counts }) => format.number(counts[name])} />
        </DataTable.NumberCol>
      ))}
    </DataTable>
  );
}

/** The newest re-screenings of waves and batches with what they found, and the way to the older ones. */
export function RescreeningTable() {
  const translate = useTranslate();
  const {
    data = [],
    total = 0,
    error,
    refetch,
    isPending,
  } = useGetList<RescreeningRecord>('rescreenings', {
    pagination: { page: 1, perPage: SHOWN },
    sort: { field: 'id', order: 'DESC' },
  });
  const list = useList({ data, isPending });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  return (
    <Card component="section" aria-label={translate('rescreen.latest')} sx={{ mt: 2 }}>
      <CardContent sx={{ overflow: 'auto' }}>
        <Stack
          direction="row"
          spacing={1}
          sx={{ alignItems: 'center', justifyContent: 'space-between', mb: 1 }}
        >
          <Typography variant="h2">{translate('rescreen.latest')}</Typography>
          {total > SHOWN && (
            <Button component={Link} to="/rescreenings" size="small">
              {translate('rescreen.seeAll', { total })}
            </Button>
          )}
        </Stack>
        {!isPending && data.length === 0 ? (
          <Typography variant="body2" color="text.secondary">
            {translate('rescreen.empty.title')}
          </Typography>
        ) : (
          <ListContextProvider value={list}>
            <RescreeningRows />
          </ListContextProvider>
        )}
      </CardContent>
    </Card>
  );
}
