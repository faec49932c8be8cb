import DownloadIcon from '@mui/icons-material/DownloadOutlined';
import { Alert, AlertTitle, Box, Button, Card, CardContent, Link, Stack, Typography } from '@mui/material';
import { useEffect, useRef } from 'react';
import { useRefresh, useTranslate } from 'react-admin';
import type { BatchDetail } from '@server/batches/batch-schema.ts';
import type { SealFacts, SealingRecord } from '@server/batches/seal-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import { useFormat } from '../i18n/format.ts';
import { CancelJob } from '../jobs/CancelJob.tsx';
import { JobProgress } from '../jobs/JobProgress.tsx';
import { FactList } from '../layout/FactList.tsx';
import { useBatchWords } from './use-batch-words.ts';

/** Enough to tell two seals apart at a glance; the whole digest stands above. */
export const shortDigest = (digest: string): string => `${digest.slice(0, 8)} … ${digest.slice(-8)}`;

/** What is screened and what is written each count half: a bar that goes once from one end to the other. */
export const sealingProgress = ({ screened, written, total }: SealingRecord) => ({
  done: Math.floor((screened + written) / 2),
  total,
});

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

function UnderWay({ sealing }: { sealing: SealingRecord }) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const mayCancel = useMay('batch.seal');
  const isScreening = sealing.screened < sealing.total;
  return (
    <Stack direction="row" spacing={2} sx={{ alignItems: 'center' }} role="status">
      <Box sx={{ flexGrow: 1 }}>
        <Typography variant="body2" sx={{ mb: 0.5 }}>
          {translate(isScreening ? 'batches.seal.screening' : 'batches.seal.writing')}
        </Typography>
        <JobProgress job={{ status: 'running', progress: sealingProgress(sealing) }} />
      </Box>
      {mayCancel && <CancelJob jobId={sealing.jobId} onDone={refresh} />}
    </Stack>
  );
}

/** The seal was refused, or its job given up; until the batch is sealed that is what its people must know. */
function Ended({ sealing }: { sealing: SealingRecord }) {
  const translate = useTranslate();
  const words = useBatchWords();
  const isRefused = sealing.state === 'refused';
  return (
    <Alert severity={isRefused ? 'error' : 'warning'}>
      <AlertTitle>{translate(isRefused ? 'batches.seal.refused' : 'batches.seal.givenUp')}</AlertTitle>
      {sealing.blockers.map((blocker) => (
        <div key={blocker.code}>{words(blocker)}</div>
      ))}
    </Alert>
  );
}

/** Reads the page anew when the job has ended, whatever came of it: buttons and rows are other ones then. */
export function useRefreshAfterSealing(sealing: SealingRecord | null | undefined): void {
  const refresh = useRefresh();
  const wasRunning = useRef(false);
  const isRunning = sealing?.state === 'running';
  useEffect(() => {
    if (wasRunning.current && !isRunning) refresh();
    wasRunning.current = isRunning;
  }, [isRunning, refresh]);
}

/** The seal of a batch: how far it is, why there is none, or what proves it. */
export function SealPanel({ batch }: { batch: BatchDetail }) {
  const translate = useTranslate();
  const { seal, sealing } = batch;
  // Of a batch that was opened again the last job says nothing any more.
  const tried = batch.status === 'open' && sealing?.state !== 'sealed' ? sealing : null;
  if (!seal && !tried) return null;
  return (
    <Card component="section" aria-label={translate('batches.seal.title')}>
      <CardContent sx={{ '&:last-child': { pb: 2 } }}>
        <Typography variant="overline" component="h2">
          {translate('batches.seal.title')}
        </Typography>
        {seal && <Sealed batch={batch} seal={seal} />}
        {tried?.state === 'running' && <UnderWay sealing={tried} />}
        {tried && tried.state !== 'running' && <Ended sealing={tried} />}
      </CardContent>
    </Card>
  );
}
