import { expect } from 'chai';
import { migrations } from '#db/migrations/index.js';
import { databaseHealth } from '#adapters/outbound/postgres/queries/database-health.js';
import { openDatabase } from '#adapters/outbound/postgres/connection.js';
import { migrateToLatest } from '#adapters/outbound/postgres/migrate.js';
import { ORDER_STATES } from '#domain/orders/order-states.js';
import { refusal } from '../../contracts/persistence/kit/refusal.js';
import { testDatabase, type TestDatabase } from '../../support/database.js';

describe('the schema at the start of the service', () => {
  let database: TestDatabase;
  const edgesOfOrders = async () => {
    const rows = await database.knex<{ machine: string; from_state: string; to_state: string }>('state_edges').where({ machine: 'order' });
    return rows.map((row) => [row.from_state, row.to_state]);
  };

  beforeEach(async function () {
    this.timeout(60_000);
    database = await testDatabase();
  });

  it('is built once when several processes start on an empty database together', async function () {
    this.timeout(60_000);
    await database.wipe();
    await Promise.all(Array.from({ length: 8 }, () => migrateToLatest(database)));
    const names = await database.knex('knex_migrations').orderBy('id').pluck('name');
    expect(names).to.deep.equal(migrations.map(({ name }) => name));
    expect(await database.knex('pgboss.queue').pluck('name')).to.deep.equal(['jobs']);
  });

  it('is left as it is when nothing is new', async () => {
    const before = await database.knex('knex_migrations').select('id', 'name', 'migration_time');
    await migrateToLatest(database);
    expect(await database.knex('knex_migrations').select('id', 'name', 'migration_time')).to.deep.equal(before);
  });

  it('knows exactly the moves that the shop knows, whatever was there before', async () => {
    await database.knex('state_edges').where({ machine: 'order', from_state: 'draft' }).delete();
    await database.knex('state_edges').insert({ machine: 'order', from_state: 'failed', to_state: 'delivered' });
    await migrateToLatest(database);
    expect(await edgesOfOrders()).to.have.deep.members([...ORDER_STATES.edges()]);
  });

  it('a start that fails half-way leaves no connection in a broken transaction', async function () {
    this.timeout(60_000);
    await database.wipe();
    await database.knex.raw(`CREATE SCHEMA pgboss; CREATE TYPE pgboss.job_state AS ENUM ('foreign')`);
    await refusal(migrateToLatest(database), Error);
    await database.wipe();
    await migrateToLatest(database);
    expect(await database.knex('pgboss.queue').pluck('name')).to.deep.equal(['jobs']);
  });

  it('a wiped database is empty until it is built again', async function () {
    this.timeout(60_000);
    await database.wipe();
    const { rows } = await database.knex.raw<{ rows: { count: string }[] }>(`SELECT count(*) FROM pg_tables WHERE schemaname IN ('public', 'pgboss')`);
    expect(rows[0]?.count).to.equal('0');
    await migrateToLatest(database);
    expect(await database.knex('users')).to.deep.equal([]);
  });
});

describe('the health of the database', () => {
  it('is well while it answers', async function () {
    this.timeout(60_000);
    const health = await databaseHealth(await testDatabase());
    expect(health.ok).to.equal(true);
    expect(health.latencyMs).to.be.within(0, 2_000);
  });

  it('is ill when nobody is there, without an exception and without a secret', async () => {
    const nowhere = await openDatabase({ url: 'postgres://polaris:p4ssw0rd@127.0.0.1:9/polaris', poolSize: 1 });
    const health = await databaseHealth(nowhere);
    await nowhere.close();
    expect(health.ok).to.equal(false);
    expect(JSON.stringify(health)).to.not.include('p4ssw0rd');
  });
});
