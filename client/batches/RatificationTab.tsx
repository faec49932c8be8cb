import GoodIcon from '@mui/icons-material/CheckCircleOutlined';
import BadIcon from '@mui/icons-material/ErrorOutlined';
import { Alert, List, ListItem, ListItemIcon, ListItemText, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { BatchDetail } from '@server/batches/batch-schema.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';
import { useFormat } from '../i18n/format.ts';
import { ActButton } from '../layout/ActButton.tsx';
import { Digest } from '../layout/Digest.tsx';
import { FactList } from '../layout/FactList.tsx';
import { StageList } from '../sign-off/StageList.tsx';
import { useBatchSignOff } from '../sign-off/use-sign-off.ts';
import { useBatchDialog } from './BatchActDialog.tsx';
import { dutiesOf, isOwnDuty } from './batch-road.ts';
import { NamedRows } from './NamedRows.tsx';
import { ratificationFacts, type RatificationFact } from './ratification-facts.ts';
import { useBatchActions } from './use-batch.ts';
import { useBatchWords } from './use-batch-words.ts';

function FactLine({ fact, batch }: { fact: RatificationFact; batch: BatchDetail }) {
  const translate = useTranslate();
  const format = useFormat();
  const words = useBatchWords();
  const Icon = fact.isGood ? GoodIcon : BadIcon;
  const good = translate(`batches.facts.${fact.name}`, {
    count: format.number(batch.rowCount),
    left: format.number(batch.quotaLeft),
  });
  return (
    <ListItem disableGutters sx={{ py: 0.25, alignItems: 'flex-start' }}>
      <ListItemIcon sx={{ minWidth: 34, mt: 0.75 }}>
        <Icon color={fact.isGood ? 'success' : 'error'} fontSize="small" />
      </ListItemIcon>
      <ListItemText
        primary={fact.isGood ? good : fact.blockers.map(words).join('; ')}
        secondary={<NamedRows blockers={fact.blockers} />}
        slotProps={{ secondary: { component: 'div' } }}
      />
    </ListItem>
  );
}

function Decree({ batch }: { batch: BatchDetail }) {
  const translate = useTranslate();
  const format = useFormat();
  const { nameOf } = useStaffNames();
  const field = (name: string) => translate(`resources.batches.fields.${name}`);
  return (
    <FactList
      facts={[
        { label: field('decreeNo'), value: batch.decreeNo },
        { label: field('decreeDate'), value: format.day(batch.decreeDate) },
        { label: field('ratifiedById'), value: nameOf(batch.ratifiedById) ?? '–' },
        { label: field('ratifiedAt'), value: format.instant(batch.ratifiedAt) },
        { label: translate('batches.coveredDigest'), value: <Digest value={batch.digest} />, wide: true },
      ]}
    />
  );
}

function Acts({ batch }: { batch: BatchDetail }) {
  const translate = useTranslate();
  const words = useBatchWords();
  const { data = [] } = useBatchActions(batch.id);
  const { open, dialog } = useBatchDialog(batch);
  const own = dutiesOf(batch.status, data).filter(isOwnDuty);
  return (
    <Stack direction="row" spacing={1}>
      {(['ratify', 'send-back'] as const).flatMap((action) =>
        own
          .filter((duty) => duty.action === action)
          .map((duty) => (
            <ActButton
              key={action}
              label={translate(`batches.actions.${action}`)}
              variant={action === 'ratify' ? 'contained' : 'outlined'}
              color={action === 'ratify' ? 'success' : 'warning'}
              reasons={duty.blockers.map(words)}
              onClick={() => open(action)}
            />
          )),
      )}
      {dialog}
    </Stack>
  );
}

/** What the decree rests on, as of now; afterwards the decree itself. */
export function RatificationTab({ batch }: { batch: BatchDetail }) {
  const translate = useTranslate();
  const { data = [] } = useBatchActions(batch.id);
  const { data: signOff } = useBatchSignOff(batch.id);
  const stages = signOff && signOff.stages.length > 0 && (
    <>
      <Typography variant="h3">{translate('signOff.stages')}</Typography>
      <StageList stages={signOff.stages} />
    </>
  );
  if (batch.decreeNo !== null)
    return (
      <Stack spacing={2}>
        <Decree batch={batch} />
        {stages}
      </Stack>
    );
  const facts = ratificationFacts(data, Boolean(stages));
  if (!facts) return <Alert severity="info">{translate('batches.notYetRatification')}</Alert>;
  return (
    <Stack spacing={2}>
      {stages}
      <Typography variant="h3">{translate('batches.restsOn')}</Typography>
      <List dense disablePadding>
        {facts.map((fact) => (
          <FactLine key={fact.name} fact={fact} batch={batch} />
        ))}
      </List>
      <Acts batch={batch} />
      <Typography variant="body2" color="text.secondary">
        {translate('batches.sendBackRowsHelp')}
      </Typography>
    </Stack>
  );
}
