declare module 'knex/lib/dialects/postgres/index.js' {
  import type { Knex } from 'knex';

  /** Knex's own Postgres client, which its type definitions leave out. */
  export default class PostgresDialect extends Knex.Client {
    _query(connection: object, query: { readonly sql: string }): Promise<unknown>;
  }
}
