import { Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { DispatchDetail } from '@server/forwarding/forwarding-schema.ts';
import { EnumChip } from '../i18n/fields.tsx';
import { useFormat } from '../i18n/format.ts';
import { attemptTone } from './dispatch-tone.ts';
import { readDetail } from './next-step-rules.ts';

/** A delivery that is asked about for days fills the page otherwise. */
const SHOWN = 20;

/** What an attempt came to, in words where its code has some. */
export function useAttemptWords() {
  const translate = useTranslate();
  return (detail: string | null): string => {
    const { code, more } = readDetail(detail);
    const words = code && translate(`deliveryCodes.${code}`, { _: code });
    return [words, more && (words ? `(${more})` : more)].filter(Boolean).join(' ') || '–';
  };
}

/** Every attempt, the newest first: whether it was sent or asked about, and what the PMO said. */
export function AttemptTable({ dispatch }: { dispatch: DispatchDetail }) {
  const translate = useTranslate();
  const format = useFormat();
  const words = useAttemptWords();
  const newest = dispatch.attemptLog.toReversed();
  if (newest.length === 0)
    return <Typography color="text.secondary">{translate('dispatches.noAttempts')}</Typography>;
  return (
    <>
      <Table size="small" aria-label={translate('dispatches.attempts')}>
        <TableHead>
          <TableRow>
            <TableCell>{translate('dispatches.attempt')}</TableCell>
            <TableCell>{translate('dispatches.at')}</TableCell>
            <TableCell>{translate('dispatches.kind')}</TableCell>
            <TableCell>{translate('dispatches.result')}</TableCell>
            <TableCell>{translate('dispatches.detail')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {newest.slice(0, SHOWN).map(({ attemptNo, at, kind, result, detail }) => (
            <TableRow key={attemptNo}>
              <TableCell>{attemptNo}</TableCell>
              <TableCell sx={{ whiteSpace: 'nowrap' }}>{format.instant(at)}</TableCell>
              <TableCell>{translate(`enums.attemptKind.${kind}`)}</TableCell>
              <TableCell>
                <EnumChip value={result} words="attempt" tone={attemptTone} />
              </TableCell>
              <TableCell sx={{ overflowWrap: 'anywhere' }}>{words(detail)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {newest.length > SHOWN && (
        <Typography variant="body2" color="text.secondary">
          {translate('dispatches.older', { smart_count: newest.length - SHOWN })}
        </Typography>
      )}
    </>
  );
}
