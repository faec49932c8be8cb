import CheckIcon from '@mui/icons-material/CheckCircleOutlined';
import ErrorIcon from '@mui/icons-material/ErrorOutlined';
import {
  Alert,
  Card,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useLocale, useTranslate } from 'react-admin';
import type { ImportRecord } from '@server/imports/import-schema.ts';
import { useFormat } from '../i18n/format.ts';
import { Tiles, type Tile } from '../layout/Tiles.tsx';
import { totalLines } from './import-steps.ts';

const TONES = {
  new: 'success',
  same: undefined,
  changed: 'info',
  conflict: 'warning',
  bad: 'error',
} as const;

/** What the dry run makes of the rows. */
export function CountTiles({ record }: { record: ImportRecord }) {
  const translate = useTranslate();
  const tiles = (Object.keys(TONES) as (keyof typeof TONES)[]).map((name): Tile => ({
    label: translate(`imports.class.${name}`),
    value: record.counts[name],
    tone: TONES[name],
    help: translate(`imports.classHelp.${name}`),
  }));
  return <Tiles tiles={tiles} />;
}

function Agreement({ agrees }: { agrees: boolean | null }) {
  const translate = useTranslate();
  if (agrees === null) return <span>–</span>;
  const Icon = agrees ? CheckIcon : ErrorIcon;
  return (
    <Stack
      component="span"
      direction="row"
      spacing={0.5}
      sx={{ alignItems: 'center', color: agrees ? 'success.main' : 'error.main' }}
    >
      <Icon fontSize="small" aria-hidden />
      <span>{translate(agrees ? 'imports.agrees' : 'imports.differs')}</span>
    </Stack>
  );
}

/** Both numbers of each control total, side by side. */
export function TotalsTable({ record }: { record: ImportRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Card sx={{ p: 2 }}>
      <Typography variant="h3" sx={{ mb: 1 }}>
        {translate('imports.controlTotals')}
      </Typography>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{translate('imports.total')}</TableCell>
            <TableCell align="right">{translate('imports.typed')}</TableCell>
            <TableCell align="right">{translate('imports.counted')}</TableCell>
            <TableCell>{translate('imports.agreement')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {totalLines(record).map(({ name, typed, counted, agrees }) => (
            <TableRow key={name}>
              <TableCell component="th" scope="row">
                {translate(`imports.totals.${name}`)}
              </TableCell>
              <TableCell align="right">{format.number(typed)}</TableCell>
              <TableCell
                align="right"
                sx={{
                  color: agrees === false ? 'error.main' : undefined,
                  fontWeight: agrees === false ? 700 : undefined,
                }}
              >
                {format.number(counted)}
              </TableCell>
              <TableCell>
                <Agreement agrees={agrees} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

/** Why a whole file was refused, and what to do about it. */
export function Refusal({ record }: { record: ImportRecord }) {
  const translate = useTranslate();
  const locale = useLocale();
  if (record.status === 'failed') return <Alert severity="error">{translate('imports.failed')}</Alert>;
  if (!record.refusal) return null;
  return (
    <Alert severity="error">
      <strong>{translate('imports.refused')}</strong>{' '}
      {locale === 'en' ? record.refusal.message.en : record.refusal.message.id}
      <div>{translate('imports.refusedHelp')}</div>
    </Alert>
  );
}
