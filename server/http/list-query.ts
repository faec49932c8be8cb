import type { Knex } from 'knex';
import { isPostgres } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import { cursorAfter, LARGEST_NUMBER, pagePhases, readCursor, type Cursor } from './list-cursor.ts';
import { parseJson, refuse } from './list-refusal.ts';
import type { Narrowing } from './list-search.ts';

export type FieldType = 'int' | 'text' | 'bool';

export interface ListField {
  /** The column, with its table where the query joins. */
  column: string;
  type: FieldType;
  values?: readonly string[];
  /** A text that may be a number elsewhere, as ids are: whole numbers are taken too. */
  numbers?: boolean;
  filter?: boolean;
  sort?: boolean;
  narrow?: Narrowing;
}

/** What may be asked of a list: anything else answers 422 (security.md section 11: no oracle through orderBy). */
export interface ListDefinition {
  resource: string;
  fields: Record<string, ListField>;
  defaultSort: readonly [field: string, direction: 'ASC' | 'DESC'];
  /** How `q` searches, or undefined where it does not. */
  search?: (query: Knex.QueryBuilder, text: string, connection: Connection) => void;
}

export type Operator = 'eq' | 'gte' | 'lte' | 'gt' | 'lt' | 'neq';
export interface Condition {
  field: string;
  operator: Operator;
  value: string | number | null | (string | number)[];
}
export interface ListRequest {
  conditions: Condition[];
  q: string | null;
  range: [from: number, to: number];
  sort: [field: string, direction: 'ASC' | 'DESC'];
  after: Cursor | null;
}
export interface ListResult<T> {
  rows: T[];
  total: number;
  capped: boolean;
  nextCursor: string | null;
}

export const WIDEST_RANGE = 1000;
export const COUNT_CAP = 10_001;
const MOST_VALUES = 1000;
const FIRST_PAGE: [number, number] = [0, 24];
/** No whole number in the database is larger; PostgreSQL refuses to compare with one that is. */
const SUFFIXES: Record<string, Operator> = { _gte: 'gte', _lte: 'lte', _gt: 'gt', _lt: 'lt', _neq: 'neq' };
const SQL_OPERATOR: Record<Operator, string> = { eq: '=', gte: '>=', lte: '<=', gt: '>', lt: '<', neq: '<>' };

const isNumberOfAPerson = (text: string) => /\d{16}/.test(text.replace(/[\s.-]/g, ''));

function splitOperator(key: string, fields: Record<string, ListField>): [string, Operator] {
  if (Object.hasOwn(fields, key)) return [key, 'eq'];
  for (const [suffix, operator] of Object.entries(SUFFIXES)) {
    const field = key.slice(0, -suffix.length);
    if (key.endsWith(suffix) && Object.hasOwn(fields, field)) return [field, operator];
  }
  throw refuse(`${key.slice(0, 60)} is not a filter of this list`);
}

function scalar(value: unknown, field: ListField, name: string): string | number | null {
  if (value === null) return null;
  if (field.type === 'int') {
    if (!Number.isSafeInteger(value)) throw refuse(`${name} takes whole numbers`);
    return Math.min(Math.max(value as number, -LARGEST_NUMBER), LARGEST_NUMBER);
  }
  if (field.numbers && Number.isSafeInteger(value)) return String(value);
  if (field.type === 'bool') {
    if (typeof value !== 'boolean') throw refuse(`${name} takes true or false`);
    return value ? 1 : 0;
  }
  if (typeof value !== 'string' || value.length > 200 || value.includes('\0'))
    throw refuse(`${name} takes a text of at most 200 characters`);
  if (/^\d{16}$/.test(value.replace(/[\s.-]/g, '')))
    throw refuse(`${name} takes no NIK or KK number: an address is no place for one`);
  if (field.values && !field.values.includes(value))
    throw refuse(`${name} takes one of ${field.values.join(', ')}`);
  return value;
}

function parseFilter(
  definition: ListDefinition,
  text: unknown,
): { conditions: Condition[]; q: string | null } {
  if (text === undefined) return { conditions: [], q: null };
  const filter = parseJson(text, 'filter');
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter))
    throw refuse('filter is not a JSON object');
  return readFilter(definition, filter as Record<string, unknown>);
}

