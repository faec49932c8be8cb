import HistoryIcon from '@mui/icons-material/History';
import {
  Button,
  Chip,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  IconButton,
  Skeleton,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Tooltip,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { useGetList, useTranslate } from 'react-admin';
import type { IdentityCheckRecord } from '@server/identity/identity-record-schema.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';
import { useMay } from '../auth/use-staff.ts';
import { EnumChip } from '../i18n/fields.tsx';
import { useFormat } from '../i18n/format.ts';
import { Problem } from '../layout/ListProblem.tsx';
import { identityTone } from '../submissions/status-tone.ts';

const COLUMNS = ['at', 'by', 'source', 'outcome', 'name', 'found'] as const;
/** One person is rarely checked ten times; the log holds whatever lies further back. */
const NEWEST = 50;

function CheckRow({ check }: { check: IdentityCheckRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const { nameOf } = useStaffNames();
  const found = [
    ...check.reasonCodes.map((code) => translate(`reasons.${code}`, { _: code })),
    ...check.warnings.map((code) => translate(`warnings.${code}`, { _: code })),
  ];
  return (
    <TableRow selected={check.current} sx={{ '& td': { verticalAlign: 'top' } }}>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>
        {format.instant(check.checkedAt)}
        {check.current && <Chip size="small" label={translate('checks.current')} sx={{ ml: 1 }} />}
      </TableCell>
      <TableCell>
        {check.checkedById === null ? translate('checks.bySystem') : nameOf(check.checkedById)}
        <Typography variant="caption" component="div" color="text.secondary">
          {translate(`checks.trigger.${check.trigger}`, { _: check.trigger })}
        </Typography>
      </TableCell>
      <TableCell>
        {translate(`case.source.${check.source}`, { _: check.source })}
        <Typography variant="caption" component="div" color="text.secondary">
          {[check.sourceVersion, check.responseCode && translate('checks.code', { code: check.responseCode })]
            .filter(Boolean)
            .join(' · ')}
        </Typography>
      </TableCell>
      <TableCell>
        <EnumChip value={check.outcome} words="identity" tone={identityTone} />
      </TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>
        {check.nameScore === null
          ? '–'
          : translate('checks.score', { score: check.nameScore, threshold: check.threshold })}
      </TableCell>
      <TableCell>{found.length > 0 ? found.join('; ') : '–'}</TableCell>
    </TableRow>
  );
}

function Checks({ submissionId }: { submissionId: number }) {
  const translate = useTranslate();
  const { data, error, refetch } = useGetList<IdentityCheckRecord>('identity-checks', {
    filter: { submissionId },
    sort: { field: 'id', order: 'DESC' },
    pagination: { page: 1, perPage: NEWEST },
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton variant="rounded" height={120} />;
  if (data.length === 0) return <Typography>{translate('checks.none')}</Typography>;
  return (
    <Table size="small">
      <TableHead>
        <TableRow>
          {COLUMNS.map((column) => (
            <TableCell key={column}>{translate(`checks.columns.${column}`)}</TableCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {data.map((check) => (
          <CheckRow key={check.id} check={check} />
        ))}
      </TableBody>
    </Table>
  );
}

/** Every identity check ever made for a registration, newest first, for whoever may read evidence; asked for only when somebody looks. */
export function CheckHistory({ submissionId }: { submissionId: number }) {
  const translate = useTranslate();
  const mayRead = useMay('identity.read');
  const [open, setOpen] = useState(false);
  if (!mayRead) return null;
  return (
    <>
      <Tooltip title={translate('checks.history')}>
        <IconButton size="small" aria-label={translate('checks.history')} onClick={() => setOpen(true)}>
          <HistoryIcon fontSize="small" />
        </IconButton>
      </Tooltip>
      <Dialog open={open} onClose={() => setOpen(false)} maxWidth="lg" fullWidth>
        <DialogTitle>{translate('checks.history')}</DialogTitle>
        <DialogContent>
          <Typography color="text.secondary" sx={{ mb: 1 }}>
            {translate('checks.help')}
          </Typography>
          <Checks submissionId={submissionId} />
        </DialogContent>
        <DialogActions>
          <Button onClick={() => setOpen(false)}>{translate('ra.action.close')}</Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
