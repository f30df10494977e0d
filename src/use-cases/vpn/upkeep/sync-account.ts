import type { Subscription } from '#domain/vpn/subscription.js';
import type { VpnAccount } from '#domain/vpn/vpn-account.js';
import { UnknownPanel } from '#domain/vpn/panel.js';
import type { OperatorAlerts } from '../../operations/operator-alerts.js';
import type { AccountSecrets } from '../../ports/panels/account-secrets.js';
import { PanelConflict, PanelError, PanelNotFound, PanelPermanent, PanelRetryable } from '../../ports/panels/panel-error.js';
import type { PanelAccountSpec, PanelAccountState, VpnPanel } from '../../ports/panels/vpn-panel.js';
import type { VpnPanels } from '../../ports/panels/vpn-panels.js';
import { LeaseLost } from '../../ports/persistence/persistence-error.js';
import type { AccountRef, ClaimedAccount } from '../../ports/persistence/vpn/vpn-account-repository.js';
import type { Transaction, UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { Clock } from '../../ports/runtime/clock.js';
import type { Logger } from '../../ports/runtime/logger.js';
import type { Metrics } from '../../ports/runtime/metrics.js';
import type { SubscriptionDeliveries } from '../subscription-deliveries.js';
import { newsOf } from '../subscription-news.js';
import { countUsage } from '../usage-book.js';

/** A panel answers within half a minute or not at all, and a visit is a few calls. */
const LEASE_MS = 120_000;
const NEVER_MADE = 0;

/** What the panel answered, to be written down. */
type Outcome = { readonly seen: PanelAccountState } | { readonly removed: true } | { readonly failure: string; readonly afterMs?: number | undefined; readonly alert?: string };

/**
 * Tells one panel what one subscription is now: an account made, extended, shortened, rotated or removed, always as a whole and
 * absolute, so that saying it twice changes nothing. Repeatable; one worker at a time holds the account's lease.
 */
export class SyncAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly panels: VpnPanels,
    private readonly secrets: AccountSecrets,
    private readonly deliveries: SubscriptionDeliveries,
    private readonly alerts: OperatorAlerts,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
  ) {}

  async execute(ref: AccountRef): Promise<void> {
    const now = this.clock.now();
    const work = await this.unitOfWork.run(async (tx) => {
      const claimed = await tx.vpnAccounts.claim(ref, now, new Date(now.getTime() + LEASE_MS));
      const subscription = claimed && (await tx.subscriptions.find(ref.subscriptionId));
      const panel = claimed && (await tx.panels.find(ref.panelId));
      return subscription && { claimed, subscription, placement: panel?.placement ?? [] };
    });
    if (!work) return;
    const outcome = await this.visit(work.claimed.account, work.subscription, work.placement);
    this.metrics.count('polaris_panel_visits_total', { panel: ref.panelId, outcome: 'failure' in outcome ? 'failed' : 'done' });
    try {
      await this.unitOfWork.run((tx) => this.write(tx, work.claimed, work.subscription, outcome));
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
      this.logger.info({ ...ref }, 'another worker has taken this account over');
    }
  }

  private async visit(account: VpnAccount, subscription: Subscription, placement: readonly string[]): Promise<Outcome> {
    try {
      const panel = await this.panels.get(account.panelId);
      const spec = this.specOf(account, subscription, placement);
      if (subscription.state === 'closed' || account.state === 'leaving') {
        await panel.remove(spec);
        return { removed: true };
      }
      const rotating = account.appliedGeneration !== NEVER_MADE && account.appliedGeneration < subscription.generation;
      const seen = rotating ? await this.rotate(panel, spec) : await panel.ensure(spec);
      return differs(seen, spec) ? { failure: 'not-as-told' } : { seen };
    } catch (error) {
      return this.failureOf(account, error);
    }
  }

  /** One that somebody removed by hand has no old links to kill: it is made with the new ones. */
  private async rotate(panel: VpnPanel, spec: PanelAccountSpec): Promise<PanelAccountState> {
    try {
      return await panel.rotate(spec);
    } catch (error) {
      if (!(error instanceof PanelNotFound)) throw error;
      return panel.ensure(spec);
    }
  }

  private failureOf({ subscriptionId, panelId }: VpnAccount, error: unknown): Outcome {
    this.logger.warn({ err: error, subscriptionId, panelId }, 'a panel could not be told');
    if (error instanceof PanelRetryable) return { failure: 'unreachable', afterMs: error.retryAfterMs };
    if (error instanceof PanelConflict) return { failure: 'foreign-account', alert: 'panel-foreign-account' };
    if (error instanceof PanelPermanent) return { failure: error.trouble, alert: 'panel-refuses' };
    if (error instanceof UnknownPanel) return { failure: 'unknown-panel', alert: 'panel-unknown' };
    if (error instanceof PanelError) return { failure: error.code };
    return { failure: 'unforeseen', alert: 'panel-refuses' };
  }

  private specOf(account: VpnAccount, subscription: Subscription, placement: readonly string[]): PanelAccountSpec {
    const { allowance } = subscription;
    return {
      key: account.key,
      marker: `shop:${subscription.id}`,
      ...this.secrets.of(subscription.id, subscription.generation),
      expiresAt: subscription.expiresAt,
      trafficLimitBytes: allowance.traffic,
      resetStrategy: allowance.trafficPeriod,
      deviceLimit: allowance.devices,
      enabled: subscription.isOpen(this.clock.now()),
      placement,
      telegramId: subscription.userId,
    };
  }

  /** The subscription first, then its account: whoever settles an order takes them in the same order. */
  private async write(tx: Transaction, { account, fence }: ClaimedAccount, told: Subscription, outcome: Outcome): Promise<void> {
    const now = this.clock.now();
    const latest = (await tx.subscriptions.lock(told.id)) ?? told;
    if ('failure' in outcome) {
      await tx.vpnAccounts.release(account.failed(outcome.failure, now, outcome.afterMs), fence);
      return this.tellFailure(tx, account, latest, outcome, now);
    }
    if ('removed' in outcome) return tx.vpnAccounts.release(account.gone(now), fence);
    const { seen } = outcome;
    const observed = { link: seen.subscriptionUrl, usedBytes: seen.usedBytes, lifetimeBytes: seen.lifetimeBytes };
    await tx.vpnAccounts.release(account.applied(told, observed, now, latest.version), fence);
    if (latest.version > told.version) await tx.jobs.enqueue({ name: 'sync-account', subscriptionId: told.id, panelId: account.panelId });
    await countUsage(tx, latest, account.lifetimeBytes, observed, now);
    const owed = await tx.deliveries.owedFor(latest.id);
    await this.deliveries.settle(tx, latest, now);
    if (owed.length === 0) await this.tellReady(tx, account, latest, now);
  }

  /** Nobody paid for a trial, and a new link was asked for: no receipt says that they are there. */
  private async tellReady(tx: Transaction, before: VpnAccount, subscription: Subscription, now: Date): Promise<void> {
    const made = before.appliedGeneration === NEVER_MADE;
    if (!made && before.appliedGeneration >= subscription.generation) return;
    const news = newsOf(subscription, made ? 'ready' : 'rotated', now);
    await tx.notices.add(`subscription:${subscription.id}:link:${subscription.generation}`, subscription.userId, news, now);
    await tx.jobs.enqueue({ name: 'deliver-notices' });
  }

  private async tellFailure(tx: Transaction, account: VpnAccount, subscription: Subscription, outcome: Extract<Outcome, { failure: string }>, now: Date): Promise<void> {
    const facts = { panel: account.panelId, subscription: subscription.id, failure: outcome.failure };
    // One alert a panel and an hour: when it refuses one it refuses all.
    if (outcome.alert) await this.alerts.raise(tx, outcome.alert, `${account.panelId}:${outcome.failure}:${Math.floor(now.getTime() / 3_600_000)}`, facts, now);
    for (const { orderId } of await tx.deliveries.owedFor(subscription.id)) {
      const news = { kind: 'subscription-waiting', orderId, name: subscription.name } as const;
      await tx.notices.add(`order:${orderId}:waiting`, subscription.userId, news, now);
    }
    await tx.jobs.enqueue({ name: 'deliver-notices' });
  }
}

/** A panel that says done and did something else: whole seconds are all it keeps. */
function differs(seen: PanelAccountState, spec: PanelAccountSpec): boolean {
  const ends = (date: Date | undefined): number => Math.floor((date?.getTime() ?? 0) / 1000);
  // What is shut off may keep any date.
  if (!spec.enabled) return seen.status === 'active';
  return ends(seen.expiresAt) !== ends(spec.expiresAt) || seen.status === 'disabled' || seen.trafficLimitBytes !== spec.trafficLimitBytes;
}
