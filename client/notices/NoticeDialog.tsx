import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Skeleton,
  Typography,
} from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'react-admin';
import type { NoticeDetail, NoticeText } from '@server/notices/notice-schema.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { useFormat } from '../i18n/format.ts';
import { Problem } from '../layout/ListProblem.tsx';

/** The message as the applicant reads it, which is Indonesian whatever the console speaks. */
function Letter({ text }: { text: NoticeText }) {
  const translate = useTranslate();
  return (
    <div lang="id">
      <Typography variant="h3" component="p" sx={{ mb: 1 }}>
        {text.subject}
      </Typography>
      {[text.greeting, ...text.paragraphs].map((line) => (
        <Typography key={line} variant="body2" sx={{ mb: 1 }}>
          {line}
        </Typography>
      ))}
      {text.reasons.map(({ label, remedy }) => (
        <Typography key={label} variant="body2" sx={{ mb: 1, pl: 2 }}>
          <strong>{label}.</strong> {remedy}
        </Typography>
      ))}
      {text.note && (
        <Typography variant="body2" sx={{ mb: 1, overflowWrap: 'anywhere' }}>
          {translate('notices.note', { note: text.note })}
        </Typography>
      )}
      {text.closing.map((line) => (
        <Typography key={line} variant="body2" sx={{ mb: 1 }}>
          {line}
        </Typography>
      ))}
    </div>
  );
}

function Attempts({ notice }: { notice: NoticeDetail }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <>
      <Typography variant="overline">{translate('notices.attemptLog')}</Typography>
      {notice.attemptLog.length === 0 && (
        <Typography variant="body2">{translate('notices.noAttempt')}</Typography>
      )}
      {notice.attemptLog.map(({ attemptNo, result, detail, at }) => (
        <Typography key={attemptNo} variant="body2">
          {translate('notices.attempt', {
            no: attemptNo,
            result: translate(`enums.mailResult.${result}`),
            at: format.instant(at),
          })}
          {detail && ` (${detail})`}
        </Typography>
      ))}
    </>
  );
}

/** One notice: its words and what became of it. Looking at it is an event. */
export function NoticeDialog({ id, onClose }: { id: number; onClose: () => void }) {
  const translate = useTranslate();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { data, error, refetch } = useQuery({
    queryKey: ['notices', 'words', id],
    queryFn: ({ signal }) => dataProvider.read<NoticeDetail>(`notices/${id}`, { signal }),
  });
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="notice-words">
      <DialogTitle id="notice-words">{translate('notices.textOf')}</DialogTitle>
      <DialogContent>
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton variant="rectangular" height={240} />}
        {data && (
          <>
            <Letter text={data.text} />
            <Attempts notice={data} />
          </>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{translate('notices.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
