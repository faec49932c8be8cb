import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'react-admin';
import type { ExportFormat } from '@server/submissions/submission-bulk-schema.ts';
import type { ConsoleDataProvider } from '../../data-provider.ts';
import { JobWatch } from '../../jobs/JobWatch.tsx';
import { Problem } from '../../layout/ListProblem.tsx';

interface Props {
  format: ExportFormat;
  filter: Record<string, unknown>;
  onClose: () => void;
}

/** Asks for an export, follows its job, and offers the file. */
export function ExportDialog({ format, filter, onClose }: Props) {
  const translate = useTranslate();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => dataProvider.post<{ jobId: number }>('submissions/bulk/export', { filter, format }),
  });
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="export-title">
      <DialogTitle id="export-title">{translate(`submissions.export.${format}`)}</DialogTitle>
      <DialogContent>
        {error && <Problem error={error} />}
        {data ? (
          <JobWatch jobId={data.jobId} title={translate('submissions.export.working')} />
        ) : (
          <Typography>{translate('submissions.export.help')}</Typography>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{translate(data ? 'app.close' : 'app.cancel')}</Button>
        {!data && (
          <Button variant="contained" loading={isPending} onClick={() => mutate()}>
            {translate('submissions.export.start')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