/** Checks a filter object against the list's definition; also used for bulk commands by filter. */
export function readFilter(
  definition: ListDefinition,
  filter: Record<string, unknown>,
): { conditions: Condition[]; q: string | null } {
  const conditions: Condition[] = [];
  let q: string | null = null;
  for (const [key, value] of Object.entries(filter)) {
    if (key === 'q') {
      if (!definition.search) throw refuse('this list has no search');
      if (typeof value !== 'string' || value.length > 100 || value.includes('\0'))
        throw refuse('q takes a text of at most 100 characters');
      // No NIK in a URL: whole numbers are searched through POST …/search.
      if (isNumberOfAPerson(value))
        throw refuse(
          'a NIK or KK number is searched through POST /api/submissions/search, never in an address',
        );
      q = value.trim() || null;
      continue;
    }
    const [name, operator] = splitOperator(key, definition.fields);
    const field = definition.fields[name] as ListField;
    if (field.filter === false) throw refuse(`${name} is not a filter of this list`);
    if (Array.isArray(value)) {
      if (operator !== 'eq' || value.length > MOST_VALUES)
        throw refuse(`${key} takes at most ${MOST_VALUES} values`);
      conditions.push({ field: name, operator, value: value.map((one) => scalar(one, field, name) ?? '') });
      continue;
    }
    conditions.push({ field: name, operator, value: scalar(value, field, name) });
  }
  return { conditions, q };
}

/** As ra-data-simple-rest asks for many by their ids: without a range, and all of them. */
function idsAsked(conditions: readonly Condition[]): number {
  const ids = conditions.find(({ field, operator }) => field === 'id' && operator === 'eq')?.value;
  return Array.isArray(ids) ? ids.length : 0;
}

function parseRange(text: unknown, asked: number): [number, number] {
  if (text === undefined) return asked > 0 ? [0, asked - 1] : [...FIRST_PAGE];
  const range = parseJson(text, 'range');
  if (!Array.isArray(range) || range.length !== 2 || !range.every(Number.isSafeInteger))
    throw refuse('range is [first,last]');
  const [from, to] = range as [number, number];
  if (from < 0 || to < from) throw refuse('range is [first,last] with 0 ≤ first ≤ last');
  if (to - from >= WIDEST_RANGE) throw refuse(`range is wider than ${WIDEST_RANGE} rows: take pages`);
  return [from, to];
}

function parseSort(definition: ListDefinition, text: unknown): [string, 'ASC' | 'DESC'] {
  if (text === undefined) return [...definition.defaultSort];
  const sort = parseJson(text, 'sort');
  if (!Array.isArray(sort) || sort.length !== 2) throw refuse('sort is [field,"ASC"|"DESC"]');
  const [field, direction] = sort as [unknown, unknown];
  if (direction !== 'ASC' && direction !== 'DESC') throw refuse('sort is [field,"ASC"|"DESC"]');
  if (
    typeof field !== 'string' ||
    !Object.hasOwn(definition.fields, field) ||
    definition.fields[field]?.sort === false
  ) {
    throw refuse(`${String(field).slice(0, 60)} is not a sort of this list`);
  }
  return [field, direction];
}

/** Reads `filter`, `range`, `sort` and `after` of a list request; throws 422 for anything the list does not offer. */
export function parseListQuery(definition: ListDefinition, query: Record<string, unknown>): ListRequest {
  const known = ['filter', 'range', 'sort', 'after'];
  const unknown = Object.keys(query).find((name) => !known.includes(name));
  if (unknown) throw refuse(`${unknown.slice(0, 60)} is not a parameter of a list`);
  const asked = parseFilter(definition, query['filter']);
  const sort = parseSort(definition, query['sort']);
  const after = query['after'] === undefined ? null : readCursor(query['after'], sort);
  if (after === undefined) throw refuse('after is not a cursor this list gave in this order');
  return { ...asked, range: parseRange(query['range'], idsAsked(asked.conditions)), sort, after };
}

