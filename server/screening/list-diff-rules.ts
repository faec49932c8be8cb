/** The two versions to be compared, or what is wrong with each part of the question, by its name. */
export type DiffQuestion =
  { from: number; to: number; errors: null } | { from: null; to: null; errors: Record<string, string> };

const wholeNumber = (text: string | undefined): number | null =>
  text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;

/** Reads `from` and `to` of a comparison: version numbers of one list, two different ones. */
export function readDiffQuestion(query: Readonly<Record<string, string>>): DiffQuestion {
  const errors: Record<string, string> = {};
  for (const name of Object.keys(query)) if (name !== 'from' && name !== 'to') errors[name] = 'unknown';
  const [from, to] = [wholeNumber(query['from']), wholeNumber(query['to'])];
  if (from === null) errors['from'] = 'name the version to compare from, a whole number';
  if (to === null) errors['to'] = 'name the version to compare with, a whole number';
  if (from !== null && from === to) errors['to'] = 'choose two different versions';
  return from === null || to === null || Object.keys(errors).length > 0
    ? { from: null, to: null, errors }
    : { from, to, errors: null };
}

/** How many were added and removed between two versions, from their sizes and how many stand on both. */
export const diffCounts = (fromRows: number, toRows: number, unchanged: number) => ({
  added: toRows - unchanged,
  removed: fromRows - unchanged,
  unchanged,
});
