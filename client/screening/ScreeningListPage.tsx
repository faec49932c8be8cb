import { Box, Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { Title, useGetList, useTranslate } from 'react-admin';
import type { WaveRecord } from '@server/reference/reference-schema.ts';
import type { ScreeningListRecord } from '@server/screening/screening-record-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import { Problem } from '../layout/ListProblem.tsx';
import { wavePhase } from '../reference/reference-rules.ts';
import { RescreeningTable } from './RescreeningTable.tsx';
import { RescreenWaveDialog } from './RescreenWaveDialog.tsx';
import { ListCard } from './ListCard.tsx';

/** Has a whole wave screened again, the newest first; waves that have not opened hold nobody. */
function RescreenWaveButton({ lists }: { lists: readonly ScreeningListRecord[] }) {
  const translate = useTranslate();
  const may = useMay('wave.rescreen');
  const [isOpen, setOpen] = useState(false);
  const { data: waves = [] } = useGetList<WaveRecord>(
    'waves',
    { pagination: { page: 1, perPage: 100 }, sort: { field: 'opensAt', order: 'DESC' } },
    { enabled: may },
  );
  const now = new Date().toISOString();
  const begun = waves.filter((wave) => wavePhase(wave, now) !== 'coming');
  if (!may || begun.length === 0) return null;
  return (
    <>
      <Button variant="contained" sx={{ flexShrink: 0 }} onClick={() => setOpen(true)}>
        {translate('rescreen.wave')}
      </Button>
      {isOpen && <RescreenWaveDialog waves={begun} lists={lists} onClose={() => setOpen(false)} />}
    </>
  );
}

/** The five lists applicants are screened against; a list too old is never taken as clear. */
export function ScreeningListPage() {
  const translate = useTranslate();
  const mayReadReports = useMay('rescreening.read');
  const {
    data = [],
    error,
    refetch,
  } = useGetList<ScreeningListRecord>('screening-lists', {
    pagination: { page: 1, perPage: 25 },
    sort: { field: 'id', order: 'ASC' },
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  return (
    <Box sx={{ mt: 2 }}>
      <Title title={translate('resources.screening-lists.name', { smart_count: 2 })} />
      <Stack
        direction="row"
        spacing={2}
        sx={{ mb: 2, alignItems: 'center', justifyContent: 'space-between' }}
      >
        <Typography color="text.secondary">{translate('lists.intro')}</Typography>
        <RescreenWaveButton lists={data} />
      </Stack>
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'repeat(auto-fill, minmax(300px, 1fr))' }}>
        {data.map((list) => (
          <ListCard key={list.code} list={list} />
        ))}
      </Box>
      {mayReadReports && <RescreeningTable />}
    </Box>
  );
}
