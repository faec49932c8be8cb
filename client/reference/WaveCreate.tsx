import { Create, SimpleForm } from 'react-admin';
import { useProblemNotice } from '../layout/use-problem-notice.ts';
import { newWaveProblems } from './reference-rules.ts';
import { WaveFields } from './WaveForm.tsx';

// The same defaults the server takes for what is left out (api.md, Waves).
const DEFAULTS = {
  leaseMinutes: 30,
  checkMaxAgeDays: 30,
  listMaxAgeDays: 30,
  answerDays: 14,
  requiredDocuments: { online: ['ktp_photo'], offline: [] },
};

/** Opens a wave with its dates, quota and rule set. */
export function WaveCreate() {
  const onError = useProblemNotice();
  return (
    <Create redirect="list" mutationOptions={{ onError }} sx={{ maxWidth: 960 }}>
      <SimpleForm defaultValues={DEFAULTS} validate={newWaveProblems} warnWhenUnsavedChanges>
        <WaveFields isNew />
      </SimpleForm>
    </Create>
  );
}
