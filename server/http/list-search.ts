import type { Knex } from 'knex';
import type { Connection } from '../database.ts';
import type { Condition } from './list-query.ts';

/** Narrows a list's query where a field is more than the value of a column; `all` are the conditions it stands among. */
export type Narrowing = (
  query: Knex.QueryBuilder,
  condition: Condition,
  all: readonly Condition[],
  connection: Connection,
) => void;

/** `q` as a part of any of these columns, whatever its capitals. */
export const contains =
  (...columns: string[]) =>
  (query: Knex.QueryBuilder, text: string): void => {
    const like = `%${text.toLowerCase().replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
    void query.where((either) => {
      for (const column of columns) void either.orWhereRaw("lower(??) LIKE ? ESCAPE '\\'", [column, like]);
    });
  };
