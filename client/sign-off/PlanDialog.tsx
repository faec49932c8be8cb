import { Typography } from '@mui/material';
import {
  ArrayInput,
  AutocompleteArrayInput,
  NumberInput,
  SimpleFormIterator,
  TextInput,
  minLength,
  minValue,
  required,
  useTranslate,
} from 'react-admin';
import type { PlanRecord } from '@server/sign-off/sign-off-schema.ts';
import { ActDialog } from '../layout/ActDialog.tsx';
import { useSigners } from './use-signers.ts';
import { useOrder } from './use-sign-off.ts';

/** Stages in the order they are signed in; it starts from the plan in force. */
export function PlanDialog({
  waveId,
  inForce,
  onClose,
}: {
  waveId: number;
  inForce: PlanRecord | null;
  onClose: () => void;
}) {
  const translate = useTranslate();
  const order = useOrder();
  const signers = useSigners();
  const stages = (inForce?.stages ?? []).map(({ name, needed, signers: of }) => ({
    name,
    needed,
    signerIds: of.map(({ id }) => id),
  }));
  return (
    <ActDialog
      title={translate('signOff.plan.order')}
      submitLabel={translate('signOff.plan.send')}
      maxWidth="md"
      defaultValues={{ stages: stages.length > 0 ? stages : [{ needed: 1, signerIds: [] }] }}
      onSubmit={(values) =>
        order(`waves/${waveId}/sign-off-plans`, 'order-plan', { stages: values['stages'] ?? [] })
      }
      onClose={onClose}
    >
      <Typography>{translate('signOff.plan.help')}</Typography>
      <ArrayInput source="stages" label="signOff.plan.stages">
        <SimpleFormIterator inline disableClear>
          <TextInput
            source="name"
            label="signOff.plan.name"
            validate={[required(), minLength(3)]}
            sx={{ width: 220 }}
          />
          <NumberInput
            source="needed"
            label="signOff.plan.needed"
            min={1}
            step={1}
            validate={[required(), minValue(1)]}
            sx={{ width: 130 }}
          />
          <AutocompleteArrayInput
            source="signerIds"
            label="signOff.plan.signers"
            choices={signers}
            validate={required()}
            sx={{ minWidth: 320 }}
          />
        </SimpleFormIterator>
      </ArrayInput>
      <Typography variant="body2" color="text.secondary">
        {translate('signOff.plan.none')}
      </Typography>
    </ActDialog>
  );
}
