import type { BookedAccount, PanelAccountQueries } from '#use-cases/queries/panel-account-queries.js';
import type { MemoryState, VpnAccountRow } from '../memory-state.js';
import type { MemoryUnitOfWork } from '../memory-unit-of-work.js';

/** Accounts with their subscriptions over the committed state of a `MemoryUnitOfWork`. */
export class MemoryPanelAccountQueries implements PanelAccountQueries {
  constructor(private readonly store: MemoryUnitOfWork) {}

  async named(panelId: string, keys: readonly string[]): Promise<readonly BookedAccount[]> {
    return this.accounts(({ account }) => account.panelId === panelId && keys.includes(account.key));
  }

  async after(panelId: string, key: string, limit: number): Promise<readonly BookedAccount[]> {
    const behind = this.accounts(({ account }) => account.panelId === panelId && account.key > key && account.state !== 'gone');
    return behind.toSorted((left, right) => (left.key < right.key ? -1 : 1)).slice(0, limit);
  }

  private accounts(matches: (row: VpnAccountRow) => boolean): readonly BookedAccount[] {
    const state = this.store.committed;
    return state.vpnAccounts.where(matches).flatMap((row) => booked(state, row));
  }
}

function booked({ subscriptions }: MemoryState, { account }: VpnAccountRow): readonly BookedAccount[] {
  const subscription = subscriptions.find(account.subscriptionId);
  if (!subscription) return [];
  const settled = account.state === 'kept' && account.appliedVersion >= subscription.version && account.nextAttemptAt === undefined;
  const { key, subscriptionId, state, checkedAt } = account;
  return [{ key, subscriptionId, state, settled, checkedAt, subscriptionState: subscription.state, expiresAt: subscription.expiresAt, allowance: subscription.allowance }];
}
