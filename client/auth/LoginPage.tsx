import { Alert, Box, Button, Card, CardContent, Stack, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { LocalesMenuButton, useLogin, useTranslate } from 'react-admin';
import type { Credentials } from '../auth-provider.ts';
import { errorInWords } from '../form-errors.ts';
import { request } from '../http-client.ts';
import type { Health } from '../layout/health.ts';
import { DemoAccounts } from './DemoAccounts.tsx';

function useIsDemo(): boolean {
  const { data } = useQuery({
    queryKey: ['health'],
    queryFn: async () => (await request<Health>('/api/health')).json,
    staleTime: Infinity,
  });
  return data?.demo === true;
}

function CredentialFields(props: { value: Credentials; onChange: (value: Credentials) => void }) {
  const translate = useTranslate();
  const { value, onChange } = props;
  const field = (name: keyof Credentials) => ({
    id: name,
    name,
    label: translate(`login.${name}`),
    value: value[name],
    onChange: (event: { target: { value: string } }) => onChange({ ...value, [name]: event.target.value }),
  });
  return (
    <>
      <TextField {...field('username')} required autoFocus autoComplete="username" />
      <TextField {...field('password')} required type="password" autoComplete="current-password" />
    </>
  );
}

function LoginForm() {
  const translate = useTranslate();
  const login = useLogin();
  const isDemo = useIsDemo();
  const [credentials, setCredentials] = useState<Credentials>({ username: '', password: '' });
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await login(credentials);
    } catch (error) {
      setProblem(errorInWords(error, translate).text);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Stack component="form" spacing={1} onSubmit={(event) => void submit(event)}>
      {problem && <Alert severity="error">{problem}</Alert>}
      <CredentialFields value={credentials} onChange={setCredentials} />
      <Button type="submit" variant="contained" size="large" loading={isBusy}>
        {translate('login.submit')}
      </Button>
      <Typography variant="caption" color="text.secondary">
        {translate('login.notice')}
      </Typography>
      {isDemo && <DemoAccounts onPick={setCredentials} />}
    </Stack>
  );
}

/** The door of the staff console. */
export function LoginPage() {
  const translate = useTranslate();
  return (
    <Box
      component="main"
      sx={{ minHeight: '100vh', display: 'grid', placeItems: 'center', bgcolor: 'background.default', p: 2 }}
    >
      <Card sx={{ width: '100%', maxWidth: 420 }}>
        <CardContent sx={{ p: 4 }}>
          <Stack direction="row" spacing={1.5} sx={{ alignItems: 'center', mb: 2 }}>
            <img src="/favicon.svg" width={44} height={44} alt="" />
            <Box sx={{ flexGrow: 1 }}>
              <Typography variant="h1">{translate('app.name')}</Typography>
              <Typography variant="body2" color="text.secondary">
                {translate('login.title')}
              </Typography>
            </Box>
          </Stack>
          <LoginForm />
        </CardContent>
        <Box sx={{ display: 'flex', justifyContent: 'center', pb: 2 }}>
          <LocalesMenuButton />
        </Box>
      </Card>
    </Box>
  );
}
