import { Box, Card, CardContent, Chip, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { BatchDetail } from '@server/batches/batch-schema.ts';
import { ActButton } from '../layout/ActButton.tsx';
import { Problem } from '../layout/ListProblem.tsx';
import { BAR_ACTIONS, dutiesOf, isOwnDuty, type BarAction, type Duty } from './batch-road.ts';
import { useBatchDialog } from './BatchActDialog.tsx';
import { useBatchActions } from './use-batch.ts';
import { useBatchWords } from './use-batch-words.ts';

const LOOKS: Partial<
  Record<BarAction, { color?: 'success' | 'warning' | 'error'; variant: 'contained' | 'outlined' | 'text' }>
> = {
  seal: { variant: 'contained' },
  submit: { variant: 'contained' },
  sign: { variant: 'contained', color: 'success' },
  ratify: { variant: 'contained', color: 'success' },
  forward: { variant: 'contained' },
  rescreen: { variant: 'outlined' },
  'send-back': { variant: 'outlined', color: 'warning' },
  unseal: { variant: 'text', color: 'warning' },
  cancel: { variant: 'text', color: 'error' },
};

/** One act: whose it is, and why the reader may or may not do it. */
function DutyLine({ duty }: { duty: Duty }) {
  const translate = useTranslate();
  const words = useBatchWords();
  return (
    <Box component="li" sx={{ py: 0.25 }}>
      <Stack direction="row" spacing={1} useFlexGap sx={{ alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography variant="body2" sx={{ fontWeight: 600 }}>
          {translate(`batches.actions.${duty.action}`)}
        </Typography>
        {duty.roles.map((role) => (
          <Chip
            key={role}
            size="small"
            variant="outlined"
            label={translate(`enums.role.${role}`)}
            sx={{ height: 20 }}
          />
        ))}
      </Stack>
      <Typography variant="caption" color={duty.allowed ? 'success.main' : 'text.secondary'} component="div">
        {duty.allowed ? translate('batches.youMay') : duty.blockers.map(words).join('; ')}
      </Typography>
    </Box>
  );
}

/** Whose turn it is: the reader's own acts as buttons, and for every act who may and why others may not. */
export function DutyPanel({ batch }: { batch: BatchDetail }) {
  const translate = useTranslate();
  const words = useBatchWords();
  const { data = [], error, refetch } = useBatchActions(batch.id);
  const { open, dialog } = useBatchDialog(batch);
  const duties = dutiesOf(batch.status, data);
  // The first stage that lacks a signature is whose turn it is, before the ratifier's.
  const missing = duties.flatMap(({ blockers }) => blockers).find(({ code }) => code === 'SIGN_OFF_MISSING');
  const stage = missing?.['stage'];
  const own = BAR_ACTIONS.flatMap((name) => duties.filter((duty) => duty.action === name && isOwnDuty(duty)));
  return (
    <Card component="section" aria-label={translate('batches.whoseTurn')}>
      <CardContent
        sx={{
          display: 'grid',
          gap: 3,
          gridTemplateColumns: { xs: '1fr', md: '300px 1fr' },
          '&:last-child': { pb: 2 },
        }}
      >
        <Box>
          <Typography variant="overline" component="h2">
            {translate('batches.whoseTurn')}
          </Typography>
          <Typography variant="body2" sx={{ mb: own.length > 0 ? 1.5 : 0 }}>
            {stage === undefined
              ? translate(`batches.turn.${batch.status}`)
              : translate('signOff.turn', { stage: String(stage) })}
          </Typography>
          {error && <Problem error={error} onRetry={() => void refetch()} />}
          <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap' }}>
            {own.map((duty) => (
              <ActButton
                key={duty.action}
                label={translate(`batches.actions.${duty.action}`)}
                reasons={duty.blockers.map(words)}
                onClick={() => open(duty.action as BarAction)}
                {...LOOKS[duty.action as BarAction]}
              />
            ))}
          </Stack>
        </Box>
        {duties.length > 0 && (
          <Box sx={{ borderLeft: { md: 1 }, borderColor: { md: 'divider' }, pl: { md: 3 } }}>
            <Typography variant="overline" component="h2">
              {translate('batches.whoMay')}
            </Typography>
            <Box
              component="ul"
              sx={{
                listStyle: 'none',
                p: 0,
                m: 0,
                display: 'grid',
                columnGap: 3,
                gridTemplateColumns: 'repeat(auto-fill, minmax(230px, 1fr))',
              }}
            >
              {duties.map((duty) => (
                <DutyLine key={duty.action} duty={duty} />
              ))}
            </Box>
          </Box>
        )}
        {dialog}
      </CardContent>
    </Card>
  );
}
