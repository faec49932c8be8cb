import {
  Alert,
  Button,
  Card,
  Link,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableRow,
  Typography,
} from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useRefresh, useTranslate } from 'react-admin';
import type { NoticeSummary, PrintRecord } from '@server/notices/notice-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { errorLine } from '../form-errors.ts';
import { useFormat } from '../i18n/format.ts';
import { useAct } from '../use-act.ts';

const SUMMARY = ['notices', 'summary'];

export function useNoticeSummary() {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: SUMMARY,
    queryFn: ({ signal }) =>
      dataProvider.read<NoticeSummary>('notices/summary', { signal, background: true }),
  });
}

/** Sends an act about notices, says what came of it, and reads everything shown again. */
export function useNoticeAct() {
  const act = useAct();
  const notify = useNotify();
  const refresh = useRefresh();
  const translate = useTranslate();
  const client = useQueryClient();
  return async (path: string, body: Record<string, unknown>, done: string) => {
    try {
      await act(path, body);
      notify(done, { type: 'success' });
    } catch (error) {
      notify(errorLine(error, translate), { type: 'error' });
    }
    await client.invalidateQueries({ queryKey: SUMMARY });
    refresh();
  };
}

function OpenPrint({ print }: { print: PrintRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const send = useNoticeAct();
  const end = (verb: string, done: string) =>
    void send(`notice-prints/${print.id}/${verb}`, { version: print.version }, done);
  return (
    <TableRow>
      <TableCell>
        {print.officeName}
        <Typography variant="caption" color="text.secondary" component="div">
          {translate('notices.print.open', { no: print.id })} · {format.instant(print.madeAt)}
        </Typography>
      </TableCell>
      <TableCell align="right">{format.number(print.letters)}</TableCell>
      <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
        <Link
          href={`/api/notice-prints/${print.id}/letters.pdf`}
          target="_blank"
          rel="noopener"
          sx={{ mr: 1 }}
        >
          {translate('notices.print.download')}
        </Link>
        <Button size="small" onClick={() => end('printed', 'notices.print.done')}>
          {translate('notices.print.printed')}
        </Button>
        <Button size="small" color="inherit" onClick={() => end('cancel', 'notices.print.cancelled')}>
          {translate('notices.print.cancel')}
        </Button>
      </TableCell>
    </TableRow>
  );
}

/** Letters for people without e-mail: take an office's into a print, open it, say when it lies there. */
export function PrintPanel() {
  const translate = useTranslate();
  const format = useFormat();
  const maySend = useMay('notice.send');
  const send = useNoticeAct();
  const { data } = useNoticeSummary();
  if (!data) return null;
  const waiting = data.toPrint.length + data.openPrints.length;
  return (
    <Stack spacing={1} sx={{ p: 2 }}>
      <Typography variant="body2" color="text.secondary">
        {translate('notices.help')}
      </Typography>
      {data.mail === 'files' && <Alert severity="info">{translate('notices.files')}</Alert>}
      {waiting > 0 && (
        <Card
          variant="outlined"
          component="section"
          aria-label={translate('notices.print.title')}
          sx={{ p: 2 }}
        >
          <Typography variant="h3">{translate('notices.print.title')}</Typography>
          <Typography variant="body2" color="text.secondary">
            {translate('notices.print.help')}
          </Typography>
          <Table size="small">
            <TableBody>
              {data.toPrint.map(({ officeId, officeName, letters }) => (
                <TableRow key={`office-${officeId}`}>
                  <TableCell>{officeName}</TableCell>
                  <TableCell align="right">{format.number(letters)}</TableCell>
                  <TableCell align="right">
                    {maySend && (
                      <Button
                        size="small"
                        onClick={() => void send('notice-prints', { officeId }, 'notices.print.made')}
                      >
                        {translate('notices.print.make')}
                      </Button>
                    )}
                  </TableCell>
                </TableRow>
              ))}
              {maySend && data.openPrints.map((print) => <OpenPrint key={print.id} print={print} />)}
            </TableBody>
          </Table>
        </Card>
      )}
    </Stack>
  );
}
