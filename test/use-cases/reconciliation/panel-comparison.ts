import { MemoryUnitOfWork } from '#adapters/outbound/memory/persistence/memory-unit-of-work.js';
import { MemoryPanelAccountQueries } from '#adapters/outbound/memory/persistence/queries/memory-panel-account-queries.js';
import { MemoryVpnPanel } from '#adapters/outbound/memory/providers/memory-vpn-panel.js';
import { MemoryVpnPanels } from '#adapters/outbound/memory/providers/memory-vpn-panels.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryLogger } from '#adapters/outbound/memory/runtime/memory-logger.js';
import { MemoryMetrics } from '#adapters/outbound/memory/runtime/memory-metrics.js';
import { SequentialIds } from '#adapters/outbound/memory/runtime/sequential-ids.js';
import { HmacAccountSecrets } from '#adapters/outbound/system/hmac-account-secrets.js';
import type { Subscription } from '#domain/vpn/subscription.js';
import { VpnAccount } from '#domain/vpn/vpn-account.js';
import { OperatorAlerts } from '#use-cases/operations/operator-alerts.js';
import type { PanelAccountSpec } from '#use-cases/ports/panels/vpn-panel.js';
import { ShopChecks } from '#use-cases/reconciliation/checks/shop-checks.js';
import { DiscrepancyBook } from '#use-cases/reconciliation/discrepancy-book.js';
import { Reconcile, type ReconciliationReport } from '#use-cases/reconciliation/reconcile.js';
import { aStoredSubscription } from '../../contracts/persistence/vpn/a-subscription.js';
import { OPERATOR } from '../../builders/shop/a-shop.js';

const QUIET_MS = 60 * 60_000;

export interface Lodged {
  readonly subscription: Subscription;
  readonly spec: PanelAccountSpec;
}

/** A shop with panels in memory, accounts on them, and the comparison of both. */
export class PanelComparison {
  readonly clock = new FixedClock();
  readonly memory = new MemoryUnitOfWork({ clock: this.clock });
  readonly panel = new MemoryVpnPanel(this.clock, 'de-1');
  readonly other = new MemoryVpnPanel(this.clock, 'nl-1');
  private readonly secrets = new HmacAccountSecrets(Buffer.alloc(32, 1));
  private readonly reconcile: Reconcile;

  constructor() {
    const checks = new ShopChecks([], this.memory, new MemoryVpnPanels([this.panel, this.other]), new MemoryPanelAccountQueries(this.memory));
    const book = new DiscrepancyBook(new OperatorAlerts([OPERATOR]), new SequentialIds());
    this.reconcile = new Reconcile(this.memory, checks, book, this.clock, new MemoryMetrics(), new MemoryLogger());
  }

  async addPanel(id: string): Promise<void> {
    await this.memory.run((tx) => tx.panels.save({ id, kind: 'memory', title: id, placement: ['a'], capacity: undefined, state: 'open', position: 1 }));
  }

  /** A subscription whose account is on the panel, as both sides know. */
  async lodge(days = 30): Promise<Lodged> {
    const { subscription } = await aStoredSubscription(this.memory, days, this.clock.now());
    const key = this.secrets.keyOf(subscription.id);
    const spec: PanelAccountSpec = {
      key,
      marker: `shop:${subscription.id}`,
      ...this.secrets.of(subscription.id, 1),
      expiresAt: subscription.expiresAt,
      trafficLimitBytes: undefined,
      resetStrategy: 'none',
      deviceLimit: undefined,
      enabled: true,
      placement: ['a'],
    };
    await this.panel.ensure(spec);
    await this.memory.run((tx) => tx.vpnAccounts.add(VpnAccount.wanted({ subscriptionId: subscription.id, panelId: 'de-1', key, now: this.clock.now() })));
    await this.write(subscription, (account) => account.applied(subscription, { link: 'x', usedBytes: 0n, lifetimeBytes: 0n }, this.clock.now(), subscription.version));
    return { subscription, spec };
  }

  /** What a worker writes of the account. */
  async write({ id }: Subscription, change: (account: VpnAccount) => VpnAccount): Promise<void> {
    await this.memory.run(async (tx) => {
      const claim = await tx.vpnAccounts.claim({ subscriptionId: id, panelId: 'de-1' }, this.clock.now(), new Date(this.clock.now().getTime() + 1_000));
      if (!claim) throw new Error('there was nothing to claim');
      await tx.vpnAccounts.release(change(claim.account), claim.fence);
    });
  }

  async wake({ id }: Subscription): Promise<void> {
    await this.memory.run((tx) => tx.vpnAccounts.wake(id, this.clock.now()));
  }

  /** Compares when everything that was under way has had its time. */
  async run(): Promise<ReconciliationReport> {
    this.clock.advance(QUIET_MS);
    return this.reconcile.execute({ days: 4 });
  }

  async found(): Promise<readonly string[]> {
    return (await this.run()).open.map(({ kind, subject }) => `${kind} ${subject}`);
  }

  /** The alerts that wait for the operators. */
  alerts(): readonly string[] {
    const notices = this.memory.committed.notices.all().map(({ notice }) => notice);
    return notices.flatMap((notice) => (notice.kind === 'operator-alert' ? [notice.alert] : []));
  }

  async due(): Promise<readonly string[]> {
    return (await this.memory.run((tx) => tx.vpnAccounts.due(this.clock.now(), 10))).map(({ subscriptionId }) => subscriptionId);
  }
}
