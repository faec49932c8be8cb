import { Box, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useFormat } from '../../i18n/format.ts';
import type { CaseRecord } from './case-record.ts';

/** The rest of the form: what no register is asked about. */
export function FormFacts({ record }: { record: CaseRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const enumOf = (words: string, value: string | null) =>
    value ? translate(`enums.${words}.${value}`) : '–';
  const yesNo = (value: boolean | null) => (value === null ? '–' : translate(`ra.boolean.${String(value)}`));
  const facts: [string, string][] = [
    ['phone', record.phone ?? '–'],
    ['email', record.email ?? '–'],
    ['domicileAddress', record.domicileAddress ?? '–'],
    ['educationLevel', enumOf('education', record.educationLevel)],
    ['employmentStatus', enumOf('employment', record.employmentStatus)],
    ['desiredTraining', record.desiredTraining ?? '–'],
    ['proposer', enumOf('proposer', record.proposer)],
    ['luringReason', enumOf('luringReason', record.luringReason)],
    ['cameInPerson', yesNo(record.cameInPerson)],
    ['originalKtpSeen', yesNo(record.originalKtpSeen)],
    ['presenceNote', record.presenceNote ?? '–'],
    ['submittedAt', format.instant(record.submittedAt)],
  ];
  return (
    <Box component="section" aria-label={translate('case.form')} sx={{ mt: 1.5 }}>
      <Typography variant="overline" component="h2">
        {translate('case.form')}
      </Typography>
      <Box
        component="dl"
        sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(190px, 1fr))', gap: 1, m: 0 }}
      >
        {facts.map(([field, value]) => (
          <Box key={field}>
            <Typography component="dt" variant="caption" color="text.secondary">
              {translate(`resources.submissions.fields.${field}`)}
            </Typography>
            <Typography component="dd" variant="body2" sx={{ m: 0, overflowWrap: 'anywhere' }}>
              {value}
            </Typography>
          </Box>
        ))}
      </Box>
    </Box>
  );
}
