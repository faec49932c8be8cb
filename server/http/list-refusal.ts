import { invalid } from '../errors.ts';

/** A list's 422. Numbers as long as a NIK are not told back, wherever in an address they stood. */
export const refuse = (message: string) => invalid('INVALID_LIST_QUERY', message.replace(/\d{14,}/g, '…'));

/** A parameter of a list as JSON; throws 422 where it is none. */
export function parseJson(text: unknown, name: string): unknown {
  if (typeof text !== 'string') throw refuse(`${name} may be given only once`);
  try {
    return JSON.parse(text);
  } catch {
    throw refuse(`${name} is not valid JSON`);
  }
}
