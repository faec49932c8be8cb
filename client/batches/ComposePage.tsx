import {
  Box,
  Button,
  Card,
  Chip,
  LinearProgress,
  MenuItem,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Title, useDataProvider, useGetList, useGetOne, useTranslate } from 'react-admin';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { BATCH_CHANNELS, type BatchRecord } from '@server/batches/batch-schema.ts';
import type { Split } from '@server/batches/compose-plan-rules.ts';
import type { BatchProjection, CompositionRecord } from '@server/batches/composition-schema.ts';
import type { OfficeRecord, WaveRecord } from '@server/reference/reference-schema.ts';
import { PROPOSERS } from '@server/submissions/submission-schema.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { useFormat } from '../i18n/format.ts';
import { Problem } from '../layout/ListProblem.tsx';
import { useAct } from '../use-act.ts';
import { batchCount, composeFilter, scopeFrom, type ComposeScope } from './compose-view.ts';
import { ProjectionPanel } from './ProjectionPanel.tsx';

const USUAL_SIZE = 5000;

function useProjection(scope: ComposeScope) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const body = { waveId: scope.waveId, channel: scope.channel, filter: composeFilter(scope) };
  return useQuery({
    queryKey: ['batches', 'projection', body],
    queryFn: () => dataProvider.post<BatchProjection>('batches/projection', body),
    enabled: scope.waveId !== null,
    staleTime: 0,
    gcTime: 0,
  });
}

interface FieldProps {
  label: string;
  value: string;
  choices: readonly { value: string; label: string }[];
  /** The word for no choice; absent: one must be chosen. */
  any?: string;
  onChoose: (value: string | null) => void;
}

function Choose({ label, value, choices, any, onChoose }: FieldProps) {
  return (
    <TextField
      select
      size="small"
      fullWidth={false}
      label={label}
      value={value === '' || choices.some((one) => one.value === value) ? value : ''}
      onChange={(event) => onChoose(event.target.value || null)}
      slotProps={any ? { select: { displayEmpty: true }, inputLabel: { shrink: true } } : {}}
      sx={{ minWidth: 180 }}
    >
      {any && <MenuItem value="">{any}</MenuItem>}
      {choices.map((one) => (
        <MenuItem key={one.value} value={one.value}>
          {one.label}
        </MenuItem>
      ))}
    </TextField>
  );
}

function CarriedChip({ scope, onDelete }: { scope: ComposeScope; onDelete: () => void }) {
  const translate = useTranslate();
  const id = scope.carriedFromBatchId;
  const { data: batch } = useGetOne<BatchRecord>('batches', { id: id ?? 0 }, { enabled: id !== null });
  if (id === null && scope.leftOutOfId === null) return null;
  const label =
    id === null
      ? translate('compose.leftOutOf', { id: scope.leftOutOfId })
      : translate('compose.carriedFrom', { batchNo: batch?.batchNo ?? id });
  return <Chip color="primary" variant="outlined" label={label} onDelete={onDelete} />;
}

function ScopeFields({ scope, set }: { scope: ComposeScope; set: (values: Partial<ComposeScope>) => void }) {
  const translate = useTranslate();
  const pagination = { page: 1, perPage: 1000 };
  const { data: waves = [] } = useGetList<WaveRecord>('waves', {
    pagination: { page: 1, perPage: 100 },
    sort: { field: 'opensAt', order: 'DESC' },
  });
  const { data: offices = [] } = useGetList<OfficeRecord>('offices', {
    pagination,
    sort: { field: 'name', order: 'ASC' },
    filter: { kind: 'dinas' },
  });
  return (
    <Stack direction="row" spacing={2} useFlexGap sx={{ flexWrap: 'wrap', alignItems: 'center' }}>
      <Choose
        label={translate('console.wave')}
        value={scope.waveId === null ? '' : String(scope.waveId)}
        choices={waves.map(({ id, name }) => ({ value: String(id), label: name }))}
        onChoose={(value) => set({ waveId: Number(value) || null })}
      />
      <Choose
        label={translate('resources.batches.fields.channel')}
        value={scope.channel}
        choices={BATCH_CHANNELS.map((value) => ({ value, label: translate(`enums.channel.${value}`) }))}
        onChoose={(value) => set({ channel: value === 'online' ? 'online' : 'offline' })}
      />
      <Choose
        label={translate('resources.batches.fields.officeId')}
        value={scope.officeId === null ? '' : String(scope.officeId)}
        any={translate('console.allOffices')}
        choices={offices.map(({ id, name }) => ({ value: String(id), label: name }))}
        onChoose={(value) => set({ officeId: Number(value) || null })}
      />
      <Choose
        label={translate('resources.batches.fields.proposer')}
        value={scope.proposer ?? ''}
        any={translate('compose.allProposers')}
        choices={PROPOSERS.map((value) => ({ value, label: translate(`enums.proposer.${value}`) }))}
        onChoose={(value) => set({ proposer: value })}
      />
      <CarriedChip scope={scope} onDelete={() => set({ carriedFromBatchId: null, leftOutOfId: null })} />
    </Stack>
  );
}

