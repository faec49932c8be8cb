import { Typography } from '@mui/material';
import { AutocompleteInput, ReferenceInput, SelectInput, required, useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { BATCH_CHANNELS, type BatchRecord } from '@server/batches/batch-schema.ts';
import { PROPOSERS } from '@server/submissions/submission-schema.ts';
import { ActDialog, type ActValues } from '../layout/ActDialog.tsx';
import { useAct } from '../use-act.ts';
import { BatchList } from './BatchList.tsx';

const channels = BATCH_CHANNELS.map((id) => ({ id, name: `enums.channel.${id}` }));
const proposers = PROPOSERS.map((id) => ({ id, name: `enums.proposer.${id}` }));
const DEFAULTS = { channel: 'offline' };

/** Opens an empty batch; wave and channel stay as they are from here on. The list stays behind the dialog. */
export function BatchCreate() {
  const translate = useTranslate();
  const navigate = useNavigate();
  const act = useAct();
  const create = async ({ waveId, channel, officeId, proposer }: ActValues) => {
    const batch = await act<BatchRecord>('batches', {
      waveId,
      channel,
      officeId: officeId ?? null,
      proposer: proposer ?? null,
    });
    await navigate(`/batches/${batch.id}/show?tab=rows`);
  };
  return (
    <>
      <BatchList />
      <ActDialog
        title={translate('batches.new')}
        submitLabel={translate('ra.action.create')}
        defaultValues={DEFAULTS}
        onSubmit={create}
        onClose={() => void navigate('/batches')}
        onDone={() => undefined}
      >
        <Typography variant="body2" color="text.secondary">
          {translate('batches.newHelp')}
        </Typography>
        <ReferenceInput source="waveId" reference="waves" sort={{ field: 'opensAt', order: 'DESC' }}>
          <SelectInput optionText="name" label="console.wave" validate={required()} />
        </ReferenceInput>
        <SelectInput
          source="channel"
          label="resources.batches.fields.channel"
          choices={channels}
          validate={required()}
        />
        <ReferenceInput
          source="officeId"
          reference="offices"
          filter={{ kind: 'dinas' }}
          sort={{ field: 'name', order: 'ASC' }}
        >
          <AutocompleteInput
            openOnFocus={false}
            optionText="name"
            label="batches.onlyOffice"
            helperText="batches.onlyOfficeHelp"
            filterToQuery={(q: string) => ({ q })}
          />
        </ReferenceInput>
        <SelectInput source="proposer" label="batches.onlyProposer" choices={proposers} />
      </ActDialog>
    </>
  );
}
