import { Box, Card, Skeleton } from '@mui/material';
import { useEffect, useState } from 'react';
import { ShowBase, Title, useNotify, useShowContext } from 'react-admin';
import { Problem } from '../../layout/ListProblem.tsx';
import { CaseDesk } from './CaseDesk.tsx';
import { CaseHeader } from './CaseHeader.tsx';
import type { CaseRecord } from './case-record.ts';
import { CompareCard } from './CompareCard.tsx';
import type { RevealedNumbers } from './compare-rules.ts';
import { DocumentViewer } from './DocumentViewer.tsx';
import { EvidencePanels } from './EvidencePanels.tsx';
import { FormFacts } from './FormFacts.tsx';
import { KeyHelpDialog } from './KeyHelpDialog.tsx';
import { ReadingsPanel } from './ReadingsPanel.tsx';
import { RevealDialog } from './RevealDialog.tsx';
import { useKeyBuffer, type KeyBuffer } from './review-keys.ts';
import { useCaseDocuments } from './use-case.ts';
import { useReviewFlow } from './use-review-flow.ts';

const REVEAL_MILLISECONDS = 60_000;
// The middle one holds two whole numbers side by side and what came of comparing them.
const COLUMNS = 'minmax(240px, 0.9fr) minmax(480px, 1.6fr) minmax(310px, 1.05fr)';

/** Whole numbers stay for a minute, and never longer than the case is on the screen. */
function useRevealed(id: number) {
  const [revealed, setRevealed] = useState<{ id: number; numbers: RevealedNumbers }>();
  useEffect(() => {
    if (!revealed) return undefined;
    const timer = setTimeout(() => setRevealed(undefined), REVEAL_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [revealed]);
  return {
    numbers: revealed?.id === id ? revealed.numbers : undefined,
    show: (numbers: RevealedNumbers) => setRevealed({ id, numbers }),
  };
}

function CaseColumns({ record, keys }: { record: CaseRecord; keys: KeyBuffer }) {
  const flow = useReviewFlow(record.id);
  const revealed = useRevealed(record.id);
  // Without scans the form itself takes their place, and nothing is left below the fold.
  const hasScans = useCaseDocuments(record.id).data?.length !== 0;
  const [dialog, setDialog] = useState<'help' | 'reveal' | null>(null);
  return (
    <Box sx={{ height: 'calc(100vh - 77px)', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <Title title={record.registrationNo} />
      <CaseHeader
        record={record}
        flow={flow}
        isRevealed={revealed.numbers !== undefined}
        onReveal={() => setDialog('reveal')}
        onHelp={() => setDialog('help')}
      />
      <Box
        sx={{
          flexGrow: 1,
          minHeight: 0,
          display: 'grid',
          gridTemplateColumns: COLUMNS,
          gridTemplateRows: '100%',
          gap: 1,
        }}
      >
        <Card sx={{ overflow: 'hidden' }}>
          <DocumentViewer record={record} instead={<FormFacts record={record} />} />
        </Card>
        <Card sx={{ p: 1.5, overflow: 'auto' }} tabIndex={0} role="group">
          <CompareCard record={record} revealed={revealed.numbers} />
          <ReadingsPanel record={record} />
          <EvidencePanels record={record} />
          {hasScans && <FormFacts record={record} />}
        </Card>
        <CaseDesk record={record} flow={flow} keys={keys} onHelp={() => setDialog('help')} />
      </Box>
      {dialog === 'help' && <KeyHelpDialog onClose={() => setDialog(null)} />}
      {dialog === 'reveal' && (
        <RevealDialog id={record.id} onClose={() => setDialog(null)} onRevealed={revealed.show} />
      )}
    </Box>
  );
}

/** A list's row may stand in for the record while it loads; it lacks the evidence. */
const isWhole = (record: CaseRecord): boolean => 'nikReading' in record;

function CaseBody() {
  const notify = useNotify();
  const keys = useKeyBuffer(() => notify('case.pressAgain', { type: 'info' }));
  const { record, error, isPending, refetch } = useShowContext<CaseRecord>();
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (isPending || !record || !isWhole(record))
    return <Skeleton variant="rectangular" height="80vh" sx={{ mt: 1 }} />;
  return <CaseColumns record={record} keys={keys} />;
}

/** The heart of the console: one page on which a person is compared and decided, without scrolling. */
export function CasePage() {
  return (
    <ShowBase queryOptions={{ onError: () => undefined }}>
      <CaseBody />
    </ShowBase>
  );
}
