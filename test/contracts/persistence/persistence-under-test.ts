import type { PanelVault } from '#use-cases/ports/panels/panel-vault.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import type { Job } from '#use-cases/ports/runtime/job-queue.js';
import type { PanelAccountQueries } from '#use-cases/queries/panel-account-queries.js';
import type { PurchaseQueries } from '#use-cases/queries/purchase-queries.js';
import type { WalletQueries } from '#use-cases/queries/wallet-queries.js';

/** One way to keep the shop's data, as the contracts see it. */
export interface PersistenceUnderTest {
  readonly unitOfWork: UnitOfWork;
  readonly wallet: WalletQueries;
  readonly purchases: PurchaseQueries;
  readonly panelVault: PanelVault;
  readonly panelAccounts: PanelAccountQueries;
  /** The jobs that committed transactions have left for a worker since the last reset, in order. */
  enqueuedJobs(): Promise<readonly Job[]>;
  /** Forgets every row. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export type OpenPersistence = () => Promise<PersistenceUnderTest>;

/** Opens the store before the suite, empties it before each test, closes it after; answers the open store. */
export function usePersistence(open: OpenPersistence): () => PersistenceUnderTest {
  let opened: PersistenceUnderTest | undefined;
  before(async function () {
    this.timeout(60_000);
    opened = await open();
  });
  beforeEach(() => opened?.reset());
  after(() => opened?.close());
  return () => {
    if (!opened) throw new Error('the store is not open');
    return opened;
  };
}
