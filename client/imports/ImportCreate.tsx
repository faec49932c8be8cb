import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import { Alert, Box, Button, Card, CardContent, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import {
  AutocompleteInput,
  Form,
  NumberInput,
  ReferenceInput,
  SaveButton,
  SelectInput,
  Title,
  required,
  useDataProvider,
  useNotify,
  useTranslate,
} from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { ImportAccepted } from '@server/imports/import-schema.ts';
import { useStaffIdentity } from '../auth/use-staff.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { markedFields } from '../layout/marked-fields.ts';
import { Problem } from '../layout/ListProblem.tsx';
import { RECAP_FILES, UploadField, type ChosenFile } from '../layout/UploadField.tsx';
import { ImportStepper } from './ImportStepper.tsx';

const MAX_BYTES = 300 * 1024 * 1024;

interface Values {
  waveId?: number;
  officeId?: number | null;
  file?: ChosenFile;
  totals?: { rows?: number | null; male?: number | null; female?: number | null };
}

/** The totals must agree among themselves before they can agree with a file. */
export function totalsProblems({ totals }: Values): Record<string, unknown> {
  const { rows, male, female } = totals ?? {};
  if (typeof rows !== 'number' || typeof male !== 'number' || typeof female !== 'number') return {};
  return male + female === rows ? {} : { totals: { rows: 'imports.sumDiffers' } };
}

function Templates() {
  const translate = useTranslate();
  return (
    <Stack direction="row" spacing={1}>
      {(['xlsx', 'csv'] as const).map((kind) => (
        <Button
          key={kind}
          size="small"
          startIcon={<DownloadIcon />}
          href={`/api/imports/template.${kind}`}
          download
        >
          {translate('imports.template', { kind: kind.toUpperCase() })}
        </Button>
      ))}
    </Stack>
  );
}

function Fields() {
  const staff = useStaffIdentity();
  const count = { min: 0, validate: required() };
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' }, columnGap: 4 }}>
      <Box>
        <ReferenceInput source="waveId" reference="waves" sort={{ field: 'opensAt', order: 'DESC' }}>
          <SelectInput optionText="name" label="console.wave" validate={required()} />
        </ReferenceInput>
        {staff?.role === 'coordinator' && (
          <ReferenceInput
            source="officeId"
            reference="offices"
            filter={{ kind: 'dinas' }}
            sort={{ field: 'name', order: 'ASC' }}
          >
            <AutocompleteInput
              openOnFocus={false}
              optionText="name"
              label="imports.office"
              validate={required()}
              filterToQuery={(q: string) => ({ q })}
            />
          </ReferenceInput>
        )}
        <UploadField label="imports.file" accept={RECAP_FILES} maxBytes={MAX_BYTES} />
      </Box>
      <Box>
        <ControlTotalsHelp />
        <NumberInput source="totals.rows" label="imports.totals.rows" {...count} />
        <NumberInput source="totals.male" label="imports.totals.male" {...count} />
        <NumberInput source="totals.female" label="imports.totals.female" {...count} />
      </Box>
    </Box>
  );
}

function ControlTotalsHelp() {
  const translate = useTranslate();
  return (
    <>
      <Typography variant="h3">{translate('imports.controlTotals')}</Typography>
      <Typography variant="body2" color="text.secondary">
        {translate('imports.controlTotalsHelp')}
      </Typography>
    </>
  );
}

/** The first step: which wave, which file, and the totals of the paper. Nothing is registered yet. */
export function ImportCreate() {
  const translate = useTranslate();
  const navigate = useNavigate();
  const notify = useNotify();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const [error, setError] = useState<unknown>(null);
  // One key a choice of file: a second click after a lost answer does not load it twice.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const send = async (values: Values) => {
    setError(null);
    try {
      const { id, repeated } = await dataProvider.upload<ImportAccepted>(
        'imports',
        {
          waveId: String(values.waveId),
          ...(values.officeId ? { officeId: String(values.officeId) } : {}),
          totals: JSON.stringify(values.totals),
          file: (values.file as ChosenFile).rawFile,
        },
        { idempotencyKey: key },
      );
      if (repeated) notify('imports.repeated', { type: 'info' });
      await navigate(`/imports/${id}/show`);
      return undefined;
    } catch (problem) {
      setKey(crypto.randomUUID());
      setError(problem);
      return markedFields(problem);
    }
  };
  return (
    <Card sx={{ mt: 2 }}>
      <Title title="imports.new" />
      <CardContent>
        <ImportStepper step="upload" />
        <Form validate={totalsProblems} onSubmit={send}>
          <Stack
            direction="row"
            spacing={2}
            sx={{ alignItems: 'center', mb: 2, flexWrap: 'wrap' }}
            useFlexGap
          >
            <Alert severity="info" icon={false} sx={{ flexGrow: 1, py: 0 }}>
              {translate('imports.intro')}
            </Alert>
            <Templates />
          </Stack>
          {error !== null && <Problem error={error} />}
          <Fields />
          <SaveButton label="imports.check" icon={null} alwaysEnable sx={{ mt: 2 }} />
        </Form>
      </CardContent>
    </Card>
  );
}
