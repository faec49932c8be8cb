import DownloadIcon from '@mui/icons-material/DownloadOutlined';
import { Button, Menu, MenuItem } from '@mui/material';
import { lazy, Suspense, useState } from 'react';
import { useListContext, useTranslate } from 'react-admin';
import { EXPORT_FORMATS, type ExportFormat } from '@server/submissions/submission-bulk-schema.ts';
import { useMay } from '../../auth/use-staff.ts';

const ExportDialog = lazy(() =>
  import('./ExportDialog.tsx').then((module) => ({ default: module.ExportDialog })),
);

/** The whole result of the filter as a file, for those who may. */
export function ExportButton() {
  const translate = useTranslate();
  const mayExport = useMay('submission.export');
  const { filterValues, total = 0 } = useListContext();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [format, setFormat] = useState<ExportFormat | null>(null);
  if (!mayExport) return null;
  return (
    <>
      <Button
        size="small"
        startIcon={<DownloadIcon />}
        disabled={total === 0}
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {translate('submissions.export.open')}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {EXPORT_FORMATS.map((name) => (
          <MenuItem
            key={name}
            onClick={() => {
              setAnchor(null);
              setFormat(name);
            }}
          >
            {translate(`submissions.export.${name}`)}
          </MenuItem>
        ))}
      </Menu>
      <Suspense fallback={null}>
        {format && <ExportDialog format={format} filter={filterValues} onClose={() => setFormat(null)} />}
      </Suspense>
    </>
  );
}
