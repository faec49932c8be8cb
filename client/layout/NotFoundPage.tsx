import { Button, Stack, Typography } from '@mui/material';
import { Title, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';

export function NotFoundPage() {
  const translate = useTranslate();
  return (
    <Stack spacing={2} sx={{ alignItems: 'center', mt: 10 }}>
      <Title title="app.notFound.title" />
      <Typography variant="h2">{translate('app.notFound.title')}</Typography>
      <Typography color="text.secondary">{translate('app.notFound.help')}</Typography>
      <Button component={Link} to="/" variant="contained">
        {translate('app.error.home')}
      </Button>
    </Stack>
  );
}
