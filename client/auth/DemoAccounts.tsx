import { Box, Button, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { Role } from '@server/auth/permission-rules.ts';

const PASSWORD = 'prakerja-demo';

const ACCOUNTS: readonly { username: string; role: Role }[] = [
  { username: 'intake', role: 'intake' },
  { username: 'reviewer', role: 'reviewer' },
  { username: 'reviewer2', role: 'reviewer' },
  { username: 'coordinator', role: 'coordinator' },
  { username: 'approver', role: 'approver' },
  { username: 'pmo', role: 'pmo' },
  { username: 'auditor', role: 'auditor' },
  { username: 'admin', role: 'admin' },
];

/** Shown only where the server says that its data and accounts are invented. */
export function DemoAccounts({
  onPick,
}: {
  onPick: (account: { username: string; password: string }) => void;
}) {
  const translate = useTranslate();
  return (
    <Box component="section" aria-label={translate('login.demo')} sx={{ pt: 1 }}>
      <Typography variant="h4" component="h2">
        {translate('login.demo')}
      </Typography>
      <Typography variant="body2" color="text.secondary" sx={{ mb: 1 }}>
        {translate('login.demoHelp', { password: PASSWORD })}
      </Typography>
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 0.5 }}>
        {ACCOUNTS.map(({ username, role }) => (
          <Button
            key={username}
            size="small"
            variant="outlined"
            onClick={() => onPick({ username, password: PASSWORD })}
          >
            {username} · {translate(`enums.role.${role}`)}
          </Button>
        ))}
      </Box>
    </Box>
  );
}
