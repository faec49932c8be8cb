import { Chip, Link as MuiLink, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { SignalGroup, SignalRow, SignalVerdict } from '@server/signals/signal-schema.ts';
import { useFormat } from '../i18n/format.ts';
import { nameOf, rowsPath, valueInWords } from './signal-view.ts';

const TONES: Record<SignalVerdict, 'warning' | 'success' | 'default'> = {
  look: 'warning',
  usual: 'success',
  too_few: 'default',
};

function RowsLink({ row }: { row: SignalRow }) {
  const translate = useTranslate();
  const path = rowsPath(row);
  const words = translate('signals.rows', { smart_count: row.count });
  if (path === null) return <>{words}</>;
  return (
    <MuiLink component={Link} to={path} aria-label={`${words}: ${nameOf(row)}`}>
      {words}
    </MuiLink>
  );
}

/** Every subject of a signal, those worth a look first; each leads to its rows. */
export function SignalTable({ group }: { group: SignalGroup }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Table size="small" aria-label={translate(`signals.kind.${group.kind}.title`)}>
      <TableHead>
        <TableRow>
          <TableCell>{translate(`signals.subject.${group.subject}`)}</TableCell>
          <TableCell align="right">{translate(`signals.measure.${group.measure}`)}</TableCell>
          <TableCell align="right">{translate('signals.of')}</TableCell>
          <TableCell>{translate('signals.verdict')}</TableCell>
          <TableCell>{translate('signals.behind')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {group.rows.map((row) => (
          <TableRow key={`${row.officeId}.${row.staffId}`} hover>
            <TableCell component="th" scope="row">
              {nameOf(row)}
            </TableCell>
            <TableCell align="right">
              {row.verdict === 'too_few' ? '–' : valueInWords(group.measure, row.value, format)}
            </TableCell>
            <TableCell align="right">{format.number(row.of)}</TableCell>
            <TableCell>
              <Chip
                size="small"
                variant="outlined"
                color={TONES[row.verdict]}
                label={translate(`signals.verdicts.${row.verdict}`)}
              />
            </TableCell>
            <TableCell sx={{ whiteSpace: 'nowrap' }}>
              <RowsLink row={row} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
