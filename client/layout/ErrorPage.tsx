import ReportIcon from '@mui/icons-material/ReportGmailerrorred';
import { Button, Card, CardContent, Stack, Typography } from '@mui/material';
import { useTranslate, type ErrorProps } from 'react-admin';
import { errorInWords } from '../form-errors.ts';

/** What stands in place of a page that failed: the sentence, the request id to quote, and a way on. */
export function ErrorPage({ error }: Pick<ErrorProps, 'error'>) {
  const translate = useTranslate();
  const { text, requestId } = errorInWords(error, translate);
  return (
    <Card sx={{ maxWidth: 640, mx: 'auto', mt: 6 }} role="alert">
      <CardContent>
        <Stack spacing={2} sx={{ alignItems: 'flex-start' }}>
          <ReportIcon color="error" fontSize="large" />
          <Typography variant="h2">{translate('app.error.title')}</Typography>
          <Typography>{text}</Typography>
          <Typography color="text.secondary">{translate('app.error.help')}</Typography>
          {requestId && (
            <Typography variant="body2">{translate('app.requestId', { id: requestId })}</Typography>
          )}
          <Stack direction="row" spacing={1}>
            <Button variant="contained" onClick={() => window.location.reload()}>
              {translate('app.retry')}
            </Button>
            <Button href="/">{translate('app.error.home')}</Button>
          </Stack>
        </Stack>
      </CardContent>
    </Card>
  );
}
