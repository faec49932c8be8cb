import DownloadIcon from '@mui/icons-material/DownloadOutlined';
import PrintIcon from '@mui/icons-material/PrintOutlined';
import {
  Alert,
  Box,
  Button,
  GlobalStyles,
  MenuItem,
  Skeleton,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Title, useDataProvider, useGetList, useLocale, useTranslate } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import {
  SHEET_GROUPINGS,
  type ReconciliationSheet,
  type SheetGrouping,
} from '@server/forwarding/reconciliation-sheet-schema.ts';
import type { WaveRecord } from '@server/reference/reference-schema.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { useFormat } from '../i18n/format.ts';
import { Problem } from '../layout/ListProblem.tsx';
import { filePath } from './reconciliation-view.ts';
import { RoundsTable } from './RoundsTable.tsx';
import { SheetTable } from './SheetTable.tsx';

const ALL = 'all';

/** On paper the sheet stands alone: across the page, without the console around it. */
const PRINTED = (
  <GlobalStyles
    styles={{
      '@page': { size: 'A4 landscape', margin: '10mm' },
      '@media print': {
        'header, aside, .MuiDrawer-root, .no-print': { display: 'none !important' },
        'html, body, main, .RaLayout-appFrame': { margin: '0 !important', padding: '0 !important', background: '#fff' },
        '.MuiTableCell-root': { padding: '2px 4px !important', fontSize: '8pt !important' },
        '.MuiTableContainer-root': { overflow: 'visible !important', maxHeight: 'none !important' },
        tr: { breakInside: 'avoid' },
        a: { color: 'inherit !important', textDecoration: 'none !important' },
      },
    }}
  />
); // prettier-ignore

function useSheet(waveId: string | null, groupBy: SheetGrouping) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const query = new URLSearchParams({ groupBy, ...(waveId && waveId !== ALL ? { waveId } : {}) });
  return useQuery({
    queryKey: ['reconciliation', 'sheet', waveId, groupBy],
    queryFn: ({ signal }) =>
      dataProvider.read<ReconciliationSheet>(`reconciliation/sheet?${query.toString()}`, { signal }),
    enabled: waveId !== null,
    placeholderData: keepPreviousData,
  });
}

interface Choice {
  value: string;
  label: string;
}

function Chooser({
  label,
  value,
  choices,
  onChoose,
}: {
  label: string;
  value: string;
  choices: readonly Choice[];
  onChoose: (value: string) => void;
}) {
  const isKnown = choices.some((choice) => choice.value === value);
  return (
    <TextField
      select
      size="small"
      fullWidth={false}
      label={label}
      value={isKnown ? value : ''}
      onChange={(event) => onChoose(event.target.value)}
      sx={{ minWidth: 170 }}
    >
      {choices.map((choice) => (
        <MenuItem key={choice.value} value={choice.value}>
          {choice.label}
        </MenuItem>
      ))}
    </TextField>
  );
}

function Outputs({ sheet }: { sheet: ReconciliationSheet }) {
  const translate = useTranslate();
  const locale = useLocale();
  return (
    <Stack direction="row" spacing={1} className="no-print">
      {(['csv', 'xlsx'] as const).map((format) => (
        <Button
          key={format}
          component="a"
          size="small"
          href={filePath(sheet, format, locale)}
          download
          startIcon={<DownloadIcon />}
        >
          {format.toUpperCase()}
        </Button>
      ))}
      <Button size="small" startIcon={<PrintIcon />} onClick={() => window.print()}>
        {translate('sheet.print')}
      </Button>
    </Stack>
  );
}

function Shown({ sheet, roundNo }: { sheet: ReconciliationSheet; roundNo: number | null }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Stack spacing={2}>
      <Alert severity={sheet.balanced ? 'success' : 'error'}>
        <strong>{translate(sheet.balanced ? 'sheet.balanced' : 'sheet.differs')}</strong>{' '}
        {translate('sheet.equations')}
      </Alert>
      <RoundsTable sheet={sheet} />
      <SheetTable sheet={sheet} roundNo={roundNo} />
      <Typography variant="caption" color="text.secondary">
        {translate('sheet.asOf', { at: format.instant(sheet.asOf) })}
      </Typography>
    </Stack>
  );
}

/** The reconciliation sheet: a wave and a grouping chosen, the whole on top, rounds side by side, each number with its rows. */
export function ReconciliationPage() {
  const translate = useTranslate();
  const [parameters, setParameters] = useSearchParams();
  const { data: waves = [] } = useGetList<WaveRecord>('waves', {
    pagination: { page: 1, perPage: 100 },
    sort: { field: 'opensAt', order: 'DESC' },
  });
  const waveId = parameters.get('waveId') ?? (waves[0] ? String(waves[0].id) : null);
  const groupBy = SHEET_GROUPINGS.find((name) => name === parameters.get('groupBy')) ?? 'batch';
  const { data: sheet, error, refetch } = useSheet(waveId, groupBy);
  const rounds = sheet?.total.rounds.length ?? 1;
  const asked = Number(parameters.get('round'));
  const roundNo = asked > 0 && asked <= rounds && groupBy !== 'round' ? asked : null;
  const set = (name: string, value: string) =>
    setParameters((before) => new URLSearchParams([...[...before].filter(([key]) => key !== name), [name, value]]), {
      replace: true,
    }); // prettier-ignore
  return (
    <Box sx={{ mt: 2, minWidth: 0 }}>
      {PRINTED}
      <Title title={translate('resources.reconciliation.name', { smart_count: 1 })} />
      <Stack direction="row" spacing={2} useFlexGap sx={{ mb: 2, flexWrap: 'wrap', alignItems: 'center' }}>
        <Chooser
          label={translate('console.wave')}
          value={waveId ?? ''}
          choices={[
            ...waves.map(({ id, name }) => ({ value: String(id), label: name })),
            { value: ALL, label: translate('sheet.allWaves') },
          ]}
          onChoose={(value) => set('waveId', value)}
        />
        <Chooser
          label={translate('sheet.groupBy')}
          value={groupBy}
          choices={SHEET_GROUPINGS.map((name) => ({ value: name, label: translate(`sheet.by.${name}`) }))}
          onChoose={(value) => set('groupBy', value)}
        />
        {rounds > 1 && groupBy !== 'round' && (
          <Chooser
            label={translate('sheet.round')}
            value={roundNo === null ? ALL : String(roundNo)}
            choices={[
              { value: ALL, label: translate('sheet.allRounds') },
              ...Array.from({ length: rounds }, (_, index) => String(index + 1)).map((value) => ({
                value,
                label: translate('sheet.roundNo', { number: value }),
              })),
            ]}
            onChoose={(value) => set('round', value)}
          />
        )}
        <Box sx={{ flexGrow: 1 }} />
        {sheet && <Outputs sheet={sheet} />}
      </Stack>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!sheet && !error && <Skeleton variant="rectangular" height={360} />}
      {sheet && !error && <Shown sheet={sheet} roundNo={roundNo} />}
    </Box>
  );
}
