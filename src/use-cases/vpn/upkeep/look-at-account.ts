import type { VpnPanels } from '../../ports/panels/vpn-panels.js';
import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { AccountRef } from '../../ports/persistence/vpn/vpn-account-repository.js';
import type { Clock } from '../../ports/runtime/clock.js';
import { countUsage } from '../usage-book.js';

/**
 * Reads one account at its panel, because the panel hinted at it: what it has used is counted, and one that is missing is made again.
 * What somebody changed there by hand is left as it is, for the nightly comparison to report. Repeatable.
 */
export class LookAtAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly panels: VpnPanels,
    private readonly clock: Clock,
  ) {}

  /** Throws `PanelError` and `UnknownPanel`; a hint that could not be followed is none. */
  async execute({ subscriptionId, panelId }: AccountRef): Promise<void> {
    const account = (await this.unitOfWork.run((tx) => tx.vpnAccounts.of(subscriptionId))).find((each) => each.panelId === panelId);
    if (account?.state !== 'kept') return;
    const panel = await this.panels.get(panelId);
    const seen = await panel.find({ key: account.key, marker: `shop:${subscriptionId}` });
    const now = this.clock.now();
    await this.unitOfWork.run(async (tx) => {
      const subscription = await tx.subscriptions.lock(subscriptionId);
      if (!subscription) return;
      if (seen) {
        for (const { lifetimeBefore, reading } of await tx.vpnAccounts.measure(panelId, [seen], now)) await countUsage(tx, subscription, lifetimeBefore, reading, now);
        return;
      }
      if (!subscription.isOpen(now)) return;
      await tx.vpnAccounts.wake(subscriptionId, now);
      await tx.jobs.enqueue({ name: 'sync-account', subscriptionId, panelId });
    });
  }
}
