import DownloadIcon from '@mui/icons-material/DownloadOutlined';
import { Box, Button, Card, CardContent, Link, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { BatchDetail } from '@server/batches/batch-schema.ts';
import type { SealFacts } from '@server/batches/seal-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import { useFormat } from '../i18n/format.ts';
import { FactList } from '../layout/FactList.tsx';

/** Enough to tell two seals apart at a glance; the whole digest stands above. */
export const shortDigest = (digest: string): string => `${digest.slice(0, 8)} … ${digest.slice(-8)}`;

/** The files standard tools take; the manifest holds whole NIKs and goes to whoever may read one. */
const SEAL_FILES = ['statement.json', 'signature.jws', 'public-key.pem'] as const;

function Downloads({ batch }: { batch: BatchDetail }) {
  const translate = useTranslate();
  const mayReadManifest = useMay('dispatch.read');
  const files = [
    ...(mayReadManifest ? [{ path: 'manifest', words: 'manifest' }] : []),
    ...SEAL_FILES.map((name) => ({ path: `seal/${name}`, words: name.replace(/\W/g, '_') })),
  ];
  return (
    <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap' }}>
      {files.map(({ path, words }) => (
        <Button
          key={path}
          size="small"
          variant="outlined"
          startIcon={<DownloadIcon />}
          href={`/api/batches/${batch.id}/${path}`}
          download
        >
          {translate(`batches.seal.files.${words}`)}
        </Button>
      ))}
    </Stack>
  );
}

/** Who signed what, when, and how anybody may check it. */
function Sealed({ batch, seal }: { batch: BatchDetail; seal: SealFacts }) {
  const translate = useTranslate();
  const format = useFormat();
  const code = (text: string) => (
    <Box component="code" sx={{ fontFamily: 'monospace' }}>
      {text}
    </Box>
  );
  const facts = [
    { label: translate('batches.seal.digest'), value: code(shortDigest(seal.digest)) },
    { label: translate('batches.seal.key'), value: code(shortDigest(seal.kid)) },
    { label: translate('batches.seal.signedAt'), value: format.instant(seal.signedAt) },
  ];
  return (
    <Stack spacing={1.5}>
      <FactList facts={facts} columnWidth={200} />
      <Downloads batch={batch} />
      <Typography variant="caption" color="text.secondary">
        {translate('batches.seal.verify')} <code>npm run batch:verify -- {batch.batchNo}</code>
        {' · '}
        <Link href={`/api/batches/${batch.id}/seal.json`} target="_blank" rel="noopener">
          seal.json
        </Link>
      </Typography>
    </Stack>
  );
}

/** What proves the seal of a batch, once it has one. */
export function SealPanel({ batch }: { batch: BatchDetail }) {
  const translate = useTranslate();
  const { seal } = batch;
  if (!seal) return null;
  return (
    <Card component="section" aria-label={translate('batches.seal.title')}>
      <CardContent sx={{ '&:last-child': { pb: 2 } }}>
        <Typography variant="overline" component="h2">
          {translate('batches.seal.title')}
        </Typography>
        <Sealed batch={batch} seal={seal} />
      </CardContent>
    </Card>
  );
}
