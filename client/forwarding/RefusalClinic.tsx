import { Button, MenuItem, Skeleton, Stack, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { lazy } from 'react';
import { Title, useDataProvider, useGetList, useTranslate } from 'react-admin';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import type { RefusalClinic } from '@server/forwarding/refusal-schema.ts';
import type { WaveRecord } from '@server/reference/reference-schema.ts';
import { PROPOSERS } from '@server/submissions/submission-schema.ts';
import { Panel } from '../dashboard/Panel.tsx';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { useFormat } from '../i18n/format.ts';
import { EmptyState } from '../layout/EmptyState.tsx';
import { Problem } from '../layout/ListProblem.tsx';
import { Tiles } from '../layout/Tiles.tsx';
import { MOST_OFFICES, rowsPath, type ClinicFilter } from './clinic-view.ts';
import { CodeTable } from './CodeTable.tsx';

// The plots are a library of their own: only pages that draw fetch it.
const ClinicChart = lazy(() =>
  import('./ClinicChart.tsx').then((module) => ({ default: module.ClinicChart })),
);

function useClinic(filter: ClinicFilter) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const query = encodeURIComponent(JSON.stringify(filter));
  return useQuery({
    queryKey: ['refusal-clinic', filter],
    queryFn: ({ signal }) => dataProvider.read<RefusalClinic>(`refusal-clinic?filter=${query}`, { signal }),
  });
}

interface ChoiceProps {
  label: string;
  value: string;
  choices: readonly { id: string | number; name: string }[];
  all?: boolean;
  onChoose: (value: string) => void;
}

function Choice({ label, value, choices, all, onChoose }: ChoiceProps) {
  const translate = useTranslate();
  return (
    <TextField
      select
      size="small"
      label={label}
      value={choices.some(({ id }) => String(id) === value) ? value : ''}
      onChange={(event) => onChoose(event.target.value)}
      fullWidth={false}
      sx={{ width: 200 }}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      {all && <MenuItem value="">{translate('clinic.all')}</MenuItem>}
      {choices.map(({ id, name }) => (
        <MenuItem key={id} value={String(id)}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}

function Filters({
  clinic,
  filter,
  onChange,
}: {
  clinic: RefusalClinic;
  filter: ClinicFilter;
  onChange: (name: keyof ClinicFilter, value: string) => void;
}) {
  const translate = useTranslate();
  const { data: waves = [] } = useGetList<WaveRecord>('waves', {
    pagination: { page: 1, perPage: 100 },
    sort: { field: 'id', order: 'DESC' },
  });
  return (
    <Stack direction="row" spacing={1.5} sx={{ flexWrap: 'wrap', rowGap: 1.5 }}>
      <Choice
        label={translate('console.wave')}
        value={String(clinic.wave?.id ?? '')}
        choices={waves}
        onChoose={(value) => onChange('waveId', value)}
      />
      <Choice
        label={translate('clinic.round')}
        value={String(filter.roundNo ?? '')}
        choices={clinic.rounds.map((id) => ({ id, name: String(id) }))}
        all
        onChoose={(value) => onChange('roundNo', value)}
      />
      <Choice
        label={translate('clinic.proposer')}
        value={filter.proposer ?? ''}
        choices={PROPOSERS.map((id) => ({ id, name: translate(`enums.proposer.${id}`) }))}
        all
        onChoose={(value) => onChange('proposer', value)}
      />
    </Stack>
  );
}

/** The figures of a wave: how many, which codes by office, what each means; what can be carried over apart. */
function Figures({ clinic, filter }: { clinic: RefusalClinic; filter: ClinicFilter }) {
  const translate = useTranslate();
  const navigate = useNavigate();
  if (clinic.codes.length === 0)
    return <Typography color="text.secondary">{translate('clinic.none')}</Typography>;
  const carried = rowsPath({ ...filter, canCarry: true });
  return (
    <>
      <Tiles
        tiles={[
          {
            label: translate('clinic.returned'),
            value: clinic.returned,
            to: rowsPath({ ...filter, result: 'RETURNED' }),
          },
          {
            label: translate('clinic.rejected'),
            value: clinic.rejected,
            to: rowsPath({ ...filter, result: 'REJECTED' }),
          },
          { label: translate('clinic.canCarry'), value: clinic.canCarry, to: carried, tone: 'warning' },
        ]}
      />
      <Stack direction="row" sx={{ justifyContent: 'flex-end' }}>
        <Button variant="contained" component={Link} to={carried} disabled={clinic.canCarry === 0}>
          {translate('clinic.openCarry')}
        </Button>
      </Stack>
      <Panel title="clinic.byOffice">
        <ClinicChart
          clinic={clinic}
          onOpen={(officeId, code) => void navigate(rowsPath({ ...filter, officeId, code }))}
        />
        {clinic.offices.length > MOST_OFFICES && (
          <Typography variant="caption" color="text.secondary">
            {translate('clinic.more', { count: MOST_OFFICES })}
          </Typography>
        )}
      </Panel>
      <Panel title="clinic.codes">
        <CodeTable codes={clinic.codes} filter={filter} />
      </Panel>
    </>
  );
}

/** The refusal clinic: what the PMO did not confirm, whose it is to mend, and what goes into the next round. */
export function RefusalClinicPage() {
  const translate = useTranslate();
  const format = useFormat();
  const [parameters, setParameters] = useSearchParams();
  const number = (name: string) => Number(parameters.get(name)) || undefined;
  const proposer = PROPOSERS.find((one) => one === parameters.get('proposer'));
  const waveId = number('waveId');
  const roundNo = number('roundNo');
  const asked: ClinicFilter = {
    ...(waveId && { waveId }),
    ...(roundNo && { roundNo }),
    ...(proposer && { proposer }),
  };
  const { data, error, refetch } = useClinic(asked);
  const change = (name: keyof ClinicFilter, value: string) =>
    setParameters(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        // Rounds are a wave's own.
        if (name === 'waveId') next.delete('roundNo');
        return next;
      },
      { replace: true },
    );
  const filter = { ...asked, ...(data?.wave && { waveId: data.wave.id }) };
  return (
    <Stack spacing={2} sx={{ mt: 1 }}>
      <Title title={translate('resources.refusal-clinic.name', { smart_count: 1 })} />
      <Typography color="text.secondary">{translate('clinic.help')}</Typography>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton variant="rectangular" height={360} />}
      {data && !data.wave && <EmptyState words="clinic.empty" />}
      {data?.wave && (
        <>
          <Filters clinic={data} filter={asked} onChange={change} />
          <Figures clinic={data} filter={filter} />
          <Typography variant="caption" color="text.secondary">
            {translate('signals.countedAt', { at: format.instant(data.countedAt) })}
          </Typography>
        </>
      )}
    </Stack>
  );
}
