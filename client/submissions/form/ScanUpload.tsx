import UploadIcon from '@mui/icons-material/UploadFile';
import { Alert, Box, Button, Card, CardContent, Typography } from '@mui/material';
import { useEffect, useMemo, useRef, type ChangeEvent } from 'react';
import { useTranslate } from 'react-admin';
import {
  MAX_DOCUMENT_BYTES,
  SUBMISSION_DOCUMENT_KINDS,
  type SubmissionDocumentKind,
} from '@server/documents/document-schema.ts';

export type Scans = Partial<Record<SubmissionDocumentKind, File>>;

function Preview({ file, kind }: { file: File; kind: SubmissionDocumentKind }) {
  const translate = useTranslate();
  const url = useMemo(() => URL.createObjectURL(file), [file]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return (
    <img src={url} alt={translate(`enums.document.${kind}`)} style={{ width: '100%', borderRadius: 6 }} />
  );
}

function ScanSlot(props: {
  kind: SubmissionDocumentKind;
  file: File | undefined;
  onPick: (file: File) => void;
}) {
  const { kind, file, onPick } = props;
  const translate = useTranslate();
  const chooser = useRef<HTMLInputElement>(null);
  const pick = (event: ChangeEvent<HTMLInputElement>) => {
    const picked = event.target.files?.[0];
    if (picked) onPick(picked);
    event.target.value = '';
  };
  return (
    <Box sx={{ mb: 1.5 }}>
      <Button
        size="small"
        variant="outlined"
        startIcon={<UploadIcon />}
        fullWidth
        onClick={() => chooser.current?.click()}
      >
        {translate(`enums.document.${kind}`)}
      </Button>
      <input ref={chooser} type="file" name={kind} accept="image/jpeg,image/png" hidden onChange={pick} />
      {file && file.size > MAX_DOCUMENT_BYTES && (
        <Alert severity="error">{translate('submissions.form.tooLarge')}</Alert>
      )}
      {file && <Preview file={file} kind={kind} />}
    </Box>
  );
}

/** Scans beside the form. They leave the browser only when the form is saved. */
export function ScanUpload({ scans, onChange }: { scans: Scans; onChange: (scans: Scans) => void }) {
  const translate = useTranslate();
  return (
    <Card component="section" aria-label={translate('submissions.form.scans')}>
      <CardContent>
        <Typography variant="h3" component="h2">
          {translate('submissions.form.scans')}
        </Typography>
        <Typography variant="body2" color="text.secondary" sx={{ mb: 1 }}>
          {translate('submissions.form.scansHelp')}
        </Typography>
        {SUBMISSION_DOCUMENT_KINDS.map((kind) => (
          <ScanSlot
            key={kind}
            kind={kind}
            file={scans[kind]}
            onPick={(file) => onChange({ ...scans, [kind]: file })}
          />
        ))}
      </CardContent>
    </Card>
  );
}
