/** How a composition is divided into batches. */
export type Split = { by: 'none' } | { by: 'size'; size: number } | { by: 'office' };

export interface Planned {
  id: number;
  officeId: number;
}

export interface Plan<T extends Planned> {
  /** The rows of each batch to be; of an office's batch all rows are its own. */
  parts: { officeId: number | null; rows: T[] }[];
  leftOut: T[];
}

function byOffice<T extends Planned>(rows: readonly T[]): Plan<T>['parts'] {
  const offices = new Map<number, T[]>();
  for (const row of rows) {
    const own = offices.get(row.officeId);
    if (own) own.push(row);
    else offices.set(row.officeId, [row]);
  }
  return [...offices].sort(([a], [b]) => a - b).map(([officeId, own]) => ({ officeId, rows: own }));
}

/** Divides rows in their order: the first `places` of them into batches, the rest is left out. */
export function composePlan<T extends Planned>(rows: readonly T[], places: number, split: Split): Plan<T> {
  const taken = rows.slice(0, Math.max(0, places));
  const leftOut = rows.slice(taken.length);
  if (taken.length === 0) return { parts: [], leftOut };
  if (split.by === 'office') return { parts: byOffice(taken), leftOut };
  const size = split.by === 'size' ? split.size : taken.length;
  const parts = Array.from({ length: Math.ceil(taken.length / size) }, (_, index) => ({
    officeId: null,
    rows: taken.slice(index * size, (index + 1) * size),
  }));
  return { parts, leftOut };
}
