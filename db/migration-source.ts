import type { Knex } from 'knex';
import { migrations } from './migrations/index.js';
import type { Migration } from './migrations/migration.js';

/** Hands the compiled-in migrations to Knex, so that nothing is read from a folder at run time. */
export const migrationSource: Knex.MigrationSource<Migration> = {
  getMigrations: async () => [...migrations],
  getMigrationName: (migration) => migration.name,
  getMigration: async (migration) => ({ up: (knex) => apply(knex, migration), down: refuse }),
};

async function apply(knex: Knex, migration: Migration): Promise<void> {
  for (const statement of migration.statements) await knex.raw(statement);
}

async function refuse(): Promise<void> {
  throw new Error('there is no way down: a mistake is mended by a new migration');
}
