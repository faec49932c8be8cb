import { Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import { ActDialog } from '../layout/ActDialog.tsx';
import { PasswordAgain } from './PasswordAgain.tsx';
import { useOrder } from './use-sign-off.ts';

interface Props {
  /** Path below /api of what is consented to. */
  path: string;
  version: number;
  kind: 'plan' | 'delegation';
  onClose: () => void;
  children: ReactNode;
}

/** Another administrator's consent to what one ordered, with the password. */
export function ConsentDialog({ path, version, kind, onClose, children }: Props) {
  const translate = useTranslate();
  const order = useOrder();
  return (
    <ActDialog
      title={translate(`signOff.consent.${kind}`)}
      submitLabel={translate('signOff.consent.give')}
      color="success"
      onSubmit={({ password }) => order(`${path}/consent`, `consent-${kind}`, { version, password })}
      onClose={onClose}
    >
      <Typography>{translate(`signOff.consent.${kind}Ask`)}</Typography>
      {children}
      <PasswordAgain />
    </ActDialog>
  );
}
