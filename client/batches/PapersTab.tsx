import PrintIcon from '@mui/icons-material/PrintOutlined';
import {
  Alert,
  Button,
  Chip,
  Link as MuiLink,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import {
  SelectInput,
  TextInput,
  required,
  useDataProvider,
  useNotify,
  useRefresh,
  useTranslate,
} from 'react-admin';
import type { BatchDetail, BatchPaperRecord } from '@server/batches/batch-schema.ts';
import { BATCH_PAPER_KINDS, MAX_DOCUMENT_BYTES } from '@server/documents/document-schema.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { useFormat } from '../i18n/format.ts';
import { ActButton } from '../layout/ActButton.tsx';
import { ActDialog, type ActValues } from '../layout/ActDialog.tsx';
import { groupDigest } from '../layout/Digest.tsx';
import { PAPER_FILES, UploadField, type ChosenFile } from '../layout/UploadField.tsx';
import { dutiesOf, isOwnDuty } from './batch-road.ts';
import { useBatchActions } from './use-batch.ts';
import { useBatchWords } from './use-batch-words.ts';

const kinds = BATCH_PAPER_KINDS.map((id) => ({ id, name: `enums.document.${id}` }));

function Prints({ batch }: { batch: BatchDetail }) {
  const translate = useTranslate();
  const isSealed = batch.digest !== null;
  const isRatified = batch.decreeNo !== null;
  const print = (paper: string, reasons: string[]) =>
    reasons.length > 0 ? (
      <ActButton
        key={paper}
        label={translate(`batches.print.${paper}`)}
        variant="outlined"
        startIcon={<PrintIcon />}
        reasons={reasons}
        onClick={() => undefined}
      />
    ) : (
      <Button
        key={paper}
        variant="outlined"
        startIcon={<PrintIcon />}
        href={`/api/batches/${batch.id}/${paper}.pdf`}
        target="_blank"
        rel="noopener"
      >
        {translate(`batches.print.${paper}`)}
      </Button>
    );
  const unsealed = isSealed ? [] : [translate('batches.sealFirst')];
  return (
    <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap' }}>
      {print('attestation', unsealed)}
      {print('handover', unsealed)}
      {print('decree', isRatified ? [] : [translate('batches.ratifyFirst')])}
    </Stack>
  );
}

function AttachDialog({ batch, onClose }: { batch: BatchDetail; onClose: () => void }) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const attach = async ({ kind, digest, file }: ActValues) => {
    await dataProvider.upload(`batches/${batch.id}/papers`, {
      kind: String(kind),
      digest: String(digest),
      version: String(batch.version),
      file: (file as ChosenFile).rawFile,
    });
    notify('batches.done.papers', { type: 'success' });
    refresh();
  };
  return (
    <ActDialog
      title={translate('batches.actions.attach-paper')}
      submitLabel={translate('batches.attach')}
      onSubmit={attach}
      onClose={onClose}
    >
      <Typography variant="body2" color="text.secondary">
        {translate('batches.attachHelp')}
      </Typography>
      <SelectInput source="kind" label="batches.paper" choices={kinds} validate={required()} />
      <TextInput
        source="digest"
        label="batches.paperDigest"
        helperText="batches.paperDigestHelp"
        validate={required()}
        autoComplete="off"
        multiline
      />
      <UploadField label="batches.scan" accept={PAPER_FILES} maxBytes={MAX_DOCUMENT_BYTES} />
    </ActDialog>
  );
}

function PaperRow({ paper }: { paper: BatchPaperRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const { nameOf } = useStaffNames();
  return (
    <TableRow>
      <TableCell>
        <MuiLink href={`/api/documents/${paper.documentId}/content`} target="_blank" rel="noopener">
          {translate(`enums.document.${paper.kind}`)}
        </MuiLink>
      </TableCell>
      <TableCell>
        <code>{groupDigest(paper.digest).slice(0, 17)}…</code>
      </TableCell>
      <TableCell>{nameOf(paper.attachedById) ?? '–'}</TableCell>
      <TableCell>{format.instant(paper.attachedAt)}</TableCell>
      <TableCell>
        <Chip
          size="small"
          variant="outlined"
          color={paper.current ? 'success' : 'default'}
          label={translate(paper.current ? 'batches.currentPaper' : 'batches.oldPaper')}
        />
      </TableCell>
    </TableRow>
  );
}

function PaperTable({ papers }: { papers: readonly BatchPaperRecord[] }) {
  const translate = useTranslate();
  return (
    <Table size="small">
      <TableHead>
        <TableRow>
          {['paper', 'paperDigest', 'attachedBy', 'attachedAt', 'paperState'].map((name) => (
            <TableCell key={name}>{translate(`batches.${name}`)}</TableCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {papers.map((paper) => (
          <PaperRow key={paper.documentId} paper={paper} />
        ))}
      </TableBody>
    </Table>
  );
}

/** The papers: print, sign, scan, attach. Only a paper with today's digest counts. */
export function PapersTab({ batch }: { batch: BatchDetail }) {
  const translate = useTranslate();
  const words = useBatchWords();
  const { data = [] } = useBatchActions(batch.id);
  const [isOpen, setOpen] = useState(false);
  const attach = dutiesOf(batch.status, data).find(
    (duty) => duty.action === 'attach-paper' && isOwnDuty(duty),
  );
  return (
    <Stack spacing={2}>
      <Typography variant="h3">{translate('batches.printAndSign')}</Typography>
      <Prints batch={batch} />
      <Stack direction="row" sx={{ alignItems: 'center' }}>
        <Typography variant="h3" sx={{ flexGrow: 1 }}>
          {translate('batches.signedPapers')}
        </Typography>
        {attach && (
          <ActButton
            label={translate('batches.actions.attach-paper')}
            variant="contained"
            reasons={attach.blockers.map(words)}
            onClick={() => setOpen(true)}
          />
        )}
      </Stack>
      {batch.papers.length > 0 ? (
        <PaperTable papers={batch.papers} />
      ) : (
        <Alert severity="info">
          {translate(batch.channel === 'offline' ? 'batches.noPapersOffline' : 'batches.noPapersOnline')}
        </Alert>
      )}
      {isOpen && <AttachDialog batch={batch} onClose={() => setOpen(false)} />}
    </Stack>
  );
}
