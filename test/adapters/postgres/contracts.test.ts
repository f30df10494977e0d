import { PgBossJobQueue } from '#adapters/outbound/postgres/pg-boss-job-queue.js';
import { PostgresPanelAccountQueries } from '#adapters/outbound/postgres/queries/postgres-panel-account-queries.js';
import { PostgresPurchaseQueries } from '#adapters/outbound/postgres/queries/postgres-purchase-queries.js';
import { PostgresWalletQueries } from '#adapters/outbound/postgres/queries/postgres-wallet-queries.js';
import { PostgresPanelVault } from '#adapters/outbound/postgres/vaults/panel-vault.js';
import { PostgresUnitOfWork } from '#adapters/outbound/postgres/unit-of-work.js';
import type { Job } from '#use-cases/ports/runtime/job-queue.js';
import { persistenceContract } from '../../contracts/persistence/persistence.contract.js';
import type { PersistenceUnderTest } from '../../contracts/persistence/persistence-under-test.js';
import { onServer, testDatabase } from '../../support/database.js';
import { InboxHandledMessages } from '#use-cases/operations/inbox-handled-messages.js';
import { handledMessagesContract } from '../../contracts/runtime/handled-messages.contract.js';
import { NOW } from '../../builders/now.js';
import { noJobs } from './kit/no-jobs.js';
import { silentLogger } from './kit/silent-logger.js';

persistenceContract(onServer ? 'a Postgres server' : 'embedded Postgres', async (): Promise<PersistenceUnderTest> => {
  const database = await testDatabase();
  return {
    unitOfWork: new PostgresUnitOfWork(database, new PgBossJobQueue(database, silentLogger)),
    wallet: new PostgresWalletQueries(database),
    purchases: new PostgresPurchaseQueries(database),
    panelVault: new PostgresPanelVault(database, 'a key of thirty-two characters or more'),
    panelAccounts: new PostgresPanelAccountQueries(database),
    enqueuedJobs: async () => {
      const rows = await database.knex<{ data: Job; created_on: Date }>('pgboss.job').orderBy('created_on').select('data');
      return rows.map((row) => row.data);
    },
    reset: () => database.reset(),
    close: () => Promise.resolve(),
  };
});

handledMessagesContract(onServer ? 'a Postgres server' : 'embedded Postgres', async () => {
  const database = await testDatabase();
  const aProcess = () => new InboxHandledMessages(new PostgresUnitOfWork(database, noJobs), { now: () => NOW });
  return { processes: [aProcess(), aProcess()], close: () => Promise.resolve() };
});
