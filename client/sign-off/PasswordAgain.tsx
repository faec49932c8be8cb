import { PasswordInput, required } from 'react-admin';

/** A signature is given with the password, whoever left the desk open. */
export function PasswordAgain() {
  return (
    <PasswordInput
      source="password"
      label="batches.passwordAgain"
      helperText="batches.passwordAgainHelp"
      validate={required()}
      autoComplete="current-password"
    />
  );
}
