import { starOrder } from '#domain/orders/any-order.js';
import type { StarOrder } from '#domain/orders/star-order.js';
import type { Money } from '#domain/shared/money.js';
import type { StarFulfilment } from '#domain/stars/star-fulfilment.js';
import { capture, chainFee, starCost } from '#domain/wallet/ledger.js';
import { failPaidOrder } from '../checkout/fail-paid-order.js';
import type { ReferralBook } from '../growth/referral-book.js';
import type { OperatorAlerts } from '../operations/operator-alerts.js';
import type { Transaction } from '../ports/persistence/unit-of-work.js';
import type { StarAttempt } from '../ports/providers/star-provider.js';
import type { Ids } from '../ports/runtime/ids.js';

/** Writes how a delivery ends into the order, the ledger, the person's history and the outbox, in the caller's transaction. */
export class DeliveryBook {
  constructor(
    private readonly alerts: OperatorAlerts,
    private readonly referrals: ReferralBook,
    private readonly ids: Ids,
  ) {}

  /** The stars are there: the held price is earned. */
  async delivered(tx: Transaction, fulfilment: StarFulfilment, now: Date, confirmed: boolean): Promise<StarFulfilment> {
    const order = starOrder(await tx.orders.lock(fulfilment.orderId));
    await tx.ledger.post(capture(order.id, order.userId, order.price));
    await tx.orders.save(order.moved('delivered'));
    await tx.statement.update(`order:${order.id}`, { status: 'completed' });
    const done = fulfilment.moved('delivered', now, { lane: undefined, ...(confirmed ? {} : { reason: 'unconfirmed' }) });
    await tx.fulfilments.save(done, { keepLease: false });
    if (!confirmed) await this.alert(tx, 'delivery-unconfirmed', order, {}, now);
    await this.tellDelivered(tx, order, now);
    await this.referrals.firstPayment(tx, order, now);
    await this.wakeNext(tx);
    return done;
  }

  /** It cannot be delivered and no money left: the held price goes back to the balance. */
  async rejected(tx: Transaction, fulfilment: StarFulfilment, reason: string, now: Date): Promise<StarFulfilment> {
    const order = await tx.orders.lock(fulfilment.orderId);
    await failPaidOrder(tx, order, reason, { id: this.ids.next(), now });
    const rejected = fulfilment.moved('rejected', now, { lane: undefined, reason });
    await tx.fulfilments.save(rejected, { keepLease: true });
    const done = rejected.moved('refunded', now);
    await tx.fulfilments.save(done, { keepLease: false });
    await this.wakeNext(tx);
    return done;
  }

  /** The attempt paid on chain: what it cost is booked, and nothing can be paid for this order again. */
  async paid(tx: Transaction, attempt: StarAttempt, evidence: string, fee: Money, now: Date): Promise<void> {
    await tx.starAttempts.decide(attempt.id, 'paid', evidence, now);
    await tx.ledger.post(starCost(attempt.id, attempt.cost));
    await this.fee(tx, attempt, fee);
  }

  /** The attempt is proven never to pay: a new one may be signed. */
  async voided(tx: Transaction, attempt: StarAttempt, evidence: string, fee: Money, now: Date): Promise<void> {
    await tx.starAttempts.decide(attempt.id, 'void', evidence, now);
    await this.fee(tx, attempt, fee);
  }

  async progress(tx: Transaction, fulfilment: StarFulfilment, now: Date): Promise<void> {
    const order = await tx.orders.get(fulfilment.orderId);
    const key = `order:${order.id}:progress:${fulfilment.state}`;
    await tx.notices.add(key, order.userId, { kind: 'order-progress', orderId: order.id, step: fulfilment.state }, now);
    await tx.jobs.enqueue({ name: 'deliver-notices' });
  }

  async alert(tx: Transaction, alert: string, order: { readonly id: string }, facts: Readonly<Record<string, string>>, now: Date): Promise<void> {
    await this.alerts.raise(tx, alert, order.id, { order: order.id, ...facts }, now);
    await tx.jobs.enqueue({ name: 'deliver-notices' });
  }

  /** The wallet is free: the oldest waiting order may have it. */
  async wakeNext(tx: Transaction): Promise<void> {
    const next = await tx.fulfilments.nextQueued();
    if (next !== undefined) await tx.jobs.enqueue({ name: 'fulfil-order', orderId: next });
  }

  private async fee(tx: Transaction, attempt: StarAttempt, fee: Money): Promise<void> {
    if (fee.isPositive()) await tx.ledger.post(chainFee(attempt.id, fee));
  }

  private async tellDelivered(tx: Transaction, order: StarOrder, now: Date): Promise<void> {
    const recipient = order.requireRecipient();
    await tx.notices.add(
      `order:${order.id}:delivered`,
      order.userId,
      { kind: 'order-delivered', orderId: order.id, stars: order.delivered, recipient: recipient.username, price: order.price.toJSON() },
      now,
    );
    await tx.jobs.enqueue({ name: 'deliver-notices' });
  }
}
