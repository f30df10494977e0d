import type { SubscriptionOrder } from '#domain/orders/subscription-order.js';
import type { SavedMethod } from '#domain/payments/provider-snapshot.js';
import { placesFor } from '#domain/vpn/panel.js';
import { convertedSeconds, hasSameTerms } from '#domain/vpn/plan.js';
import { type Renewal, Subscription, SubscriptionClosed, SubscriptionNotFound, type SubscriptionProps } from '#domain/vpn/subscription.js';
import type { GrantKind, TimeGrant } from '#domain/vpn/time-grant.js';
import { VpnAccount } from '#domain/vpn/vpn-account.js';
import type { AccountSecrets } from '../ports/panels/account-secrets.js';
import type { Transaction } from '../ports/persistence/unit-of-work.js';

/** Time to be added, under the reference of its cause. */
export interface GivenTime {
  readonly ref: string;
  readonly kind: GrantKind;
  readonly days: number;
}

/** Writes changes of subscriptions, and that their panels have to be told, in the caller's transaction. */
export class SubscriptionBook {
  constructor(private readonly secrets: AccountSecrets) {}

  /** Begins a subscription with its first time and an account on each panel it lives on. Throws `NoPlace`. */
  async open(tx: Transaction, input: Pick<SubscriptionProps, 'id' | 'userId' | 'planId' | 'allowance'>, time: GivenTime, now: Date): Promise<Subscription> {
    const places = placesFor(input.allowance, await tx.panels.lockAll(), await tx.vpnAccounts.countByPanel());
    const name = `VPN ${(await tx.subscriptions.ofUser(input.userId)).length + 1}`;
    const { subscription, grant } = Subscription.open({ ...input, name, now }).granted({ ...time, now });
    await tx.subscriptions.add(subscription);
    await tx.subscriptions.addGrant(grant);
    for (const { id: panelId } of places) {
      await tx.vpnAccounts.add(VpnAccount.wanted({ subscriptionId: subscription.id, panelId, key: this.secrets.keyOf(subscription.id), now }));
    }
    await this.tellPanels(tx, subscription.id);
    return subscription;
  }

  /** Adds time; answers undefined, and changes nothing, where this reference has counted before. Throws `SubscriptionNotFound`, `SubscriptionClosed`. */
  async give(tx: Transaction, subscriptionId: string, time: GivenTime, now: Date): Promise<Subscription | undefined> {
    const { subscription, grant } = (await this.lock(tx, subscriptionId)).granted({ ...time, now });
    return (await this.keep(tx, subscription, grant, now)) ? subscription : undefined;
  }

  /** Takes back what a grant gave, as far as it is not over; nothing where it was taken back before or its subscription is closed. */
  async takeBack(tx: Transaction, ref: string, now: Date): Promise<Subscription | undefined> {
    const grant = await tx.subscriptions.findGrant(ref);
    const before = grant && (await tx.subscriptions.lock(grant.subscriptionId));
    if (!before || before.state === 'closed') return undefined;
    const { subscription, grant: reversal } = before.reversed(grant, now);
    return (await this.keep(tx, subscription, reversal, now)) ? subscription : undefined;
  }

  /** Adds what an order bought; time on other terms is converted first. Throws `SubscriptionNotFound`, `SubscriptionClosed`, `NotComparable`. */
  async extend(tx: Transaction, order: SubscriptionOrder, now: Date): Promise<Subscription> {
    const before = await this.lock(tx, order.subscriptionId);
    const moved = await this.onTerms(tx, before, order, now);
    const { subscription, grant } = moved.granted({ ref: purchaseRef(order), kind: 'purchase', days: order.days, now });
    await this.keep(tx, subscription, grant, now);
    return subscription;
  }

  async renewBy(tx: Transaction, subscriptionId: string, renewal: Renewal | undefined): Promise<Subscription> {
    const subscription = (await this.lock(tx, subscriptionId)).renewedBy(renewal);
    await tx.subscriptions.save(subscription);
    return subscription;
  }

  /** Moves what is left of it to another plan at the same value; answers undefined where it is on that plan already. */
  async change(tx: Transaction, subscription: Subscription, planId: string, seconds: number, now: Date): Promise<Subscription | undefined> {
    const plan = await tx.plans.find(planId);
    if (!plan || subscription.planId === planId) return undefined;
    const ref = `change:${subscription.id}:${subscription.version}`;
    const changed = subscription.onPlan(plan.id, plan.allowance).remeasured(ref, seconds, now);
    return (await this.keep(tx, changed.subscription, changed.grant, now)) ? changed.subscription : undefined;
  }

  /** Ends it for good: its accounts are removed. */
  async close(tx: Transaction, subscription: Subscription, now: Date): Promise<Subscription> {
    const closed = subscription.renewedBy(undefined).moved('closed');
    await tx.subscriptions.save(closed);
    await tx.vpnAccounts.wake(closed.id, now);
    await this.tellPanels(tx, closed.id);
    return closed;
  }

  /** Saves a change that panels have to be told of. */
  async save(tx: Transaction, subscription: Subscription, now: Date): Promise<void> {
    await tx.subscriptions.save(subscription);
    await tx.vpnAccounts.wake(subscription.id, now);
    await this.tellPanels(tx, subscription.id);
  }

  /** Throws `SubscriptionNotFound`. */
  async lock(tx: Transaction, subscriptionId: string): Promise<Subscription> {
    const subscription = await tx.subscriptions.lock(subscriptionId);
    if (!subscription) throw new SubscriptionNotFound();
    return subscription;
  }

  private async keep(tx: Transaction, subscription: Subscription, grant: TimeGrant, now: Date): Promise<boolean> {
    if (!(await tx.subscriptions.addGrant(grant))) return false;
    await this.save(tx, subscription, now);
    return true;
  }

  /** On the order's plan; a trial, which has none, keeps its days. */
  private async onTerms(tx: Transaction, before: Subscription, order: SubscriptionOrder, now: Date): Promise<Subscription> {
    if (before.state === 'closed') throw new SubscriptionClosed();
    const left = before.remainingSeconds(now);
    const onPlan = before.onPlan(order.planId, order.allowance);
    if (left === 0 || before.planId === undefined || hasSameTerms(before.allowance, order.allowance)) return onPlan;
    const [old, bought] = [await tx.plans.find(before.planId), await tx.plans.find(order.planId)];
    if (!old || !bought) return onPlan;
    const { subscription, grant } = onPlan.remeasured(`${purchaseRef(order)}:terms`, convertedSeconds(left, old, bought), now);
    await tx.subscriptions.addGrant(grant);
    return subscription;
  }

  private async tellPanels(tx: Transaction, subscriptionId: string): Promise<void> {
    for (const { panelId, state } of await tx.vpnAccounts.of(subscriptionId)) {
      if (state !== 'gone') await tx.jobs.enqueue({ name: 'sync-account', subscriptionId, panelId });
    }
  }
}

/** The reference under which an order's time was granted. */
export const purchaseRef = ({ id }: { readonly id: string }): string => `order:${id}`;

export function renewalWith(gateway: string, saved: SavedMethod | undefined): Renewal {
  return saved ? { way: 'saved', gateway, token: saved.token, label: saved.label } : { way: 'balance' };
}
