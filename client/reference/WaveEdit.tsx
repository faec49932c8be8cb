import { Edit, SaveButton, SimpleForm, Toolbar } from 'react-admin';
import type { WaveRecord } from '@server/reference/reference-schema.ts';
import { useProblemNotice } from '../layout/use-problem-notice.ts';
import { waveProblems } from './reference-rules.ts';
import { WaveFields } from './WaveForm.tsx';

/** Only save: a wave is never deleted, its registrations point to it. */
export function SaveOnly() {
  return (
    <Toolbar>
      <SaveButton />
    </Toolbar>
  );
}

/** Changes a wave that is open already; every change is an event in the log. */
export function WaveEdit() {
  const onError = useProblemNotice();
  return (
    <Edit<WaveRecord>
      mutationMode="pessimistic"
      mutationOptions={{ onError }}
      redirect="list"
      sx={{ maxWidth: 960 }}
    >
      <SimpleForm validate={waveProblems} toolbar={<SaveOnly />} warnWhenUnsavedChanges>
        <WaveFields isNew={false} />
      </SimpleForm>
    </Edit>
  );
}
