import CloseIcon from '@mui/icons-material/Close';
import { Alert, Box, Button, Drawer, IconButton, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { AuditEvent } from '@server/audit/audit-schema.ts';
import { useFormat } from '../i18n/format.ts';
import { Digest } from '../layout/Digest.tsx';
import { FactList } from '../layout/FactList.tsx';
import { OutcomeChip } from './OutcomeChip.tsx';
import { subjectPage, useEventWords } from './use-event-words.ts';

function EventFacts({ event }: { event: AuditEvent }) {
  const translate = useTranslate();
  const format = useFormat();
  const words = useEventWords();
  const fact = (name: string, value: React.ReactNode, wide = false) => ({
    label: translate(`resources.audit-events.fields.${name}`),
    value,
    wide,
  });
  return (
    <FactList
      columnWidth={200}
      facts={[
        fact('at', format.instant(event.at)),
        fact('outcome', <OutcomeChip outcome={event.outcome} />),
        fact('actorId', words.who(event)),
        fact('subject', words.about(event)),
        fact('action', <code>{event.action}</code>),
        fact('requestId', <code>{event.requestId}</code>),
        fact('bodySha256', <Digest value={event.bodySha256} />, true),
      ]}
    />
  );
}

/** One event whole: exactly what was hashed, and the digest to check it by. */
export function EventDrawer({ event, onClose }: { event: AuditEvent | null; onClose: () => void }) {
  const translate = useTranslate();
  const words = useEventWords();
  const page = event && subjectPage(event);
  return (
    <Drawer
      anchor="right"
      open={event !== null}
      onClose={onClose}
      slotProps={{
        paper: { sx: { '&:focus-visible': { outline: 'none' } }, 'aria-labelledby': 'event-title' },
      }}
    >
      {event && (
        <Stack spacing={2} sx={{ width: 'min(620px, 96vw)', p: 3 }}>
          <Stack direction="row" sx={{ alignItems: 'center' }}>
            <Typography variant="h2" id="event-title" sx={{ flexGrow: 1 }}>
              {words.action(event.action)}
            </Typography>
            <IconButton onClick={onClose} aria-label={translate('app.close')}>
              <CloseIcon />
            </IconButton>
          </Stack>
          <EventFacts event={event} />
          <Typography variant="h3">{translate('audit.body')}</Typography>
          <Alert severity="info" icon={false}>
            {translate('audit.bodyHelp')}
          </Alert>
          <Box
            component="pre"
            tabIndex={0}
            sx={{
              m: 0,
              p: 1.5,
              bgcolor: 'action.hover',
              borderRadius: 1,
              fontSize: 12.5,
              overflow: 'auto',
              maxHeight: '46vh',
            }}
          >
            {JSON.stringify(event.body, null, 2)}
          </Box>
          <Stack direction="row" spacing={1}>
            {event.subjectId && (
              <Button component={Link} to={recordPath(event)} onClick={onClose}>
                {translate('audit.wholeHistory')}
              </Button>
            )}
            {page && (
              <Button component={Link} to={page}>
                {translate('audit.openSubject')}
              </Button>
            )}
          </Stack>
        </Stack>
      )}
    </Drawer>
  );
}

/** The page with everything that ever happened to what the event is about. */
export function recordPath({ subject, subjectId }: Pick<AuditEvent, 'subject' | 'subjectId'>): string {
  return `/audit-events/record?${new URLSearchParams({ subject, subjectId: subjectId ?? '' }).toString()}`;
}
