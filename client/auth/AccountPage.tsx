import {
  Alert,
  Box,
  Button,
  Card,
  CardContent,
  Chip,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  Form,
  PasswordInput,
  SaveButton,
  Title,
  required,
  useDataProvider,
  useNotify,
  useTranslate,
} from 'react-admin';
import { request } from '../http-client.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { markedFields } from '../layout/marked-fields.ts';
import { useFormat } from '../i18n/format.ts';
import { FactList } from '../layout/FactList.tsx';
import { Problem } from '../layout/ListProblem.tsx';
import { useProblemNotice } from '../layout/use-problem-notice.ts';
import { passwordProblems } from './staff-rules.ts';
import { browserName } from './browser-name.ts';
import { useStaffIdentity } from './use-staff.ts';

interface OwnSession {
  id: string;
  userAgent: string | null;
  createdAt: string;
  lastSeenAt: string;
  current: boolean;
}

const NO_RECORD = {};

function PasswordForm() {
  const translate = useTranslate();
  const notify = useNotify();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const [error, setError] = useState<unknown>(null);
  // A new key empties the three fields after a change.
  const [round, setRound] = useState(0);
  const change = async ({ currentPassword, newPassword }: Record<string, unknown>) => {
    setError(null);
    try {
      await dataProvider.post('auth/password', { currentPassword, newPassword });
      notify('account.changed', { type: 'success' });
      setRound(round + 1);
      return undefined;
    } catch (problem) {
      setError(problem);
      return markedFields(problem);
    }
  };
  return (
    <Form key={round} record={NO_RECORD} validate={passwordProblems} onSubmit={change}>
      <Typography variant="h2">{translate('account.password')}</Typography>
      <Typography variant="body2" color="text.secondary">
        {translate('staff.passwordHelp')}
      </Typography>
      {error !== null && <Problem error={error} />}
      <PasswordInput
        source="currentPassword"
        label="account.current"
        validate={required()}
        autoComplete="current-password"
      />
      <PasswordInput
        source="newPassword"
        label="account.new"
        validate={required()}
        autoComplete="new-password"
      />
      <PasswordInput
        source="repeated"
        label="account.repeated"
        validate={required()}
        autoComplete="new-password"
      />
      <SaveButton label="account.change" icon={null} sx={{ mt: 1 }} />
    </Form>
  );
}

function SessionRow({ session, onEnd }: { session: OwnSession; onEnd: () => void }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <TableRow>
      <TableCell sx={{ maxWidth: 280 }}>
        <Typography variant="body2" noWrap title={session.userAgent ?? undefined}>
          {session.userAgent ? browserName(session.userAgent) : '–'}
        </Typography>
      </TableCell>
      <TableCell>{format.instant(session.createdAt)}</TableCell>
      <TableCell>{format.instant(session.lastSeenAt)}</TableCell>
      <TableCell align="right">
        {session.current ? (
          <Chip size="small" color="success" variant="outlined" label={translate('account.thisOne')} />
        ) : (
          <Button size="small" color="warning" onClick={onEnd}>
            {translate('account.end')}
          </Button>
        )}
      </TableCell>
    </TableRow>
  );
}

function Sessions() {
  const translate = useTranslate();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const sayProblem = useProblemNotice();
  const {
    data = [],
    error,
    refetch,
  } = useQuery({
    queryKey: ['own-sessions'],
    queryFn: () => dataProvider.read<OwnSession[]>('auth/sessions'),
  });
  const end = async (id: string) => {
    try {
      await request(`/api/auth/sessions/${id}`, { method: 'DELETE' });
    } catch (problem) {
      sayProblem(problem);
    }
    await refetch();
  };
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <Typography variant="h2">{translate('account.sessions')}</Typography>
      <Typography variant="body2" color="text.secondary" sx={{ mb: 1 }}>
        {translate('account.sessionsHelp')}
      </Typography>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{translate('account.browser')}</TableCell>
            <TableCell>{translate('account.since')}</TableCell>
            <TableCell>{translate('account.lastSeen')}</TableCell>
            <TableCell>{translate('account.state')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {data.map((session) => (
            <SessionRow key={session.id} session={session} onEnd={() => void end(session.id)} />
          ))}
        </TableBody>
      </Table>
    </>
  );
}

/** Who I am to the system, my password, and where I am logged in. */
export function AccountPage() {
  const translate = useTranslate();
  const staff = useStaffIdentity();
  if (!staff) return null;
  const facts = [
    { label: translate('resources.staff.fields.fullName'), value: staff.fullName },
    { label: translate('resources.staff.fields.username'), value: staff.username },
    { label: translate('resources.staff.fields.role'), value: translate(`enums.role.${staff.role}`) },
    { label: translate('resources.staff.fields.officeId'), value: staff.officeName },
  ];
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        mt: 2,
        gridTemplateColumns: { xs: '1fr', lg: '380px 1fr' },
        alignItems: 'start',
      }}
    >
      <Title title="account.title" />
      <Card sx={{ gridColumn: '1 / -1' }}>
        <CardContent>
          <FactList facts={facts} />
          {staff.mustChangePassword && (
            <Alert severity="warning" sx={{ mt: 2 }}>
              {translate('account.mustChange')}
            </Alert>
          )}
        </CardContent>
      </Card>
      <Card>
        <CardContent>
          <PasswordForm />
        </CardContent>
      </Card>
      <Card>
        <CardContent>
          <Sessions />
        </CardContent>
      </Card>
    </Box>
  );
}
