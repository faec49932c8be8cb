import { Box, Card, CardContent, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import type { BatchDetail } from '@server/batches/batch-schema.ts';
import type { DispatchDetail } from '@server/forwarding/forwarding-schema.ts';
import { dutiesOf, isOwnDuty } from '../batches/batch-road.ts';
import { useBatchActions } from '../batches/use-batch.ts';
import { useBatchWords } from '../batches/use-batch-words.ts';
import { ActButton } from '../layout/ActButton.tsx';
import { AcknowledgeDialog } from './AcknowledgeDialog.tsx';
import { AnswerFileDialog } from './AnswerFileDialog.tsx';
import { ConfirmAllDialog } from './ConfirmAllDialog.tsx';
import { RefuseDialog } from './RefuseDialog.tsx';

const LOOKS = {
  acknowledge: { variant: 'contained', color: 'success' },
  refuse: { variant: 'outlined', color: 'error' },
  'confirm-all': { variant: 'contained', color: 'success' },
  'answer-file': { variant: 'outlined', color: 'primary' },
} as const;
type PmoAct = keyof typeof LOOKS;

const isPmoAct = (action: string): action is PmoAct => action in LOOKS;

/** What the PMO does with a delivery as a whole, and whose turn it is. */
export function PmoActs({
  batch,
  dispatch,
  isLive,
}: {
  batch: BatchDetail;
  dispatch: DispatchDetail;
  isLive: boolean;
}) {
  const translate = useTranslate();
  const words = useBatchWords();
  const { data = [] } = useBatchActions(batch.id);
  const [open, setOpen] = useState<PmoAct | null>(null);
  const close = () => setOpen(null);
  const own = isLive
    ? dutiesOf(batch.status, data).filter((duty) => isPmoAct(duty.action) && isOwnDuty(duty))
    : [];
  return (
    <Card component="aside">
      <CardContent>
        <Typography variant="overline" component="h2">
          {translate('batches.whoseTurn')}
        </Typography>
        <Typography variant="body2">
          {translate(isLive ? `dispatches.turn.${dispatch.status}` : 'dispatches.turn.refused')}
        </Typography>
        <Stack spacing={1} sx={{ mt: 1.5, alignItems: 'flex-start' }}>
          {own.map((duty) => (
            <Box key={duty.action}>
              <ActButton
                {...LOOKS[duty.action as PmoAct]}
                label={translate(`batches.actions.${duty.action}`)}
                reasons={duty.blockers.map(words)}
                onClick={() => setOpen(duty.action as PmoAct)}
              />
            </Box>
          ))}
        </Stack>
      </CardContent>
      {open === 'acknowledge' && <AcknowledgeDialog batch={batch} dispatch={dispatch} onClose={close} />}
      {open === 'refuse' && <RefuseDialog batch={batch} onClose={close} />}
      {open === 'confirm-all' && <ConfirmAllDialog batch={batch} onClose={close} />}
      {open === 'answer-file' && <AnswerFileDialog batch={batch} onClose={close} />}
    </Card>
  );
}
