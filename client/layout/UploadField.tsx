import { FileField, FileInput, required, useTranslate } from 'react-admin';

interface Props {
  source?: string;
  label: string;
  /** MIME types with their endings, as react-dropzone takes them. */
  accept: Record<string, string[]>;
  maxBytes: number;
  helperText?: string;
}

/** What the input holds: the browser's file beside the preview's address. */
export interface ChosenFile {
  rawFile: File;
  title: string;
}

export const CSV_FILES = { 'text/csv': ['.csv'], 'application/vnd.ms-excel': ['.csv'] };
export const RECAP_FILES = {
  ...CSV_FILES,
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['.xlsx'],
};
export const PAPER_FILES = {
  'application/pdf': ['.pdf'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
};

/** One file by drop or click, inside any form. */
export function UploadField({ source = 'file', label, accept, maxBytes, helperText }: Props) {
  const translate = useTranslate();
  return (
    <FileInput
      source={source}
      label={label}
      helperText={helperText}
      accept={accept}
      maxSize={maxBytes}
      // The drop zone hides its input, and its caption is no label of it.
      inputProps={{ 'aria-label': translate(label) }}
      validate={required()}
      sx={{
        '& .RaFileInput-dropZone': {
          border: 1,
          borderStyle: 'dashed',
          borderColor: 'text.secondary',
          borderRadius: 1,
        },
      }}
    >
      <FileField source="src" title="title" target="_blank" />
    </FileInput>
  );
}
