import DownloadIcon from '@mui/icons-material/DownloadOutlined';
import { Alert, Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useDataProvider, useNotify, useRefresh, useTranslate } from 'react-admin';
import { MAX_RECEIPT_BYTES, type DispatchDetail } from '@server/forwarding/forwarding-schema.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';
import { useMay } from '../auth/use-staff.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { useFormat } from '../i18n/format.ts';
import { ActDialog, type ActValues } from '../layout/ActDialog.tsx';
import { UploadField, type ChosenFile } from '../layout/UploadField.tsx';

const JSON_FILES = { 'application/json': ['.json'] };

function ReceiptDialog({ dispatch, onClose }: { dispatch: DispatchDetail; onClose: () => void }) {
  const translate = useTranslate();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const notify = useNotify();
  const refresh = useRefresh();
  const take = async ({ file }: ActValues) => {
    try {
      await dataProvider.upload(`dispatches/${dispatch.id}/receipt`, {
        version: String(dispatch.version),
        file: (file as ChosenFile).rawFile,
      });
      notify('byFile.receiptTaken', { type: 'success' });
    } finally {
      refresh();
    }
  };
  return (
    <ActDialog
      title={translate('byFile.receipt')}
      submitLabel={translate('byFile.receipt')}
      onSubmit={take}
      onClose={onClose}
    >
      <Typography variant="body2">{translate('byFile.receiptHelp')}</Typography>
      <Typography component="code" variant="body2">
        {'{"dispatchNo": "…", "count": …, "digest": "…"}'}
      </Typography>
      <UploadField label="byFile.receiptFile" accept={JSON_FILES} maxBytes={MAX_RECEIPT_BYTES} />
    </ActDialog>
  );
}

function Downloads({ dispatch }: { dispatch: DispatchDetail }) {
  const translate = useTranslate();
  const format = useFormat();
  const { nameOf } = useStaffNames();
  if (dispatch.downloads.length === 0) return null;
  return (
    <div>
      <Typography variant="h3">{translate('byFile.downloads')}</Typography>
      {dispatch.downloads.map(({ byId, at }) => (
        <Typography key={`${at}-${byId}`} variant="body2">
          {format.instant(at)} · {nameOf(byId) ?? '–'}
        </Typography>
      ))}
    </div>
  );
}

/** A delivery that goes as a file: its package, the PMO's receipt, and who took the package out. */
export function FileDelivery({ dispatch }: { dispatch: DispatchDetail }) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const mayHandOver = useMay('dispatch.by-file');
  const [isOpen, setOpen] = useState(false);
  const isWaiting = dispatch.status === 'by_file';
  if (!isWaiting) return <Downloads dispatch={dispatch} />;
  return (
    <Stack spacing={2}>
      <Alert severity="info">{translate('byFile.help')}</Alert>
      {mayHandOver && (
        <Stack direction="row" spacing={1}>
          <Button
            variant="outlined"
            startIcon={<DownloadIcon />}
            href={`/api/dispatches/${dispatch.id}/package.tar`}
            download
            // The evidence of the download stands by then.
            onClick={() => setTimeout(refresh, 1500)}
          >
            {translate('byFile.package')}
          </Button>
          <Button variant="contained" onClick={() => setOpen(true)}>
            {translate('byFile.receipt')}
          </Button>
        </Stack>
      )}
      <Downloads dispatch={dispatch} />
      {isOpen && <ReceiptDialog dispatch={dispatch} onClose={() => setOpen(false)} />}
    </Stack>
  );
}
