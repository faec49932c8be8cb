import {
  Button,
  Chip,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Radio,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import type { ListVersionRecord, ScreeningListRecord } from '@server/screening/screening-record-schema.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';
import { useFormat } from '../i18n/format.ts';
import { groupDigest } from '../layout/Digest.tsx';
import { LineProblems } from '../layout/LineProblems.tsx';
import { ListDiff } from './ListDiff.tsx';
import { newestPair } from './rescreen-rules.ts';

const TONES = { loading: 'info', ready: 'success', failed: 'error' } as const;
const SIDES = ['from', 'to'] as const;
type Pair = Record<(typeof SIDES)[number], number>;

/** The beginning of a SHA-256, enough to tell two files apart; the whole of it on hover. */
export function ShortDigest({ value }: { value: string }) {
  return (
    <code title={value} style={{ whiteSpace: 'nowrap' }}>
      {groupDigest(value.slice(0, 16))}…
    </code>
  );
}

interface RowProps {
  version: ListVersionRecord;
  pair: Pair | null;
  onChoose: (pair: Pair) => void;
}

function VersionRow({ version, pair, onChoose }: RowProps) {
  const translate = useTranslate();
  const format = useFormat();
  const { nameOf } = useStaffNames();
  const { listVersion } = version;
  return (
    <TableRow>
      {pair &&
        SIDES.map((side) => (
          <TableCell key={side} padding="checkbox" align="center">
            <Radio
              size="small"
              name={`diff-${side}`}
              checked={pair[side] === listVersion}
              disabled={version.status !== 'ready' || pair[side === 'from' ? 'to' : 'from'] === listVersion}
              onChange={() => onChoose({ ...pair, [side]: listVersion })}
              slotProps={{
                input: {
                  'aria-label': `${translate(`lists.diff.${side}`)}: ${translate('lists.version')} ${listVersion}`,
                },
              }}
            />
          </TableCell>
        ))}
      <TableCell>{listVersion}</TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>{format.day(version.asOf)}</TableCell>
      <TableCell sx={{ overflowWrap: 'anywhere' }}>
        {version.fileName}
        <Typography variant="caption" component="div" color="text.secondary">
          <ShortDigest value={version.fileSha256} />
        </Typography>
      </TableCell>
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

function VersionTable({ list, pair, onChoose }: { list: ScreeningListRecord } & Omit<RowProps, 'version'>) {
  const translate = useTranslate();
  return (
    <Table size="small">
      <TableHead>
        <TableRow>
          {pair &&
            SIDES.map((side) => (
              <TableCell key={side} padding="checkbox" align="center">
                {translate(`lists.diff.${side}`)}
              </TableCell>
            ))}
          <TableCell>{translate('lists.version')}</TableCell>
          <TableCell>{translate('lists.asOf')}</TableCell>
          <TableCell>{translate('lists.fileAndDigest')}</TableCell>
          <TableCell align="right">{translate('lists.rows')}</TableCell>
          <TableCell align="right">{translate('lists.bad')}</TableCell>
          <TableCell>{translate('loads.state')}</TableCell>
          <TableCell>{translate('lists.loadedAt')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {list.versions.map((version) => (
          <VersionRow key={version.id} version={version} pair={pair} onChoose={onChoose} />
        ))}
      </TableBody>
    </Table>
  );
}

/** Every load of a list, and what changed between two of them; decisions cite the version they asked. */
export function ListVersionsDialog({ list, onClose }: { list: ScreeningListRecord; onClose: () => void }) {
  const translate = useTranslate();
  const [pair, setPair] = useState<Pair | null>(() => newestPair(list.versions));
  const problems = list.versions[0]?.errors ?? [];
  return (
    <Dialog open onClose={onClose} maxWidth="lg" fullWidth aria-labelledby="list-versions-title">
      <DialogTitle id="list-versions-title">{translate(`enums.list.${list.code}`)}</DialogTitle>
      <DialogContent>
        <VersionTable list={list} pair={pair} onChoose={setPair} />
        {problems.length > 0 && (
          <>
            <Typography variant="h3" sx={{ mt: 2 }}>
              {translate('loads.badOfLatest')}
            </Typography>
            <LineProblems problems={problems} />
          </>
        )}
        {pair && (
          <>
            <Typography variant="h2" sx={{ mt: 3, mb: 1.5 }}>
              {translate('lists.diff.title', pair)}
            </Typography>
            <ListDiff code={list.code} from={pair.from} to={pair.to} />
          </>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{translate('app.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
