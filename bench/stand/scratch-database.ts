import pg from 'pg';

const SERVER_URL = process.env['BENCH_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** A database made for one measurement. */
export interface ScratchDatabase {
  readonly url: string;
  readonly client: pg.Client;
  drop(): Promise<void>;
}

export async function serverVersion(): Promise<string> {
  const { rows } = await onServer<{ server_version: string }>('SHOW server_version');
  return rows[0]?.server_version ?? 'unknown';
}

/** Makes a database of this name anew; `drop` takes it away again, whoever is still connected. */
export async function scratchDatabase(name: string): Promise<ScratchDatabase> {
  await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await onServer(`CREATE DATABASE ${name}`);
  const url = new URL(SERVER_URL);
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const drop = async (): Promise<void> => {
    await client.end();
    await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { url: url.href, client, drop };
}

async function onServer<Row extends pg.QueryResultRow>(statement: string): Promise<pg.QueryResult<Row>> {
  const client = new pg.Client({ connectionString: SERVER_URL });
  await client.connect();
  try {
    return await client.query<Row>(statement);
  } finally {
    await client.end();
  }
}
