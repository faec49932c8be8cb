import { Button, Stack } from '@mui/material';
import { useState } from 'react';
import {
  AutocompleteInput,
  DataTable,
  List,
  minLength,
  ReferenceField,
  ReferenceInput,
  required,
  SelectInput,
  TextField,
  TextInput,
  TopToolbar,
  useRecordContext,
  useRefresh,
  useTranslate,
} from 'react-admin';
import {
  LATE_ACTS,
  LATE_OVERRIDE_STATUSES,
  type LateOverrideRecord,
} from '@server/lateness/lateness-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';
import { CountField, EnumChipField, EnumField, InstantField } from '../i18n/fields.tsx';
import { useFormat } from '../i18n/format.ts';
import { ZonedDateTimeInput } from '../i18n/ZonedDateTimeInput.tsx';
import { ActDialog, type ActValues } from '../layout/ActDialog.tsx';
import { EmptyState } from '../layout/EmptyState.tsx';
import { ListProblem } from '../layout/ListProblem.tsx';
import { useAct } from '../use-act.ts';
import { LateTabs } from './LateTabs.tsx';

const acts = LATE_ACTS.map((id) => ({ id, name: `enums.lateAct.${id}` }));
const statuses = LATE_OVERRIDE_STATUSES.map((id) => ({ id, name: `enums.lateStatus.${id}` }));
const tone = (status: string) =>
  status === 'consented' ? 'success' : status === 'declined' ? 'error' : 'warning';
const reason = [required(), minLength(10)];

// Nine columns fit when their heads may break.
const NARROW = { '& .RaDataTable-headerCell': { whiteSpace: 'normal' }, '& th, & td': { px: 0.75 } } as const;

const filters = [
  <ReferenceInput key="wave" source="waveId" reference="waves" alwaysOn>
    <SelectInput optionText="name" label="console.wave" />
  </ReferenceInput>,
  <SelectInput key="status" source="status" label="late.status" choices={statuses} alwaysOn />,
  <SelectInput key="act" source="act" label="late.act" choices={acts} alwaysOn />,
];

function OrderDialog({ onClose }: { onClose: () => void }) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const act = useAct();
  const order = async ({ waveId, act: what, officeId, reason: why, until }: ActValues) => {
    await act('late-overrides', { waveId, act: what, officeId: officeId ?? null, reason: why, until });
    refresh();
  };
  return (
    <ActDialog
      title={translate('late.order')}
      submitLabel={translate('late.order')}
      defaultValues={{ act: 'compose' }}
      onSubmit={order}
      onClose={onClose}
    >
      <ReferenceInput source="waveId" reference="waves" sort={{ field: 'opensAt', order: 'DESC' }}>
        <SelectInput optionText="name" label="console.wave" validate={required()} />
      </ReferenceInput>
      <SelectInput source="act" label="late.act" choices={acts} validate={required()} />
      <ReferenceInput
        source="officeId"
        reference="offices"
        filter={{ kind: 'dinas' }}
        sort={{ field: 'name', order: 'ASC' }}
      >
        <AutocompleteInput
          openOnFocus={false}
          optionText="name"
          label="late.onlyOffice"
          filterToQuery={(q: string) => ({ q })}
        />
      </ReferenceInput>
      <ZonedDateTimeInput source="until" label="late.until" validate={required()} />
      <TextInput source="reason" label="late.reason" multiline minRows={3} validate={reason} />
    </ActDialog>
  );
}

function AnswerButtons(_props: { label?: string }) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const act = useAct();
  const mayAnswer = useMay('late-override.answer');
  const record = useRecordContext<LateOverrideRecord>();
  const [answer, setAnswer] = useState<'consent' | 'decline' | null>(null);
  if (!record || record.status !== 'ordered' || !mayAnswer) return null;
  const send = async ({ note }: ActValues) => {
    const body = { version: record.version, ...(answer === 'decline' ? { note } : {}) };
    await act(`late-overrides/${record.id}/${answer}`, body);
    refresh();
  };
  return (
    <Stack direction="row" spacing={0.5}>
      {(['consent', 'decline'] as const).map((one) => (
        <Button
          key={one}
          size="small"
          color={one === 'decline' ? 'warning' : 'primary'}
          onClick={() => setAnswer(one)}
        >
          {translate(`late.${one}`)}
        </Button>
      ))}
      {answer && (
        <ActDialog
          title={translate(`late.${answer}`)}
          submitLabel={translate(`late.${answer}`)}
          onSubmit={send}
          onClose={() => setAnswer(null)}
        >
          <em>“{record.reason}”</em>
          {answer === 'decline' && (
            <TextInput
              source="note"
              label="late.note"
              multiline
              minRows={2}
              validate={[required(), minLength(3)]}
            />
          )}
        </ActDialog>
      )}
    </Stack>
  );
}

function HandsField(_props: { label?: string }) {
  const { nameOf } = useStaffNames();
  const format = useFormat();
  const record = useRecordContext<LateOverrideRecord>();
  if (!record) return null;
  return (
    <>
      {nameOf(record.orderedById)} · {format.instant(record.orderedAt)}
      {record.answeredById !== null && (
        <>
          <br />
          {nameOf(record.answeredById)} · {format.instant(record.answeredAt)}
          {record.answerNote && <small> “{record.answerNote}”</small>}
        </>
      )}
    </>
  );
}

/** Overrides of hand-over deadlines: ordered by a coordinator, consented to by an approver. */
export function LateOverrideList() {
  const translate = useTranslate();
  const mayOrder = useMay('late-override.order');
  const [isOrdering, setOrdering] = useState(false);
  const orderButton = mayOrder && (
    <Button size="small" variant="outlined" onClick={() => setOrdering(true)}>
      {translate('late.order')}
    </Button>
  );
  return (
    <>
      <LateTabs value="orders" />
      <List
        filters={filters}
        sort={{ field: 'id', order: 'DESC' }}
        perPage={25}
        exporter={false}
        actions={<TopToolbar>{orderButton}</TopToolbar>}
        error={<ListProblem />}
        empty={false}
      >
        <DataTable
          bulkActionButtons={false}
          size="small"
          rowClick={false}
          sx={NARROW}
          empty={<EmptyState words="late.empty" />}
        >
          <DataTable.Col source="waveId" label="console.wave" disableSort>
            <ReferenceField source="waveId" reference="waves" link={false}>
              <TextField source="name" />
            </ReferenceField>
          </DataTable.Col>
          <DataTable.Col source="act" label="late.act" disableSort>
            <EnumField source="act" words="lateAct" />
          </DataTable.Col>
          <DataTable.Col source="officeId" label="late.office" disableSort>
            <ReferenceField
              source="officeId"
              reference="offices"
              link={false}
              emptyText={translate('console.allOffices')}
            >
              <TextField source="name" />
            </ReferenceField>
          </DataTable.Col>
          <DataTable.Col source="status" label="late.status" disableSort>
            <EnumChipField source="status" words="lateStatus" tone={tone} />
          </DataTable.Col>
          <DataTable.Col source="reason" label="late.reason" disableSort />
          <DataTable.Col label="late.hands">
            <HandsField />
          </DataTable.Col>
          <DataTable.Col source="until" label="late.until">
            <InstantField source="until" />
          </DataTable.Col>
          <DataTable.NumberCol source="used" label="late.used" disableSort>
            <CountField source="used" />
          </DataTable.NumberCol>
          <DataTable.Col label="late.answer">
            <AnswerButtons />
          </DataTable.Col>
        </DataTable>
      </List>
      {isOrdering && <OrderDialog onClose={() => setOrdering(false)} />}
    </>
  );
}
