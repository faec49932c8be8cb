import { Box, Button, Card, CardContent, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useState, type FormEvent } from 'react';
import { Title, useGetList, useTranslate } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import type { AuditEvent } from '@server/audit/audit-schema.ts';
import { useFormat } from '../i18n/format.ts';
import { EmptyState } from '../layout/EmptyState.tsx';
import { Problem } from '../layout/ListProblem.tsx';
import { AUDIT_SUBJECTS } from './audit-names.ts';
import { AuditTabs } from './AuditTabs.tsx';
import { EventDrawer } from './EventDrawer.tsx';
import { OutcomeChip } from './OutcomeChip.tsx';
import { useEventWords } from './use-event-words.ts';

const MOST = 500;

function Chooser({
  subject,
  subjectId,
  onChoose,
}: {
  subject: string;
  subjectId: string;
  onChoose: (next: { subject: string; subjectId: string }) => void;
}) {
  const translate = useTranslate();
  const [chosen, setChosen] = useState({ subject, subjectId });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChoose({ ...chosen, subjectId: chosen.subjectId.trim() });
  };
  return (
    <Stack
      component="form"
      direction="row"
      spacing={1}
      onSubmit={submit}
      sx={{ alignItems: 'center', maxWidth: 640 }}
    >
      <TextField
        select
        label={translate('resources.audit-events.fields.subject')}
        value={chosen.subject}
        onChange={(event) => setChosen({ ...chosen, subject: event.target.value })}
      >
        {AUDIT_SUBJECTS.map((name) => (
          <MenuItem key={name} value={name}>
            {translate(`audit.subjects.${name}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        label={translate('resources.audit-events.fields.subjectId')}
        value={chosen.subjectId}
        onChange={(event) => setChosen({ ...chosen, subjectId: event.target.value })}
      />
      <Button type="submit" variant="contained" disabled={!chosen.subjectId.trim()} sx={{ flexShrink: 0 }}>
        {translate('audit.show')}
      </Button>
    </Stack>
  );
}

function EventLine({ event, onOpen }: { event: AuditEvent; onOpen: () => void }) {
  const format = useFormat();
  const words = useEventWords();
  return (
    <Stack
      component="li"
      direction="row"
      spacing={2}
      sx={{ alignItems: 'center', borderBottom: 1, borderColor: 'divider', py: 0.75 }}
    >
      <Typography variant="body2" color="text.secondary" sx={{ width: 190, flexShrink: 0 }}>
        {format.instant(event.at)}
      </Typography>
      <Button size="small" onClick={onOpen} sx={{ flexShrink: 0 }}>
        {words.action(event.action)}
      </Button>
      <Typography variant="body2" sx={{ flexGrow: 1 }}>
        {words.who(event)}
      </Typography>
      {event.outcome === 'refused' && <OutcomeChip outcome="refused" />}
    </Stack>
  );
}

/** Everything that ever happened to one record, in the order it happened: a read as well as an act. */
export function RecordHistory() {
  const [search, setSearch] = useSearchParams();
  const subject = search.get('subject') ?? 'submission';
  const subjectId = search.get('subjectId') ?? '';
  const [event, setEvent] = useState<AuditEvent | null>(null);
  const { data, error, refetch } = useGetList<AuditEvent>(
    'audit-events',
    {
      filter: { subject, subjectId },
      sort: { field: 'id', order: 'ASC' },
      pagination: { page: 1, perPage: MOST },
    },
    { enabled: subjectId !== '' },
  );
  return (
    <>
      <AuditTabs />
      <Title title="audit.page.record" />
      <Card sx={{ mt: 2 }}>
        <CardContent>
          <Chooser
            key={`${subject}-${subjectId}`}
            subject={subject}
            subjectId={subjectId}
            onChoose={setSearch}
          />
          {error && <Problem error={error} onRetry={() => void refetch()} />}
          {subjectId === '' && <EmptyState words="audit.recordEmpty" />}
          {data?.length === 0 && <EmptyState words="audit.recordNothing" />}
          <Box component="ol" sx={{ listStyle: 'none', p: 0 }}>
            {data?.map((one) => (
              <EventLine key={one.id} event={one} onOpen={() => setEvent(one)} />
            ))}
          </Box>
        </CardContent>
      </Card>
      <EventDrawer event={event} onClose={() => setEvent(null)} />
    </>
  );
}
