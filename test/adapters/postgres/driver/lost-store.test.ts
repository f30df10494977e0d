import { expect } from 'chai';
import { openDatabase, type Database } from '#adapters/outbound/postgres/connection.js';
import { DatabaseSession } from '#adapters/outbound/postgres/driver/database-session.js';
import { PostgresWalletQueries } from '#adapters/outbound/postgres/queries/postgres-wallet-queries.js';
import { PostgresUnitOfWork } from '#adapters/outbound/postgres/unit-of-work.js';
import { StoreUnavailable } from '#use-cases/ports/persistence/persistence-error.js';
import { freePort } from '../../../e2e/support/shop-process.js';
import { onServer, testDatabase } from '../../../support/database.js';
import { noJobs } from '../kit/no-jobs.js';

const failureOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => undefined, (error: unknown) => error);

describe('a database that does not answer', () => {
  let database: Database | undefined;
  afterEach(async () => database?.close());

  it('is the same to everybody who needs it: unavailable', async () => {
    database = await openDatabase({ url: `postgres://postgres@127.0.0.1:${await freePort()}/postgres`, poolSize: 1 });
    const queries = new PostgresWalletQueries(database);
    const asked = [
      new PostgresUnitOfWork(database, noJobs).run((tx) => tx.orders.find('018f0000-0000-7000-8000-000000000001')),
      queries.wallet(1001),
      queries.history(1001, { since: new Date(0), limit: 5 }),
    ];
    for (const failure of await Promise.all(asked.map(failureOf))) expect(failure).to.be.instanceOf(StoreUnavailable);
  });

  if (onServer) {
    it('is unavailable where its connection is cut in the middle, and there again with the next one', async () => {
      const shop = await testDatabase();
      const cut = DatabaseSession.transaction(shop.knex, async (session) => {
        const [row] = await session.rows<{ pid: number }>('INSERT INTO settings (key, value) VALUES ($1, $2) RETURNING pg_backend_pid() AS pid', ['cut', '1']);
        await shop.knex.raw('SELECT pg_terminate_backend(?)', [row?.pid ?? 0]);
        await session.rows('SELECT 1');
      });
      expect(await failureOf(cut)).to.be.instanceOf(StoreUnavailable);
      expect((await shop.knex.raw<{ rows: unknown[] }>(`SELECT FROM settings WHERE key = 'cut'`)).rows).to.have.length(0);
    });
  }

  it('is something else than a statement it refuses', async () => {
    const shop = await testDatabase();
    const failure = await failureOf(DatabaseSession.lend(shop.knex, (session) => session.rows('SELECT nothing_like_it')));
    expect(failure).not.to.be.instanceOf(StoreUnavailable);
  });
});
