declare module 'knex/lib/dialects/sqlite3/index.js' {
  /** knex's SQLite dialect, extended in database.ts. */
  export default class SqliteDialect {
    constructor(config: unknown);
    transaction(container: unknown, config: unknown, outerTx: unknown): unknown;
    _query(connection: unknown, query: unknown): Promise<unknown>;
    destroyRawConnection(connection: unknown): Promise<void>;
  }
}

declare module 'knex/lib/dialects/sqlite3/execution/sqlite-transaction.js' {
  /** knex's transaction for SQLite, extended in database.ts. */
  export default class SqliteTransaction {
    constructor(client: unknown, container: unknown, config: unknown, outerTx: unknown);
    begin(connection: unknown): Promise<unknown>;
    query(connection: unknown, sql: string): Promise<unknown>;
  }
}
