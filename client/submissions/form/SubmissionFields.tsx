import { Box, Card, CardContent, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import {
  AutocompleteInput,
  BooleanInput,
  DateInput,
  RadioButtonGroupInput,
  ReferenceInput,
  SelectInput,
  TextInput,
  useTranslate,
} from 'react-admin';
import { useWatch } from 'react-hook-form';
import {
  EDUCATION_LEVELS,
  EMPLOYMENT_STATUSES,
  LURING_REASONS,
  PROPOSERS,
  SEXES,
} from '@server/submissions/submission-schema.ts';
import { enumChoices } from '../../i18n/enum-choices.ts';
import { NikHints } from './NikHints.tsx';

function Section({ title, children }: { title: string; children: ReactNode }) {
  const translate = useTranslate();
  return (
    <Card component="section" aria-label={translate(`submissions.form.${title}`)}>
      <CardContent sx={{ p: 2, '&:last-child': { pb: 2 } }}>
        <Typography variant="h3" component="h2" sx={{ mb: 1 }}>
          {translate(`submissions.form.${title}`)}
        </Typography>
        <Box
          sx={{
            display: 'grid',
            gridTemplateColumns: 'repeat(12, 1fr)',
            columnGap: 1.5,
            '& > *': { gridColumn: 'span 6' },
          }}
        >
          {children}
        </Box>
      </CardContent>
    </Card>
  );
}

const WIDE = { gridColumn: 'span 12' } as const;
const THIRD = { gridColumn: 'span 4' } as const;
const digits = {
  htmlInput: { inputMode: 'numeric', maxLength: 24, autoComplete: 'off', spellCheck: false },
} as const;

interface NumberProps {
  /** Editing: the numbers are not shown again, and an empty field keeps what is stored. */
  isEdit: boolean;
}

/** NIK and KK stay text: a number field would lose their last digit. */
function NumberInputs({ isEdit }: NumberProps) {
  const clean = (value: string) => value.replace(/[^\d]/g, '');
  const helperText = isEdit ? 'submissions.form.keepNumber' : false;
  return (
    <>
      <TextInput source="nik" parse={clean} slotProps={digits} helperText={helperText} isRequired={!isEdit} />
      <TextInput
        source="kkNumber"
        parse={clean}
        slotProps={digits}
        helperText={helperText}
        isRequired={!isEdit}
      />
      <Box style={WIDE}>
        <NikHints />
      </Box>
    </>
  );
}

function IdentitySection({ isEdit, nameLocked }: NumberProps & { nameLocked: boolean }) {
  return (
    <Section title="identity">
      <TextInput
        source="fullName"
        isRequired
        sx={WIDE}
        disabled={nameLocked}
        helperText={nameLocked ? 'submissions.form.nameLocked' : 'submissions.form.nameForever'}
      />
      <NumberInputs isEdit={isEdit} />
      <TextInput source="birthPlace" isRequired helperText={false} sx={THIRD} />
      <DateInput source="birthDate" isRequired helperText={false} sx={THIRD} />
      <RadioButtonGroupInput
        source="sex"
        isRequired
        choices={enumChoices('sex', SEXES)}
        helperText={false}
        sx={THIRD}
      />
    </Section>
  );
}

function AddressSection() {
  return (
    <Section title="address">
      <TextInput source="ktpAddress" isRequired helperText={false} sx={WIDE} />
      <TextInput source="domicileAddress" helperText={false} />
      <ReferenceInput
        source="regionCode"
        reference="regions"
        filter={{ kind: 'regency' }}
        sort={{ field: 'code', order: 'ASC' }}
        perPage={50}
      >
        <AutocompleteInput
          optionText="name"
          optionValue="code"
          isRequired
          helperText={false}
          filterToQuery={(q: string) => (q ? { q } : {})}
        />
      </ReferenceInput>
      <TextInput source="phone" type="tel" helperText={false} />
      <TextInput source="email" type="email" helperText={false} />
    </Section>
  );
}

function WorkSection() {
  return (
    <Section title="work">
      <SelectInput
        source="educationLevel"
        isRequired
        choices={enumChoices('education', EDUCATION_LEVELS)}
        helperText={false}
        sx={THIRD}
      />
      <SelectInput
        source="employmentStatus"
        isRequired
        choices={enumChoices('employment', EMPLOYMENT_STATUSES)}
        helperText={false}
        sx={THIRD}
      />
      <TextInput source="desiredTraining" helperText={false} sx={THIRD} />
      <SelectInput
        source="proposer"
        isRequired
        choices={enumChoices('proposer', PROPOSERS)}
        helperText={false}
      />
    </Section>
  );
}

const DECLARATIONS = ['dataTrue', 'notInEducation', 'notExcludedPost', 'consent'] as const;

/** Offline: how the person came. Assisted: what they declare, one by one. */
function RoadSection() {
  const channel: unknown = useWatch({ name: 'channel' });
  const needsNote = useWatch({ name: ['cameInPerson', 'originalKtpSeen'] }).some(
    (value: unknown) => value !== true,
  );
  if (channel !== 'offline')
    return (
      <Section title="declarations">
        {DECLARATIONS.map((name) => (
          <BooleanInput
            key={name}
            source={`declarations.${name}`}
            label={`submissions.declarations.${name}`}
            helperText={false}
            sx={WIDE}
          />
        ))}
      </Section>
    );
  return (
    <Section title="presence">
      <SelectInput
        source="luringReason"
        isRequired
        choices={enumChoices('luringReason', LURING_REASONS)}
        helperText={false}
        sx={THIRD}
      />
      <BooleanInput source="cameInPerson" helperText={false} sx={THIRD} />
      <BooleanInput source="originalKtpSeen" helperText={false} sx={THIRD} />
      {needsNote && <TextInput source="presenceNote" multiline helperText={false} sx={WIDE} />}
    </Section>
  );
}

function WaveSection() {
  return (
    <Section title="registration">
      <ReferenceInput source="waveId" reference="waves" sort={{ field: 'id', order: 'DESC' }}>
        <SelectInput optionText="name" isRequired helperText={false} />
      </ReferenceInput>
      <SelectInput
        source="channel"
        isRequired
        choices={enumChoices('channel', ['offline', 'assisted'])}
        helperText={false}
      />
    </Section>
  );
}

/** The form, in the order of the paper, so that a clerk keys it without looking up. */
export function SubmissionFields({
  isEdit = false,
  nameLocked = false,
}: {
  isEdit?: boolean;
  nameLocked?: boolean;
}) {
  return (
    <>
      {!isEdit && <WaveSection />}
      <IdentitySection isEdit={isEdit} nameLocked={nameLocked} />
      <AddressSection />
      <WorkSection />
      <RoadSection />
    </>
  );
}
