import {
  Alert,
  Box,
  Button,
  Card,
  CardActions,
  CardContent,
  Chip,
  LinearProgress,
  Stack,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { useRefresh, useTranslate } from 'react-admin';
import type { ScreeningListRecord } from '@server/screening/screening-record-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';
import { useFormat } from '../i18n/format.ts';
import { JobWatch } from '../jobs/JobWatch.tsx';
import { FactList } from '../layout/FactList.tsx';
import { ListLoadDialog } from './ListLoadDialog.tsx';
import { ageShare } from './rescreen-rules.ts';
import { ListVersionsDialog, ShortDigest } from './ListVersionsDialog.tsx';

function StateChip({ list }: { list: ScreeningListRecord }) {
  const translate = useTranslate();
  const state = list.listVersion === null ? 'never' : list.stale ? 'stale' : 'fresh';
  const colour = { never: 'error', stale: 'warning', fresh: 'success' } as const;
  return <Chip size="small" color={colour[state]} variant="outlined" label={translate(`lists.${state}`)} />;
}

function useListFacts(list: ScreeningListRecord) {
  const translate = useTranslate();
  const format = useFormat();
  const { nameOf } = useStaffNames();
  const sha256 = list.versions.find(({ listVersion }) => listVersion === list.listVersion)?.fileSha256;
  return [
    { label: translate('lists.version'), value: list.listVersion ?? '–' },
    { label: translate('lists.asOf'), value: format.day(list.asOf) },
    { label: translate('lists.rows'), value: format.number(list.rowCount) },
    { label: translate('lists.bad'), value: format.number(list.badCount) },
    {
      label: translate('lists.loadedAt'),
      value: [format.instant(list.loadedAt), nameOf(list.loadedById)].filter(Boolean).join(', '),
      wide: true,
    },
    { label: translate('lists.digest'), value: sha256 ? <ShortDigest value={sha256} /> : '–', wide: true },
  ];
}

/** How old the list is, of the age the strictest open wave allows. */
function AgeBar({ list }: { list: ScreeningListRecord }) {
  const translate = useTranslate();
  if (list.ageDays === null) return null;
  const words = translate('lists.ageOf', { age: list.ageDays, max: list.maxAgeDays });
  return (
    <Box sx={{ mb: 1.5 }}>
      <Typography variant="body2">
        {translate('lists.age')}: {words}
      </Typography>
      <LinearProgress
        variant="determinate"
        color={list.stale ? 'warning' : 'success'}
        value={ageShare(list.ageDays, list.maxAgeDays)}
        // A pale track of the bar's own colour looks full to a quick eye.
        sx={{ mt: 0.5, height: 6, borderRadius: 3, bgcolor: 'action.selected' }}
        aria-label={`${translate('lists.age')}: ${words}`}
      />
    </Box>
  );
}

/** One screening list: how new it is, and the road to a newer one. */
export function ListCard({ list }: { list: ScreeningListRecord }) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const mayWrite = useMay('reference.write');
  const facts = useListFacts(list);
  const [open, setOpen] = useState<'load' | 'versions' | null>(null);
  const [jobId, setJobId] = useState<number | null>(null);
  return (
    <Card
      component="section"
      aria-label={translate(`enums.list.${list.code}`)}
      sx={{ display: 'flex', flexDirection: 'column' }}
    >
      <CardContent sx={{ flexGrow: 1 }}>
        <Stack direction="row" spacing={1} sx={{ alignItems: 'center', mb: 1.5 }}>
          <Typography variant="h2">{translate(`enums.list.${list.code}`)}</Typography>
          <Box sx={{ flexGrow: 1 }} />
          <StateChip list={list} />
        </Stack>
        <AgeBar list={list} />
        <FactList facts={facts} columnWidth={120} />
        {list.stale && (
          <Alert severity="warning" sx={{ mt: 1.5 }}>
            {translate(list.listVersion === null ? 'lists.neverHelp' : 'lists.staleHelp', {
              days: list.maxAgeDays,
            })}{' '}
            {translate(`lists.ask.${list.code}`)}
          </Alert>
        )}
        {jobId !== null && <JobWatch jobId={jobId} title={translate('lists.loading')} onEnd={refresh} />}
      </CardContent>
      <CardActions>
        {mayWrite && <Button onClick={() => setOpen('load')}>{translate('lists.load')}</Button>}
        {list.versions.length > 0 && (
          <Button onClick={() => setOpen('versions')}>
            {translate('lists.versions', { count: list.versions.length })}
          </Button>
        )}
      </CardActions>
      {open === 'load' && (
        <ListLoadDialog code={list.code} onClose={() => setOpen(null)} onLoading={setJobId} />
      )}
      {open === 'versions' && <ListVersionsDialog list={list} onClose={() => setOpen(null)} />}
    </Card>
  );
}
