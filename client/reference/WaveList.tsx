import { Button, Chip } from '@mui/material';
import {
  CreateButton,
  DataTable,
  List,
  ReferenceField,
  TextField,
  TopToolbar,
  useRecordContext,
  useTranslate,
} from 'react-admin';
import { Link } from 'react-router-dom';
import type { WaveRecord } from '@server/reference/reference-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import { CountField, InstantDayField, InstantField } from '../i18n/fields.tsx';
import { EmptyState } from '../layout/EmptyState.tsx';
import { ListProblem } from '../layout/ListProblem.tsx';
import { wavePhase } from './reference-rules.ts';

const TONES = { coming: 'info', open: 'success', closed: 'default' } as const;

// Nine columns fit a narrow screen when their heads may break.
const TABLE = { '& .RaDataTable-headerCell': { whiteSpace: 'normal' }, '& th, & td': { px: 1 } } as const;

function PhaseField(_props: { label?: string }) {
  const translate = useTranslate();
  const wave = useRecordContext<WaveRecord>();
  if (!wave) return null;
  const phase = wavePhase(wave, new Date().toISOString());
  return (
    <Chip
      size="small"
      variant="outlined"
      color={TONES[phase]}
      label={translate(`reference.wave.phase.${phase}`)}
    />
  );
}

function ReconciliationLink() {
  const translate = useTranslate();
  const wave = useRecordContext<WaveRecord>();
  if (!wave) return null;
  return (
    <Button
      component={Link}
      size="small"
      to={`/reconciliation?waveId=${wave.id}`}
      onClick={(event) => event.stopPropagation()}
      aria-label={`${translate('reference.wave.reconciliation')}: ${wave.name}`}
    >
      {translate('reference.wave.openSheet')}
    </Button>
  );
}

function Actions({ mayWrite }: { mayWrite: boolean }) {
  return <TopToolbar>{mayWrite && <CreateButton />}</TopToolbar>;
}

/** Waves with their dates, quota and rule set; only the administrator opens or changes one. */
export function WaveList() {
  const mayWrite = useMay('reference.write');
  const maySeePmo = useMay('reconciliation.read');
  return (
    <List
      sort={{ field: 'opensAt', order: 'DESC' }}
      perPage={25}
      exporter={false}
      actions={<Actions mayWrite={mayWrite} />}
      error={<ListProblem />}
      empty={<EmptyState words="reference.wave.empty">{mayWrite && <CreateButton />}</EmptyState>}
    >
      <DataTable bulkActionButtons={false} size="small" rowClick={mayWrite ? 'edit' : false} sx={TABLE}>
        <DataTable.Col source="code" />
        <DataTable.Col source="name" />
        <DataTable.Col label="reference.wave.state">
          <PhaseField />
        </DataTable.Col>
        <DataTable.Col source="ruleSetId" disableSort>
          <ReferenceField source="ruleSetId" reference="rule-sets" link="show">
            <TextField source="code" />
          </ReferenceField>
        </DataTable.Col>
        <DataTable.Col source="opensAt">
          <InstantDayField source="opensAt" />
        </DataTable.Col>
        <DataTable.Col source="closesAt">
          <InstantField source="closesAt" />
        </DataTable.Col>
        <DataTable.Col source="handoverDeadline" disableSort>
          <InstantField source="handoverDeadline" />
        </DataTable.Col>
        <DataTable.NumberCol source="quota">
          <CountField source="quota" />
        </DataTable.NumberCol>
        {maySeePmo && (
          <DataTable.Col label="reference.wave.reconciliation">
            <ReconciliationLink />
          </DataTable.Col>
        )}
      </DataTable>
    </List>
  );
}
