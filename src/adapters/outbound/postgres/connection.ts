import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import knex, { type Knex } from 'knex';
import { directCalls, type CallSeam } from '../kit/call-seam.js';
import { DataFolderLock } from './data-folder-lock.js';
import { seamedDialect } from './driver/seamed-dialect.js';
import { startEmbedded } from './driver/start-embedded.js';

export interface DatabaseOptions {
  /** A Postgres server; without it the database runs embedded in this process. */
  readonly url?: string | undefined;
  readonly poolSize: number;
  /** Where the embedded database keeps its files; undefined = in memory. */
  readonly dataDir?: string | undefined;
  readonly seam?: CallSeam | undefined;
}

export interface Database {
  readonly knex: Knex;
  readonly kind: 'embedded' | 'server';
  close(): Promise<void>;
  /** Forgets everything, the schema included; `migrateToLatest` builds it again. */
  wipe(): Promise<void>;
}

const ignore = (): void => undefined;

/** Knex would write values into error messages, and errors that it throws anyway to the console. */
const DISCREET = { compileSqlOnError: false, log: { debug: ignore, warn: ignore, error: ignore, deprecate: ignore } };

/** Statements of one transaction that do not wait for each other leave together. */
const PIPELINED = { pipeline: true };

/** Opens the shop's database. Throws `DataFolderInUse` when another process holds the data folder. */
export function openDatabase(options: DatabaseOptions): Promise<Database> {
  const seam = options.seam ?? directCalls;
  return options.url === undefined ? openEmbedded(options.dataDir, seam) : openServer(options.url, options.poolSize, seam);
}

async function openServer(url: string, poolSize: number, seam: CallSeam): Promise<Database> {
  const connected = knex({
    client: seamedDialect(seam),
    connection: {
      connectionString: url,
      application_name: 'polaris',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      ...PIPELINED,
      options: '-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s',
    },
    pool: { min: 0, max: poolSize },
    acquireConnectionTimeout: 10_000,
    ...DISCREET,
  });
  return { knex: connected, kind: 'server', close: () => connected.destroy(), wipe: () => wipe(connected) };
}

async function openEmbedded(dataDir: string | undefined, seam: CallSeam): Promise<Database> {
  const lock = dataDir === undefined ? undefined : await lockFolder(dataDir);
  try {
    const embedded = await startEmbedded(dataDir && join(dataDir, 'postgres'));
    const { createPgConfig } = await import('@electric-sql/pglite/node-postgres');
    const connected = knex({
      client: seamedDialect(seam),
      // A function, because Knex clones plain settings and would clone the running database with them.
      connection: () => createPgConfig(embedded),
      // The embedded database is one session: a second connection would share the first one's transaction.
      pool: { min: 1, max: 1 },
      acquireConnectionTimeout: 30_000,
      ...DISCREET,
    });
    const close = async (): Promise<void> => {
      await connected.destroy();
      await embedded.close();
      await lock?.release();
    };
    return { knex: connected, kind: 'embedded', close, wipe: () => wipe(connected) };
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

async function lockFolder(dataDir: string): Promise<DataFolderLock> {
  await mkdir(dataDir, { recursive: true });
  return DataFolderLock.acquire(dataDir);
}

async function wipe(connected: Knex): Promise<void> {
  await connected.raw('DROP SCHEMA IF EXISTS pgboss CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public');
}
