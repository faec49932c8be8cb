import { Button, Stack, Typography } from '@mui/material';
import { Title, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { useStaffIdentity } from '../auth/use-staff.ts';

/** In place of a page that belongs to another role: says so, and leads back to one's own work. */
export function AccessDeniedPage() {
  const translate = useTranslate();
  const staff = useStaffIdentity();
  return (
    <Stack spacing={2} sx={{ alignItems: 'center', mt: 10 }}>
      <Title title="ra.page.access_denied" />
      <Typography variant="h2">{translate('ra.page.access_denied')}</Typography>
      <Typography color="text.secondary">
        {translate('app.accessDenied', { role: staff ? translate(`enums.role.${staff.role}`) : '' })}
      </Typography>
      <Button component={Link} to="/" variant="contained">
        {translate('app.error.home')}
      </Button>
    </Stack>
  );
}
