import {
  Alert,
  Card,
  CardContent,
  Link as MuiLink,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import {
  Form,
  SaveButton,
  TextInput,
  Title,
  minLength,
  regex,
  required,
  useDataProvider,
  useTranslate,
} from 'react-admin';
import { Link } from 'react-router-dom';
import type { AuditEvent, NikAccess as NikAccessAnswer } from '@server/audit/audit-schema.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { markedFields } from '../layout/marked-fields.ts';
import { useFormat } from '../i18n/format.ts';
import { Problem } from '../layout/ListProblem.tsx';
import { AuditTabs } from './AuditTabs.tsx';
import { EventDrawer } from './EventDrawer.tsx';
import { useEventWords } from './use-event-words.ts';

const nikShape = [required(), regex(/^\d{16}$/, 'audit.nikShape')];
const purposeShape = [required(), minLength(5)];

function Accesses({ events }: { events: readonly AuditEvent[] }) {
  const translate = useTranslate();
  const format = useFormat();
  const words = useEventWords();
  const [event, setEvent] = useState<AuditEvent | null>(null);
  if (events.length === 0) return <Alert severity="info">{translate('audit.nikNobody')}</Alert>;
  const field = (name: string) => translate(`resources.audit-events.fields.${name}`);
  return (
    <>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{field('at')}</TableCell>
            <TableCell>{field('actorId')}</TableCell>
            <TableCell>{field('action')}</TableCell>
            <TableCell>{field('subject')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {events.map((one) => (
            <TableRow key={one.id} hover onClick={() => setEvent(one)} sx={{ cursor: 'pointer' }}>
              <TableCell>{format.instant(one.at)}</TableCell>
              <TableCell>{words.who(one)}</TableCell>
              <TableCell>{words.action(one.action)}</TableCell>
              <TableCell>{words.about(one)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <EventDrawer event={event} onClose={() => setEvent(null)} />
    </>
  );
}

function Registrations({ of }: { of: NikAccessAnswer['submissions'] }) {
  const translate = useTranslate();
  if (of.length === 0) return null;
  return (
    <Typography sx={{ mb: 1 }}>
      {translate('audit.nikRegistrations')}{' '}
      {of.map(({ id, registrationNo }) => (
        <MuiLink key={id} component={Link} to={`/submissions/${id}/show`} sx={{ mr: 1.5 }}>
          {registrationNo}
        </MuiLink>
      ))}
    </Typography>
  );
}

/** Who saw or handled the registrations of one NIK. The question itself is an event; the number stays out of the address. */
export function NikAccess() {
  const translate = useTranslate();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const [answer, setAnswer] = useState<NikAccessAnswer | null>(null);
  const [error, setError] = useState<unknown>(null);
  const ask = async ({ nik, purpose }: Record<string, unknown>) => {
    setError(null);
    setAnswer(null);
    try {
      setAnswer(await dataProvider.post<NikAccessAnswer>('audit/nik-access', { nik, purpose }));
      return undefined;
    } catch (problem) {
      setError(problem);
      return markedFields(problem);
    }
  };
  return (
    <>
      <AuditTabs />
      <Title title="audit.page.nik" />
      <Card sx={{ mt: 2, maxWidth: 1000 }}>
        <CardContent>
          <Typography color="text.secondary" sx={{ mb: 1 }}>
            {translate('audit.nikHelp')}
          </Typography>
          <Form onSubmit={ask}>
            <TextInput
              source="nik"
              label="audit.nik"
              validate={nikShape}
              autoComplete="off"
              sx={{ maxWidth: 320 }}
            />
            <TextInput
              source="purpose"
              label="audit.purpose"
              validate={purposeShape}
              helperText="audit.purposeHelp"
              sx={{ maxWidth: 640, display: 'block' }}
            />
            <SaveButton label="audit.ask" icon={null} alwaysEnable sx={{ my: 2 }} />
          </Form>
          {error !== null && <Problem error={error} />}
          {answer && <Registrations of={answer.submissions} />}
          {answer && <Accesses events={answer.events} />}
        </CardContent>
      </Card>
    </>
  );
}
