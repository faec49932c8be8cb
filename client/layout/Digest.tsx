import CopyIcon from '@mui/icons-material/ContentCopy';
import { Box, IconButton, Tooltip } from '@mui/material';
import { useNotify, useTranslate } from 'react-admin';

const GROUP = /.{1,8}/g;

/** 64 digits in groups of 8, as they are printed on the papers. */
export function groupDigest(digest: string): string {
  return digest.match(GROUP)?.join(' ') ?? '';
}

/** A SHA-256 to compare with a paper by eye, or to copy whole. */
export function Digest({ value }: { value: string | null }) {
  const translate = useTranslate();
  const notify = useNotify();
  if (!value) return <span>–</span>;
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    notify('app.copied', { type: 'info' });
  };
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5 }}>
      <Box component="code" sx={{ fontFamily: 'monospace', fontSize: '0.8125rem', wordSpacing: '0.15em' }}>
        {groupDigest(value)}
      </Box>
      <Tooltip title={translate('console.copyDigest')}>
        <IconButton size="small" aria-label={translate('console.copyDigest')} onClick={() => void copy()}>
          <CopyIcon fontSize="inherit" />
        </IconButton>
      </Tooltip>
    </Box>
  );
}
