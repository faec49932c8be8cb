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

/** The parts of a signed statement that are not what is true of the batch; `expected` is the canonical text. */
export function statementDifferences(text: string, expected: string): string[] {
  if (text === expected) return [];
  const [said, truth] = [valuesOf(text), valuesOf(expected)];
  if (!said || !truth) return ['the whole'];
  const fields = differing(said, truth);
  // The same values written otherwise were not what was signed.
  return fields.length > 0 ? fields : ['canonical form'];
}
