import { dayOf } from '#domain/vpn/traffic.js';
import type { PanelAccountState } from '../../ports/panels/vpn-panel.js';
import type { VpnPanels } from '../../ports/panels/vpn-panels.js';
import type { Transaction, UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { Clock } from '../../ports/runtime/clock.js';
import type { Logger } from '../../ports/runtime/logger.js';
import { countUsage } from '../usage-book.js';

const KEPT_DAYS = 60;
const OUR_NAME = /^s_/;

/** Reads from every panel how much went through its accounts. Repeatable: what was counted is not counted again. */
export class MeasureUsage {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly panels: VpnPanels,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** A panel that cannot be asked is left for the next time. */
  async execute(): Promise<void> {
    const panels = await this.unitOfWork.run((tx) => tx.panels.all());
    for (const { id } of panels) {
      try {
        await this.read(id);
      } catch (error) {
        this.logger.warn({ err: error, panelId: id }, 'what a panel counted could not be read');
      }
    }
    const oldest = dayOf(new Date(this.clock.now().getTime() - KEPT_DAYS * 86_400_000));
    await this.unitOfWork.run((tx) => tx.usage.removeBefore(oldest));
  }

  private async read(panelId: string): Promise<void> {
    const panel = await this.panels.get(panelId);
    let cursor: string | undefined;
    do {
      const { accounts, nextCursor } = await panel.list(cursor);
      const ours = accounts.filter(({ key }) => OUR_NAME.test(key));
      if (ours.length > 0) await this.unitOfWork.run((tx) => this.write(tx, panelId, ours));
      cursor = nextCursor;
    } while (cursor !== undefined);
  }

  private async write(tx: Transaction, panelId: string, accounts: readonly PanelAccountState[]): Promise<void> {
    const now = this.clock.now();
    for (const { subscriptionId, lifetimeBefore, reading } of await tx.vpnAccounts.measure(panelId, accounts, now)) {
      const subscription = await tx.subscriptions.find(subscriptionId);
      if (subscription) await countUsage(tx, subscription, lifetimeBefore, reading, now);
    }
  }
}
