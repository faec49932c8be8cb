import { Typography } from '@mui/material';
import { DateInput, required, useDataProvider, useNotify, useRefresh, useTranslate } from 'react-admin';
import type { ListCode } from '@server/screening/screening-schema.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { ActDialog, type ActValues } from '../layout/ActDialog.tsx';
import { CSV_FILES, UploadField, type ChosenFile } from '../layout/UploadField.tsx';

const MAX_BYTES = 200 * 1024 * 1024;

interface Accepted {
  jobId: number | null;
  listVersion: number;
  repeated: boolean;
}

interface Props {
  code: ListCode;
  onClose: () => void;
  onLoading: (jobId: number) => void;
}

/** Takes a CSV of NIKs with the day it speaks of. The same file again changes nothing. */
export function ListLoadDialog({ code, onClose, onLoading }: Props) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const load = async ({ file, asOf }: ActValues) => {
    const accepted = await dataProvider.upload<Accepted>(`screening-lists/${code}/versions`, {
      asOf: String(asOf),
      file: (file as ChosenFile).rawFile,
    });
    if (accepted.repeated)
      notify('lists.repeated', { type: 'info', messageArgs: { version: accepted.listVersion } });
    else if (accepted.jobId !== null) onLoading(accepted.jobId);
    refresh();
  };
  return (
    <ActDialog
      title={`${translate('lists.load')}: ${translate(`enums.list.${code}`)}`}
      submitLabel={translate('lists.loadNow')}
      onSubmit={load}
      onClose={onClose}
    >
      <Typography variant="body2" color="text.secondary">
        {translate('lists.fileHelp')}
      </Typography>
      <UploadField label="lists.file" accept={CSV_FILES} maxBytes={MAX_BYTES} />
      <DateInput source="asOf" label="lists.asOf" helperText="lists.asOfHelp" validate={required()} />
    </ActDialog>
  );
}
