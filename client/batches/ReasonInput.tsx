import { AutocompleteArrayInput, required } from 'react-admin';

interface Props {
  codes: readonly string[];
  source?: string;
  label?: string;
  /** The branch the codes' words stand in. */
  words?: string;
}

/** Coded reasons, one or more. */
export function ReasonInput({
  codes,
  source = 'reasons',
  label = 'batches.reasons',
  words = 'reasons',
}: Props) {
  return (
    <AutocompleteArrayInput
      openOnFocus={false}
      source={source}
      label={label}
      choices={codes.map((id) => ({ id, name: `${words}.${id}` }))}
      translateChoice
      validate={required()}
    />
  );
}
