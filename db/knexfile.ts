import type { Knex } from 'knex';
import { migrationSource } from './migration-source.js';

const server: Knex.Config = {
  client: 'pg',
  connection: process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/polaris',
  migrations: { migrationSource },
};

/** For the knex command line only; the service migrates by itself when it starts. */
export const development: Knex.Config = server;
export const production: Knex.Config = server;