function Making({ scope, projection }: { scope: ComposeScope; projection: BatchProjection }) {
  const translate = useTranslate();
  const format = useFormat();
  const navigate = useNavigate();
  const act = useAct();
  const [by, setBy] = useState<Split['by']>('none');
  const [size, setSize] = useState(USUAL_SIZE);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const split: Split = by === 'size' ? { by, size } : { by };
  const taken = Math.min(projection.fits, Math.max(0, projection.quota.left));
  const batches = batchCount(split, taken, projection.by.office.length);
  const make = async () => {
    setBusy(true);
    setError(null);
    try {
      const made = await act<CompositionRecord>('batches/bulk/compose', {
        waveId: scope.waveId,
        channel: scope.channel,
        filter: composeFilter(scope),
        expectedCount: projection.fits,
        split,
      });
      await navigate(`/batches/compositions/${made.id}`);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Card variant="outlined" sx={{ p: 2 }}>
      {error !== null && <Problem error={error} />}
      <Stack direction="row" spacing={2} useFlexGap sx={{ flexWrap: 'wrap', alignItems: 'center' }}>
        <Choose
          label={translate('compose.split')}
          value={by}
          choices={(['none', 'size', 'office'] as const).map((value) => ({
            value,
            label: translate(`compose.splits.${value}`),
          }))}
          onChoose={(value) => setBy(value as Split['by'])}
        />
        {by === 'size' && (
          <TextField
            size="small"
            fullWidth={false}
            type="number"
            label={translate('compose.size')}
            value={size}
            onChange={(event) => setSize(Math.max(1, Math.floor(Number(event.target.value)) || 1))}
            sx={{ width: 150 }}
          />
        )}
        <Typography sx={{ flexGrow: 1 }}>
          {translate('compose.makes', {
            rows: format.number(taken),
            batches: format.number(batches),
            smart_count: batches,
          })}
        </Typography>
        <Button variant="contained" disabled={taken === 0} loading={isBusy} onClick={() => void make()}>
          {translate('compose.make')}
        </Button>
      </Stack>
    </Card>
  );
}

/** Composing by filter: what it would come to is seen before it is done. */
export function ComposePage() {
  const translate = useTranslate();
  const [search, setSearch] = useSearchParams();
  const { data: newest } = useGetList<WaveRecord>('waves', {
    pagination: { page: 1, perPage: 1 },
    sort: { field: 'opensAt', order: 'DESC' },
  });
  const asked = scopeFrom(search);
  const scope = { ...asked, waveId: asked.waveId ?? newest?.[0]?.id ?? null };
  const { data: projection, error, refetch, isFetching } = useProjection(scope);
  const set = (values: Partial<ComposeScope>) =>
    setSearch(
      Object.fromEntries(
        Object.entries({ ...scope, ...values }).flatMap(([name, value]) =>
          value === null ? [] : [[name, String(value)]],
        ),
      ),
      { replace: true },
    );
  return (
    <Stack spacing={2} sx={{ mt: 2, maxWidth: 1280 }}>
      <Title title={translate('compose.title')} />
      <Typography color="text.secondary">{translate('compose.help')}</Typography>
      <ScopeFields scope={scope} set={set} />
      <Box sx={{ height: 4 }}>
        {isFetching && <LinearProgress aria-label={translate('ra.message.loading')} />}
      </Box>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {projection && !error && (
        <>
          <Making scope={scope} projection={projection} />
          <ProjectionPanel projection={projection} />
        </>
      )}
    </Stack>
  );
}
