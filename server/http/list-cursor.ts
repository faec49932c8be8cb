import type { Knex } from 'knex';

type Sort = readonly [field: string, direction: 'ASC' | 'DESC'];
type Scalar = string | number | null;

/** Where the page before ended: the value its list is sorted by, and the id that tells equals apart. */
export interface Cursor {
  value: Scalar;
  id: string | number;
}

interface Place {
  column: string;
  idColumn: string;
}

/** What a whole number's column holds: PostgreSQL answers anything larger with an error. */
export const LARGEST_NUMBER = 2 ** 31 - 1;

const isScalar = (value: unknown): value is Scalar =>
  value === null ||
  (typeof value === 'string' && !value.includes('\0')) ||
  (Number.isSafeInteger(value) && Math.abs(value as number) <= LARGEST_NUMBER);

/** Reads what `cursorAfter` wrote for the same order; undefined for anything else. */
export function readCursor(text: unknown, [field, direction]: Sort): Cursor | undefined {
  try {
    const given: unknown = JSON.parse(Buffer.from(String(text), 'base64url').toString());
    if (!Array.isArray(given) || given.length !== 4) return undefined;
    const [sortedBy, towards, value, id] = given as unknown[];
    if (sortedBy !== field || towards !== direction) return undefined;
    return isScalar(value) && isScalar(id) && id !== null ? { value, id } : undefined;
  } catch {
    return undefined;
  }
}

/** The cursor behind a page's last row; it says in which order it was made, for in another it means nothing. */
export function cursorAfter(
  row: { id: number },
  { column, idColumn, sort: [field, direction] }: Place & { sort: Sort },
): string {
  const values = row as unknown as Record<string, unknown>;
  const of = (name: string) => values[name.split('.').at(-1) as string];
  const cursor = [field, direction, of(column) ?? null, row.id ?? of(idColumn)];
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/**
 * The parts of a list behind a cursor, in order. An empty value is neither less nor more than another: SQLite puts it
 * below all and PostgreSQL above, and a comparison leaves it out, so that it is a part of its own.
 */
export function pagePhases(
  after: Cursor | null,
  { column, idColumn, direction, postgres }: Place & { direction: 'ASC' | 'DESC'; postgres: boolean },
): ((query: Knex.QueryBuilder) => void)[] {
  if (!after) return [() => undefined];
  const { value, id } = after;
  const past = direction === 'ASC' ? '>' : '<';
  if (column === idColumn) return [(query) => void query.where(idColumn, past, id)];
  const emptyFirst = (direction === 'ASC') !== postgres;
  if (value === null) {
    const rest = (query: Knex.QueryBuilder) => void query.whereNull(column).where(idColumn, past, id);
    return emptyFirst ? [rest, (query) => void query.whereNotNull(column)] : [rest];
  }
  const rest = (query: Knex.QueryBuilder) =>
    void query.whereRaw(`(??, ??) ${past} (?, ?)`, [column, idColumn, value, id]);
  return emptyFirst ? [rest] : [rest, (query) => void query.whereNull(column)];
}
