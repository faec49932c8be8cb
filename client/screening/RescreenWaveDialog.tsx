import { Alert, Typography } from '@mui/material';
import { SelectInput, required, useGetOne, useNotify, useTranslate } from 'react-admin';
import { useWatch } from 'react-hook-form';
import { useNavigate } from 'react-router-dom';
import type { RuleSetRecord, WaveRecord } from '@server/reference/reference-schema.ts';
import type { ScreeningListRecord } from '@server/screening/screening-record-schema.ts';
import type { EligibilityRules } from '@server/screening/screening-schema.ts';
import type { RescreenAccepted } from '@server/submissions/rescreen-schema.ts';
import { ActDialog } from '../layout/ActDialog.tsx';
import { useAct } from '../use-act.ts';
import { listsWithoutAnswer } from './rescreen-rules.ts';

interface Props {
  waves: readonly WaveRecord[];
  lists: readonly ScreeningListRecord[];
  onClose: () => void;
}

/** The lists that would make everybody of the chosen wave uncertain, each with whom to ask. */
function UnansweredLists({ waves, lists }: Pick<Props, 'waves' | 'lists'>) {
  const translate = useTranslate();
  const chosen = useWatch({ name: 'waveId' }) as number | undefined;
  const wave = waves.find(({ id }) => id === chosen);
  const { data: ruleSet } = useGetOne<RuleSetRecord>(
    'rule-sets',
    { id: wave?.ruleSetId ?? 0 },
    { enabled: wave !== undefined },
  );
  if (!wave || !ruleSet) return null;
  const effects = (ruleSet.rules as Partial<EligibilityRules>).lists ?? {};
  const found = listsWithoutAnswer(lists, effects, { maxAgeDays: wave.listMaxAgeDays, now: new Date() });
  if (found.length === 0) return null;
  return (
    <Alert severity="warning">
      {translate('rescreen.unanswered')}
      <ul style={{ margin: 0, paddingInlineStart: 20 }}>
        {found.map((code) => (
          <li key={code}>
            <strong>{translate(`enums.list.${code}`)}</strong>: {translate(`lists.ask.${code}`)}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

/** Asks which wave, and has all of it screened again; the report's page shows how far it is. */
export function RescreenWaveDialog({ waves, lists, onClose }: Props) {
  const translate = useTranslate();
  const notify = useNotify();
  const navigate = useNavigate();
  const act = useAct();
  const order = async ({ waveId }: Record<string, unknown>) => {
    const accepted = await act<RescreenAccepted>(`waves/${String(waveId)}/rescreen`, {});
    if (accepted.repeated) notify('rescreen.repeated', { type: 'info' });
    void navigate(`/rescreenings/${accepted.rescreeningId}/show`);
  };
  return (
    <ActDialog
      title={translate('rescreen.wave')}
      submitLabel={translate('rescreen.start')}
      onSubmit={order}
      onClose={onClose}
      defaultValues={{ waveId: waves[0]?.id }}
    >
      <Typography>{translate('rescreen.ask')}</Typography>
      <SelectInput
        source="waveId"
        label="resources.batches.fields.waveId"
        choices={[...waves]}
        optionText="name"
        validate={required()}
        fullWidth
      />
      <UnansweredLists waves={waves} lists={lists} />
    </ActDialog>
  );
}