/** Adds the conditions and the search to a query. */
export function applyConditions(
  query: Knex.QueryBuilder,
  definition: ListDefinition,
  request: Pick<ListRequest, 'conditions' | 'q'>,
  connection: Connection,
): void {
  for (const condition of request.conditions) {
    const { field, operator, value } = condition;
    const { column, narrow } = definition.fields[field] as ListField;
    if (narrow) narrow(query, condition, request.conditions, connection);
    else if (Array.isArray(value)) void query.whereIn(column, value);
    else if (value === null) void (operator === 'neq' ? query.whereNotNull(column) : query.whereNull(column));
    else void query.where(column, SQL_OPERATOR[operator], value);
  }
  if (request.q && definition.search) definition.search(query, request.q, connection);
}

function applyOrder(
  query: Knex.QueryBuilder,
  definition: ListDefinition,
  request: ListRequest,
  idColumn: string,
): void {
  const [name, direction] = request.sort;
  const { column } = definition.fields[name] as ListField;
  void query.orderBy(column, direction);
  if (column !== idColumn) void query.orderBy(idColumn, direction);
}

/** How many match; `capped` when it is only known that they are at least so many. */
export interface Count {
  total: number;
  capped: boolean;
}

/** Counts the matches of a list request, up to 10,001: beyond that a page of numbers helps nobody. */
export async function countMatches(
  connection: Connection,
  definition: ListDefinition,
  request: Pick<ListRequest, 'conditions' | 'q'>,
  from: () => Knex.QueryBuilder,
): Promise<Count> {
  const inner = from().select(connection.raw('1 as one'));
  applyConditions(inner, definition, request, connection);
  const [row] = (await connection.from(inner.limit(COUNT_CAP).as('matching')).count({ n: '*' })) as {
    n: number;
  }[];
  const total = Number(row?.n ?? 0);
  return { total, capped: total >= COUNT_CAP };
}

interface ListOptions<R, T> {
  /** A fresh query over the list's tables, already narrowed to what the actor may see. */
  from: () => Knex.QueryBuilder;
  /** Another over the same, from which only ids are taken: rows are then fetched for the page alone. */
  ids?: () => Knex.QueryBuilder;
  columns: string | readonly string[];
  toRecord: (row: R) => T;
  idColumn?: string;
  /** How many match, where the caller knows. */
  count?: Count;
  /** Seldom more match than fit on a page: they are counted only where the page does not tell. */
  few?: boolean;
}

/** Runs a list: one page of `rows` and how many match. */
export async function runList<R extends { id: number }, T>(
  connection: Connection,
  definition: ListDefinition,
  request: ListRequest,
  options: ListOptions<R, T>,
): Promise<ListResult<T>> {
  const idColumn = options.idColumn ?? 'id';
  const { column } = definition.fields[request.sort[0]] as ListField;
  const [from, to] = request.range;
  const size = to - from + 1;
  const pageOf = async (narrow: (query: Knex.QueryBuilder) => void, limit: number): Promise<R[]> => {
    const narrowed = (query: Knex.QueryBuilder): Knex.QueryBuilder => {
      applyConditions(query, definition, request, connection);
      narrow(query);
      applyOrder(query, definition, request, idColumn);
      if (from > 0 && !request.after) void query.offset(from);
      return query.limit(limit);
    };
    const query = options.from().select(options.columns as string[]);
    if (!options.ids) return (await narrowed(query)) as R[];
    void query.whereIn(idColumn, narrowed(options.ids().select(idColumn)));
    applyOrder(query, definition, request, idColumn);
    return (await query) as R[];
  };
  const rowsOf = async (): Promise<R[]> => {
    const rows: R[] = [];
    const where = { column, idColumn, direction: request.sort[1], postgres: isPostgres(connection) };
    for (const narrow of pagePhases(request.after, where)) {
      if (rows.length < size) rows.push(...(await pageOf(narrow, size - rows.length)));
    }
    return rows;
  };
  const counted = async () =>
    options.count ?? (await countMatches(connection, definition, request, options.from));
  const [rows, count] = options.few
    ? await rowsOf().then(async (found) => {
        const isWhole = from === 0 && !request.after && found.length < size;
        return [found, isWhole ? { total: found.length, capped: false } : await counted()] as const;
      })
    : await Promise.all([rowsOf(), counted()]);
  const last = rows.length === size ? rows.at(-1) : undefined;
  return {
    rows: rows.map(options.toRecord),
    ...count,
    nextCursor: last ? cursorAfter(last, { column, idColumn, sort: request.sort }) : null,
  };
}
