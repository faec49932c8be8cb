import DoneIcon from '@mui/icons-material/CheckCircleOutlined';
import WaitIcon from '@mui/icons-material/PendingOutlined';
import { Box, Chip, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { StageRecord } from '@server/sign-off/sign-off-schema.ts';
import { useFormat } from '../i18n/format.ts';

type Stage = Omit<StageRecord, 'signatures'> & Partial<Pick<StageRecord, 'signatures'>>;

function Signatures({ signatures }: Pick<StageRecord, 'signatures'>) {
  const translate = useTranslate();
  const format = useFormat();
  return signatures.map((one) => (
    <Typography key={one.signerId} variant="body2" component="div">
      {one.signerId === one.principalId
        ? one.signerName
        : translate('signOff.onBehalf', { signer: one.signerName, principal: one.principalName })}
      {' · '}
      {format.instant(one.signedAt)}
      {one.note && (
        <Typography variant="body2" color="text.secondary" component="span">
          {' · '}
          {one.note}
        </Typography>
      )}
    </Typography>
  ));
}

/** Whose signature a stage can still get. */
const stillAsked = ({ signers, signatures = [] }: Stage) =>
  signers.filter(({ id }) => !signatures.some(({ principalId }) => principalId === id));

/** Stages in their order: how many signatures each asks, from whom, and who has signed. */
export function StageList({ stages }: { stages: readonly Stage[] }) {
  const translate = useTranslate();
  const open = stages.find(({ needed, signatures }) => signatures && signatures.length < needed);
  return (
    <Box component="ol" sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 1.5 }}>
      {stages.map((stage) => {
        const { signatures } = stage;
        const isDone = signatures !== undefined && signatures.length >= stage.needed;
        const Icon = isDone ? DoneIcon : WaitIcon;
        return (
          <Stack
            key={stage.id}
            component="li"
            direction="row"
            spacing={1.25}
            sx={{ alignItems: 'flex-start' }}
          >
            {signatures && (
              <Icon fontSize="small" color={isDone ? 'success' : 'disabled'} sx={{ mt: 0.25 }} />
            )}
            <Box sx={{ minWidth: 0 }}>
              <Stack direction="row" spacing={1} useFlexGap sx={{ alignItems: 'center', flexWrap: 'wrap' }}>
                <Typography sx={{ fontWeight: 600 }}>
                  {stage.position}. {stage.name}
                </Typography>
                <Chip
                  size="small"
                  variant="outlined"
                  color={isDone ? 'success' : stage === open ? 'primary' : 'default'}
                  label={
                    signatures
                      ? translate('signOff.signedOf', { count: signatures.length, needed: stage.needed })
                      : translate('signOff.needs', { smart_count: stage.needed })
                  }
                />
              </Stack>
              {signatures && <Signatures signatures={signatures} />}
              {!isDone && (
                <Typography variant="body2" color="text.secondary">
                  {translate(signatures ? 'signOff.stillAsked' : 'signOff.signers', {
                    names: stillAsked(stage)
                      .map(({ fullName }) => fullName)
                      .join(', '),
                  })}
                </Typography>
              )}
            </Box>
          </Stack>
        );
      })}
    </Box>
  );
}
