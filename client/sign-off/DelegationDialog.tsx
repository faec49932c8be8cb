import { Typography } from '@mui/material';
import { AutocompleteInput, DateInput, TextInput, minLength, required, useTranslate } from 'react-admin';
import { ActDialog } from '../layout/ActDialog.tsx';
import { useSigners } from './use-signers.ts';
import { useOrder } from './use-sign-off.ts';

/** Lends somebody's signature for whole days; another administrator consents. */
export function DelegationDialog({ onClose }: { onClose: () => void }) {
  const translate = useTranslate();
  const order = useOrder();
  const signers = useSigners();
  return (
    <ActDialog
      title={translate('signOff.delegation.order')}
      submitLabel={translate('signOff.delegation.send')}
      onSubmit={(values) => order('delegations', 'order-delegation', values)}
      onClose={onClose}
    >
      <Typography>{translate('signOff.delegation.help')}</Typography>
      <AutocompleteInput
        source="fromId"
        label="signOff.delegation.columns.from"
        choices={signers}
        validate={required()}
      />
      <AutocompleteInput
        source="toId"
        label="signOff.delegation.columns.to"
        choices={signers}
        validate={required()}
      />
      <DateInput source="firstDay" label="signOff.delegation.firstDay" validate={required()} />
      <DateInput source="lastDay" label="signOff.delegation.lastDay" validate={required()} />
      <TextInput
        source="reason"
        label="signOff.delegation.columns.reason"
        multiline
        validate={[required(), minLength(5)]}
      />
    </ActDialog>
  );
}
