import { fieldErrors } from '../form-errors.ts';

/** The fields a refusal is about, marked; what is wrong stands in the sentence above the form, in the user's language. */
export function markedFields(error: unknown): Record<string, string> {
  return Object.fromEntries(Object.keys(fieldErrors(error)).map((field) => [field, 'validation.wrong']));
}
