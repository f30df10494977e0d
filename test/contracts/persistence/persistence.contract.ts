import { growthContract } from './growth/growth.contract.js';
import { promosContract } from './growth/promos.contract.js';
import { discrepanciesContract } from './money/discrepancies.contract.js';
import { ledgerContract } from './money/ledger.contract.js';
import { paymentsContract } from './money/payments.contract.js';
import { refundsContract } from './money/refunds.contract.js';
import { starChargesContract } from './money/star-charges.contract.js';
import { statementContract } from './money/statement.contract.js';
import { walletQueriesContract } from './money/wallet-queries.contract.js';
import type { OpenPersistence, PersistenceUnderTest } from './persistence-under-test.js';
import { attemptsContract } from './shop/attempts.contract.js';
import { fulfilmentsContract } from './shop/fulfilments.contract.js';
import { ordersContract } from './shop/orders.contract.js';
import { purchaseQueriesContract } from './shop/purchase-queries.contract.js';
import { usersContract } from './shop/users.contract.js';
import { accountsContract } from './vpn/accounts.contract.js';
import { panelsContract } from './vpn/panels.contract.js';
import { subscriptionsContract } from './vpn/subscriptions.contract.js';
import { vpnShopContract } from './vpn/vpn-shop.contract.js';
import { inboxContract } from './work/inbox.contract.js';
import { jobsContract } from './work/jobs.contract.js';
import { noticesContract } from './work/notices.contract.js';
import { settingsContract } from './work/settings.contract.js';

const CONTRACTS = [
  usersContract,
  ledgerContract,
  statementContract,
  walletQueriesContract,
  paymentsContract,
  starChargesContract,
  refundsContract,
  discrepanciesContract,
  ordersContract,
  fulfilmentsContract,
  attemptsContract,
  purchaseQueriesContract,
  inboxContract,
  noticesContract,
  settingsContract,
  jobsContract,
  subscriptionsContract,
  accountsContract,
  vpnShopContract,
  panelsContract,
  growthContract,
  promosContract,
];

/** All that any persistence of the shop must do; the store is opened once for all of it. */
export function persistenceContract(label: string, open: OpenPersistence): void {
  describe(`persistence on ${label}`, () => {
    let opened: Promise<PersistenceUnderTest> | undefined;
    const shared = async (): Promise<PersistenceUnderTest> => {
      opened ??= open();
      const store = await opened;
      return {
        unitOfWork: store.unitOfWork,
        wallet: store.wallet,
        purchases: store.purchases,
        panelVault: store.panelVault,
        panelAccounts: store.panelAccounts,
        enqueuedJobs: () => store.enqueuedJobs(),
        reset: () => store.reset(),
        close: () => Promise.resolve(),
      };
    };
    after(async () => (await opened)?.close());
    for (const contract of CONTRACTS) contract(label, shared);
  });
}
