import { subscriptionOrder } from '#domain/orders/any-order.js';
import type { SubscriptionOrder } from '#domain/orders/subscription-order.js';
import type { Subscription } from '#domain/vpn/subscription.js';
import { capture } from '#domain/wallet/ledger.js';
import { failPaidOrder } from '../checkout/fail-paid-order.js';
import type { ReferralBook } from '../growth/referral-book.js';
import type { OwedDelivery } from '../ports/persistence/vpn/delivery-repository.js';
import type { Transaction } from '../ports/persistence/unit-of-work.js';
import type { Ids } from '../ports/runtime/ids.js';
import { purchaseRef, type SubscriptionBook } from './subscription-book.js';

/** Writes how a paid subscription is delivered, or that its money goes back, in the caller's transaction. */
export class SubscriptionDeliveries {
  constructor(
    private readonly book: SubscriptionBook,
    private readonly referrals: ReferralBook,
    private readonly ids: Ids,
    /** How long a paid order waits for its panel before the money goes back. */
    private readonly deadlineMs: number,
  ) {}

  /** What was paid is owed from now on. */
  async owe(tx: Transaction, order: SubscriptionOrder, subscription: Subscription, now: Date): Promise<void> {
    await tx.orders.save(order.moved('fulfilling'));
    await tx.deliveries.add({
      orderId: order.id,
      subscriptionId: subscription.id,
      version: subscription.version,
      grantRef: purchaseRef(order),
      deadline: new Date(now.getTime() + this.deadlineMs),
    });
  }

  /** What every panel of the subscription holds by now is delivered: the held price is earned. Repeatable; wants the subscription's lock. */
  async settle(tx: Transaction, subscription: Subscription, now: Date): Promise<void> {
    const kept = (await tx.vpnAccounts.of(subscription.id)).filter(({ state }) => state === 'kept');
    if (kept.length === 0) return;
    const held = Math.min(...kept.map(({ appliedVersion }) => appliedVersion));
    for (const owed of await tx.deliveries.owedFor(subscription.id)) {
      if (owed.version <= held) await this.deliver(tx, owed, subscription, now);
    }
  }

  /** The panel could not be told in time: the time and the money go back. Nothing where it was delivered or given back meanwhile. */
  async giveBack(tx: Transaction, orderId: string, reason: string, now: Date): Promise<void> {
    const candidate = subscriptionOrder(await tx.orders.get(orderId));
    const before = await this.book.lock(tx, candidate.subscriptionId);
    const owed = await tx.deliveries.lock(orderId);
    if (!owed) return;
    const order = subscriptionOrder(await tx.orders.lock(orderId));
    await tx.deliveries.settle(orderId, 'refunded', now);
    await failPaidOrder(tx, order, reason, { id: this.ids.next(), now });
    const after = (await this.book.takeBack(tx, owed.grantRef, now)) ?? before;
    // Days that waited for it keep it alive.
    const began = order.deed === 'begin' && after.state !== 'closed' && after.remainingSeconds(now) === 0;
    if (began) await this.book.close(tx, after, now);
  }

  private async deliver(tx: Transaction, owed: OwedDelivery, subscription: Subscription, now: Date): Promise<void> {
    const order = subscriptionOrder(await tx.orders.lock(owed.orderId));
    await tx.deliveries.settle(order.id, 'delivered', now);
    await tx.ledger.post(capture(order.id, order.userId, order.price, 'revenue:vpn'));
    await tx.orders.save(order.moved('delivered'));
    await tx.statement.update(`order:${order.id}`, { status: 'completed' });
    const news = {
      kind: 'subscription-delivered',
      orderId: order.id,
      subscriptionId: subscription.id,
      name: subscription.name,
      deed: order.deed,
      price: order.price.toJSON(),
      until: subscription.expiresAt.toISOString(),
    } as const;
    await tx.notices.add(`order:${order.id}:delivered`, order.userId, news, now);
    await tx.jobs.enqueue({ name: 'deliver-notices' });
    await this.referrals.firstPayment(tx, order, now);
  }
}
