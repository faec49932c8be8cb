import { Chip, MenuItem, Skeleton, Stack, Tab, Tabs, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { Title, useDataProvider, useGetList, useTranslate } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import type { WaveRecord } from '@server/reference/reference-schema.ts';
import { SIGNAL_KINDS, type SignalKind, type Signals } from '@server/signals/signal-schema.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { useFormat } from '../i18n/format.ts';
import { EmptyState } from '../layout/EmptyState.tsx';
import { Problem } from '../layout/ListProblem.tsx';
import { groupShown, kindShown, lookCount, subjectsOf } from './signal-view.ts';
import { SignalPanel } from './SignalPanel.tsx';

function useSignals(waveId: number | null) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const filter = waveId === null ? '' : `?filter=${encodeURIComponent(JSON.stringify({ waveId }))}`;
  return useQuery({
    queryKey: ['signals', waveId],
    queryFn: ({ signal }) => dataProvider.read<Signals>(`signals${filter}`, { signal }),
  });
}

function WaveSelect({ waveId, onChoose }: { waveId: number; onChoose: (id: string) => void }) {
  const translate = useTranslate();
  const { data = [] } = useGetList<WaveRecord>('waves', {
    pagination: { page: 1, perPage: 100 },
    sort: { field: 'id', order: 'DESC' },
  });
  return (
    <TextField
      select
      size="small"
      label={translate('console.wave')}
      value={data.some(({ id }) => id === waveId) ? waveId : ''}
      onChange={(event) => onChoose(event.target.value)}
      fullWidth={false}
      sx={{ width: 220, flexShrink: 0 }}
    >
      {data.map(({ id, name }) => (
        <MenuItem key={id} value={id}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}

function KindTabs({
  signals,
  kind,
  onChoose,
}: {
  signals: Signals;
  kind: SignalKind;
  onChoose: (kind: SignalKind) => void;
}) {
  const translate = useTranslate();
  return (
    <Tabs
      value={kind}
      onChange={(_event, chosen: SignalKind) => onChoose(chosen)}
      variant="scrollable"
      aria-label={translate('resources.signals.name', { smart_count: 2 })}
      sx={{ borderBottom: 1, borderColor: 'divider', minHeight: 42, '& .MuiTab-root': { minHeight: 42 } }}
    >
      {SIGNAL_KINDS.map((one) => {
        const look = lookCount(signals.groups, one);
        return (
          <Tab
            key={one}
            value={one}
            iconPosition="end"
            label={translate(`signals.kind.${one}.tab`)}
            {...(look > 0 && { icon: <Chip size="small" color="warning" variant="outlined" label={look} /> })}
          />
        );
      })}
    </Tabs>
  );
}

function Shown({ signals }: { signals: Signals }) {
  const [parameters, setParameters] = useSearchParams();
  const kind = kindShown(signals.groups, parameters.get('kind'));
  const group = groupShown(signals.groups, kind, parameters.get('subject'));
  const set = (name: string, value: string) =>
    setParameters(
      (before) => new URLSearchParams([...[...before].filter(([key]) => key !== name), [name, value]]),
      {
        replace: true,
      },
    );
  return (
    <>
      <KindTabs signals={signals} kind={kind} onChoose={(chosen) => set('kind', chosen)} />
      {group && (
        <SignalPanel
          group={group}
          subjects={subjectsOf(signals.groups, kind)}
          onSubject={(subject) => set('subject', subject)}
        />
      )}
    </>
  );
}

/** Questions to offices and colleagues: what is unlike the rest in a wave, with the way to the rows behind it. */
export function SignalPage() {
  const translate = useTranslate();
  const format = useFormat();
  const [parameters, setParameters] = useSearchParams();
  const asked = Number(parameters.get('waveId'));
  const { data, error, refetch } = useSignals(asked > 0 ? asked : null);
  return (
    <Stack spacing={2} sx={{ mt: 1 }}>
      <Title title={translate('resources.signals.name', { smart_count: 2 })} />
      <Stack direction="row" spacing={2} sx={{ alignItems: 'center', justifyContent: 'space-between' }}>
        <Typography color="text.secondary">{translate('signals.neutral')}</Typography>
        {data?.wave && <WaveSelect waveId={data.wave.id} onChoose={(waveId) => setParameters({ waveId })} />}
      </Stack>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton variant="rectangular" height={360} />}
      {data && !data.wave && <EmptyState words="signals.empty" />}
      {data?.wave && <Shown signals={data} />}
      {data?.wave && (
        <Typography variant="caption" color="text.secondary">
          {translate('signals.countedAt', { at: format.instant(data.countedAt) })}
        </Typography>
      )}
    </Stack>
  );
}
