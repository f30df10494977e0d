import { MemoryUnitOfWork } from '#adapters/outbound/memory/persistence/memory-unit-of-work.js';
import { MemoryPanelAccountQueries } from '#adapters/outbound/memory/persistence/queries/memory-panel-account-queries.js';
import { MemoryPurchaseQueries } from '#adapters/outbound/memory/persistence/queries/memory-purchase-queries.js';
import { MemoryWalletQueries } from '#adapters/outbound/memory/persistence/queries/memory-wallet-queries.js';
import { MemoryPanelVault } from '#adapters/outbound/memory/persistence/vpn/memory-panel-vault.js';
import { InboxHandledMessages } from '#use-cases/operations/inbox-handled-messages.js';
import { NOW } from '../../builders/now.js';
import { handledMessagesContract } from '../../contracts/runtime/handled-messages.contract.js';
import { persistenceContract } from '../../contracts/persistence/persistence.contract.js';

persistenceContract('process memory', async () => {
  const unitOfWork = new MemoryUnitOfWork();
  return {
    unitOfWork,
    wallet: new MemoryWalletQueries(unitOfWork),
    purchases: new MemoryPurchaseQueries(unitOfWork),
    panelVault: new MemoryPanelVault(unitOfWork),
    panelAccounts: new MemoryPanelAccountQueries(unitOfWork),
    enqueuedJobs: async () => unitOfWork.takeJobs(),
    reset: async () => unitOfWork.reset(),
    close: async () => undefined,
  };
});

handledMessagesContract('process memory', async () => {
  const unitOfWork = new MemoryUnitOfWork();
  const aProcess = () => new InboxHandledMessages(unitOfWork, { now: () => NOW });
  return { processes: [aProcess(), aProcess()], close: async () => undefined };
});
