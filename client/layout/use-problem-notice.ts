import { useNotify, useTranslate } from 'react-admin';
import { errorLine, fieldErrors } from '../form-errors.ts';

/** Tells an error of the API in words with its request id; what belongs to a field is shown there by the form. */
export function useProblemNotice(): (error: unknown) => void {
  const notify = useNotify();
  const translate = useTranslate();
  return (error) => {
    const elsewhere = Object.keys(fieldErrors(error)).length > 0;
    notify(errorLine(error, translate), { type: elsewhere ? 'warning' : 'error', autoHideDuration: 10_000 });
  };
}
