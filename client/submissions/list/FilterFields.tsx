import { Box } from '@mui/material';
import { AutocompleteInput, FilterLiveForm, ReferenceInput, SelectInput, TextInput } from 'react-admin';
import {
  CHANNELS,
  PROPOSERS,
  SUBMISSION_IDENTITY_OUTCOMES,
  SUBMISSION_SCREENING_OUTCOMES,
} from '@server/submissions/submission-schema.ts';
import { enumChoices } from '../../i18n/enum-choices.ts';

const SELECTS = [
  ['channel', 'channel', CHANNELS],
  ['proposer', 'proposer', PROPOSERS],
  ['identityOutcome', 'identity', SUBMISSION_IDENTITY_OUTCOMES],
  ['screeningOutcome', 'screening', SUBMISSION_SCREENING_OUTCOMES],
] as const;

/** Every filter beside the queue; what is typed filters at once. */
export function FilterFields() {
  return (
    <FilterLiveForm>
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 1, width: 520, p: 2 }}>
        <TextInput source="q" label="submissions.filters.q" helperText={false} resettable />
        <TextInput source="regionCode" placeholder="33.74" helperText={false} resettable />
        <ReferenceInput source="waveId" reference="waves" sort={{ field: 'id', order: 'DESC' }}>
          <SelectInput optionText="name" helperText={false} />
        </ReferenceInput>
        <ReferenceInput source="officeId" reference="offices" sort={{ field: 'name', order: 'ASC' }}>
          <AutocompleteInput optionText="name" helperText={false} />
        </ReferenceInput>
        {SELECTS.map(([source, words, values]) => (
          <SelectInput key={source} source={source} choices={enumChoices(words, values)} helperText={false} />
        ))}
      </Box>
    </FilterLiveForm>
  );
}
