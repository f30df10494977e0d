import type { AnyOrder } from '#domain/orders/any-order.js';
import type { SubscriptionOrder } from '#domain/orders/subscription-order.js';
import type { SavedMethod } from '#domain/payments/provider-snapshot.js';
import { StarFulfilment } from '#domain/stars/star-fulfilment.js';
import { NoPlace, placesFor } from '#domain/vpn/panel.js';
import type { BonusDays } from '../growth/bonus-days.js';
import type { Transaction } from '../ports/persistence/unit-of-work.js';
import { renewalWith, type SubscriptionBook } from '../vpn/subscription-book.js';
import type { SubscriptionDeliveries } from '../vpn/subscription-deliveries.js';

/** What begins the moment an order's price is held, for each kind of order, in the caller's transaction. */
export class PaidOrders {
  constructor(
    private readonly subscriptions: SubscriptionBook,
    private readonly deliveries: SubscriptionDeliveries,
    private readonly bonuses: BonusDays,
  ) {}

  /** Why what was offered cannot be delivered any more, as a text key; undefined where it can. */
  async refusal(tx: Transaction, order: AnyOrder): Promise<string | undefined> {
    if (order.kind === 'stars') return undefined;
    if (order.deed === 'begin') return this.hasPlace(tx, order);
    const subscription = await tx.subscriptions.lock(order.subscriptionId);
    return !subscription || subscription.state === 'closed' ? 'subscription-closed' : undefined;
  }

  /** The order is `paid` and saved. Throws what `refusal` would have said. */
  async begin(tx: Transaction, order: AnyOrder, now: Date, saved?: SavedMethod): Promise<void> {
    if (order.kind === 'subscription') return this.beginSubscription(tx, order, now, saved);
    await tx.fulfilments.add(StarFulfilment.queue(order.id, now));
    await tx.jobs.enqueue({ name: 'fulfil-order', orderId: order.id });
  }

  private async beginSubscription(tx: Transaction, order: SubscriptionOrder, now: Date, saved: SavedMethod | undefined): Promise<void> {
    const subscription = order.deed === 'begin' ? await this.open(tx, order, now) : await this.subscriptions.extend(tx, order, now);
    // A renewal keeps the way it came by.
    if (order.autoRenew && order.deed !== 'renew') await this.subscriptions.renewBy(tx, subscription.id, renewalWith(order.method, saved));
    await this.deliveries.owe(tx, order, subscription, now);
    await this.bonuses.grantWaiting(tx, subscription, now);
  }

  private open(tx: Transaction, order: SubscriptionOrder, now: Date) {
    const { subscriptionId: id, userId, planId, allowance, days } = order;
    return this.subscriptions.open(tx, { id, userId, planId, allowance }, { ref: `order:${order.id}`, kind: 'purchase', days }, now);
  }

  private async hasPlace(tx: Transaction, { allowance }: SubscriptionOrder): Promise<string | undefined> {
    try {
      placesFor(allowance, await tx.panels.lockAll(), await tx.vpnAccounts.countByPanel());
      return undefined;
    } catch (error) {
      if (error instanceof NoPlace) return 'no-place';
      throw error;
    }
  }
}
