import canonicalize from 'canonicalize';
import type { SealStatement } from './manifest-seal.ts';

type Values = Record<string, unknown>;

function valuesOf(text: string): Values | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : null;
  } catch {
    return null;
  }
}

const differing = (one: Values, other: Values): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]))
    .sort();

/** The fields in which two manifest lines differ; never their values, which name people. */
export function differingFields(sealed: string, now: string): string[] {
  if (sealed === now) return [];
  const [one, other] = [valuesOf(sealed), valuesOf(now)];
  return one && other ? differing(one, other) : ['the whole line'];
}

/** The parts of a signed statement that are not what is true of the batch. */
export function statementDifferences(text: string, expected: SealStatement): string[] {
  const said = valuesOf(text);
  if (!said) return ['the whole'];
  const fields = differing(said, expected);
  // The same values written otherwise were not what was signed.
  return fields.length === 0 && text !== canonicalize(expected) ? ['canonical form'] : fields;
}
