import type { Knex } from 'knex';

/** `q` as a part of any of these columns, whatever its capitals. */
export const contains =
  (...columns: string[]) =>
  (query: Knex.QueryBuilder, text: string): void => {
    const like = `%${text.toLowerCase().replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
    void query.where((either) => {
      for (const column of columns) void either.orWhereRaw("lower(??) LIKE ? ESCAPE '\\'", [column, like]);
    });
  };
