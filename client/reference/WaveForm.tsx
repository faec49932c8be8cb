import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import {
  CheckboxGroupInput,
  NumberInput,
  ReferenceInput,
  SelectInput,
  TextInput,
  required,
  useTranslate,
} from 'react-admin';
import { REQUIRABLE_DOCUMENTS } from '@server/reference/reference-schema.ts';
import { ZonedDateTimeInput } from '../i18n/ZonedDateTimeInput.tsx';

const documents = REQUIRABLE_DOCUMENTS.map((id) => ({ id, name: `enums.document.${id}` }));

function Part({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
  const translate = useTranslate();
  return (
    <Box component="fieldset" sx={{ border: 0, p: 0, m: 0, mb: 2, width: '100%' }}>
      <Typography component="legend" variant="h3" sx={{ p: 0 }}>
        {translate(title)}
      </Typography>
      {help && (
        <Typography variant="body2" color="text.secondary">
          {translate(help)}
        </Typography>
      )}
      <Box
        sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(220px, 1fr))', columnGap: 2 }}
      >
        {children}
      </Box>
    </Box>
  );
}

/** The fields of a wave. Its code is in registration papers and never changes. */
export function WaveFields({ isNew }: { isNew: boolean }) {
  return (
    <>
      <Part title="reference.wave.identity">
        <TextInput
          source="code"
          validate={required()}
          readOnly={!isNew}
          helperText={isNew ? undefined : 'reference.fixed'}
        />
        <TextInput source="name" validate={required()} />
        <ReferenceInput source="ruleSetId" reference="rule-sets" perPage={100}>
          <SelectInput optionText="code" validate={required()} />
        </ReferenceInput>
        <NumberInput source="quota" min={0} validate={required()} />
      </Part>
      <Part title="reference.wave.dates">
        <ZonedDateTimeInput source="opensAt" validate={required()} />
        <ZonedDateTimeInput source="closesAt" validate={required()} />
        <ZonedDateTimeInput source="handoverDeadline" />
      </Part>
      <Part title="reference.wave.limits" help="reference.wave.limitsHelp">
        <NumberInput source="leaseMinutes" min={1} />
        <NumberInput source="checkMaxAgeDays" min={0} />
        <NumberInput source="listMaxAgeDays" min={0} />
        <NumberInput source="answerDays" min={1} max={365} />
      </Part>
      <Part title="reference.wave.documents" help="reference.wave.documentsHelp">
        <CheckboxGroupInput source="requiredDocuments.online" choices={documents} />
        <CheckboxGroupInput source="requiredDocuments.offline" choices={documents} />
      </Part>
    </>
  );
}
