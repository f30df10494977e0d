import { randomUUID } from 'node:crypto';
import knex from 'knex';
import { openDatabase, type Database } from '#adapters/outbound/postgres/connection.js';
import { migrateToLatest } from '#adapters/outbound/postgres/migrate.js';

const SERVER_URL = process.env.POLARIS_TEST_DATABASE_URL;

/** What every test starts with: the migrated schema without a row in it. */
export interface TestDatabase extends Database {
  /** Forgets every row but keeps the schema. */
  reset(): Promise<void>;
}

let shared: Promise<TestDatabase> | undefined;

/**
 * The one migrated database of this mocha process, emptied: embedded in memory, or one of its own on the server that
 * POLARIS_TEST_DATABASE_URL names. It is closed after the last suite, or with the process; nobody else closes it.
 */
export async function testDatabase(): Promise<TestDatabase> {
  shared ??= SERVER_URL === undefined ? openMigrated({ poolSize: 1 }) : openOnServer(SERVER_URL);
  const database = await shared;
  await database.reset();
  return database;
}

/** Whether the tests run on a real server, where transactions really overlap. */
export const onServer = SERVER_URL !== undefined;

/** Opens a database of its own on the server and drops it when it is closed. */
export async function openOnServer(serverUrl: string): Promise<TestDatabase> {
  const { url, drop } = await scratchDatabase(serverUrl);
  const database = await openMigrated({ url, poolSize: 10 });
  const close = async (): Promise<void> => {
    await database.close();
    await drop();
  };
  return { ...database, close };
}

/** An empty database on the server that waits for no disk: nothing in it is meant to outlive the server. */
export async function scratchDatabase(serverUrl: string): Promise<{ readonly url: string; drop: () => Promise<void> }> {
  const name = `polaris_test_${randomUUID().replaceAll('-', '')}`;
  await onMaintenance(serverUrl, `CREATE DATABASE ${name}`);
  await onMaintenance(serverUrl, `ALTER DATABASE ${name} SET synchronous_commit = off`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.toString(), drop: () => onMaintenance(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`) };
}

/** Opens a database of the tests, which get past its guards to empty it. */
export async function openMigrated(options: Parameters<typeof openDatabase>[0]): Promise<TestDatabase> {
  const database = await openDatabase(options);
  await migrateToLatest(database);
  return { ...database, reset: () => reset(database) };
}

/** The ledger refuses to be emptied, as it must; a test gets past that only as a superuser who switches the triggers off. */
async function reset(database: Database): Promise<void> {
  const { rows } = await database.knex.raw<{ rows: { table: string }[] }>(
    `SELECT quote_ident(tablename) AS "table" FROM pg_tables
    WHERE schemaname = 'public' AND tablename NOT LIKE 'knex%' AND tablename <> 'state_edges'`,
  );
  const tables = [...rows.map((row) => row.table), 'pgboss.job'];
  // Not TRUNCATE: on a server it makes new files for every table and index, which takes longer than most tests.
  await database.knex.transaction((trx) =>
    trx.raw(['SET LOCAL session_replication_role = replica', ...tables.map((table) => `DELETE FROM ${table}`)].join('; ')),
  );
}

async function onMaintenance(serverUrl: string, statement: string): Promise<void> {
  const maintenance = knex({ client: 'pg', connection: serverUrl, pool: { min: 0, max: 1 } });
  try {
    await maintenance.raw(statement);
  } finally {
    await maintenance.destroy();
  }
}

// A server keeps what is left on it. The embedded one ends with its process, which serves more files when several run at once.
if (onServer) {
  after(async function () {
    this.timeout(30_000);
    await (await shared)?.close();
  });
}
