import { Alert, Button } from '@mui/material';
import { useListContext, useTranslate } from 'react-admin';
import { errorInWords } from '../form-errors.ts';

/** In place of a list that could not be loaded: why, the request id, and a retry. Pass as `<List error={…}>`. */
export function ListProblem() {
  const { error, refetch } = useListContext();
  return <Problem error={error} onRetry={() => void refetch()} />;
}

/** The same for any part of a page that loads by itself. */
export function Problem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const translate = useTranslate();
  const { text, requestId, blockers } = errorInWords(error, translate);
  return (
    <Alert
      severity="error"
      sx={{ my: 1 }}
      action={
        onRetry && (
          <Button color="inherit" size="small" onClick={onRetry}>
            {translate('app.retry')}
          </Button>
        )
      }
    >
      {text}
      {blockers.map((blocker) => (
        <div key={blocker}>{blocker}</div>
      ))}
      {requestId && <div>{translate('app.requestId', { id: requestId })}</div>}
    </Alert>
  );
}
