import {
  Button,
  Chip,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useTranslate } from 'react-admin';
import type { ListVersionRecord, ScreeningListRecord } from '@server/screening/screening-record-schema.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';
import { useFormat } from '../i18n/format.ts';
import { LineProblems } from '../layout/LineProblems.tsx';

const TONES = { loading: 'info', ready: 'success', failed: 'error' } as const;

function VersionRow({ version }: { version: ListVersionRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const { nameOf } = useStaffNames();
  return (
    <TableRow>
      <TableCell>{version.listVersion}</TableCell>
      <TableCell>{format.day(version.asOf)}</TableCell>
      <TableCell sx={{ overflowWrap: 'anywhere' }}>{version.fileName}</TableCell>
      <TableCell align="right">{format.number(version.rowCount)}</TableCell>
      <TableCell align="right">{format.number(version.badCount)}</TableCell>
      <TableCell>
        <Chip
          size="small"
          variant="outlined"
          color={TONES[version.status]}
          label={translate(`loads.status.${version.status}`)}
        />
      </TableCell>
      <TableCell>
        {format.instant(version.loadedAt)}
        <br />
        {nameOf(version.loadedById)}
      </TableCell>
    </TableRow>
  );
}

/** Every load of a list; decisions cite the version they asked. */
export function ListVersionsDialog({ list, onClose }: { list: ScreeningListRecord; onClose: () => void }) {
  const translate = useTranslate();
  const problems = list.versions[0]?.errors ?? [];
  return (
    <Dialog open onClose={onClose} maxWidth="lg" fullWidth aria-labelledby="list-versions-title">
      <DialogTitle id="list-versions-title">{translate(`enums.list.${list.code}`)}</DialogTitle>
      <DialogContent>
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>{translate('lists.version')}</TableCell>
              <TableCell>{translate('lists.asOf')}</TableCell>
              <TableCell>{translate('lists.file')}</TableCell>
              <TableCell align="right">{translate('lists.rows')}</TableCell>
              <TableCell align="right">{translate('lists.bad')}</TableCell>
              <TableCell>{translate('loads.state')}</TableCell>
              <TableCell>{translate('lists.loadedAt')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {list.versions.map((version) => (
              <VersionRow key={version.id} version={version} />
            ))}
          </TableBody>
        </Table>
        {problems.length > 0 && (
          <>
            <Typography variant="h3" sx={{ mt: 2 }}>
              {translate('loads.badOfLatest')}
            </Typography>
            <LineProblems problems={problems} />
          </>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{translate('app.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
