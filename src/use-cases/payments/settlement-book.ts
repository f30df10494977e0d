import type { Order } from '#domain/orders/order.js';
import type { Payment } from '#domain/payments/payment.js';
import { isWatchOver, type Settlement } from '#domain/payments/settlement.js';
import type { Money } from '#domain/shared/money.js';
import { StarFulfilment } from '#domain/stars/star-fulfilment.js';
import { hold, reverseTopUp, topUp } from '#domain/wallet/ledger.js';
import type { StatementStatus } from '#domain/wallet/statement.js';
import type { OperatorAlerts } from '../operations/operator-alerts.js';
import { together, type Transaction } from '../ports/persistence/unit-of-work.js';
import type { Ids } from '../ports/runtime/ids.js';
import { finishRefund } from '../refunds/finish-refund.js';

const STATUS_OF: Readonly<Record<Payment['state'], StatementStatus>> = {
  created: 'pending',
  invoiced: 'pending',
  pending: 'processing',
  underpaid: 'processing',
  review: 'processing',
  credited: 'completed',
  expired: 'expired',
  failed: 'failed',
  refund_requested: 'processing',
  refunded: 'cancelled',
};

/** Writes what a settlement means into the ledger, the order, the person's history and the outbox, in the caller's transaction. */
export class SettlementBook {
  constructor(
    private readonly alerts: OperatorAlerts,
    private readonly ids: Ids,
  ) {}

  async write(tx: Transaction, before: Payment, settlement: Settlement, now: Date): Promise<void> {
    const { payment } = settlement;
    if (settlement.credit && settlement.total) await this.credit(tx, payment, settlement.credit, settlement.total, now);
    if (settlement.reversal) await this.takeBack(tx, payment, settlement.reversal, now);
    if (isWatchOver(payment, now)) await this.closeOrder(tx, payment);
    if (before.state === payment.state) return;
    if (!settlement.credit) await this.tellStatement(tx, payment);
    if (payment.state === 'expired' || payment.state === 'failed') await this.close(tx, before, now);
    if (payment.state === 'refunded') await this.closeOrder(tx, payment);
    if (payment.state === 'review') await this.flag(tx, payment, now);
  }

  /** Puts a payment before a person. */
  async flag(tx: Transaction, payment: Payment, now: Date): Promise<void> {
    const reason = payment.reviewReason ?? 'unknown';
    const facts = { payment: payment.id, gateway: payment.gateway, amount: payment.amount.toString(), reason };
    await this.alerts.raise(tx, 'payment-review', `${payment.id}:${reason}`, facts, now);
  }

  private async credit(tx: Transaction, payment: Payment, amount: Money, total: Money, now: Date): Promise<void> {
    const chargeId = payment.invoice?.invoiceId ?? payment.id;
    await together(
      tx.ledger.post(topUp({ gateway: payment.gateway, chargeId, userId: payment.userId, amount, total })),
      tx.statement.update(`payment:${payment.id}`, { status: 'completed', amount: total }),
      payment.orderId === undefined ? this.thank(tx, payment, amount, total, now) : this.payOrder(tx, payment.orderId, payment, amount, total, now),
    );
  }

  /** The full price and an order still waiting for it: the sale goes on. Anything else is money on the balance. */
  private async payOrder(tx: Transaction, orderId: string, payment: Payment, amount: Money, total: Money, now: Date): Promise<void> {
    const order = await tx.orders.lock(orderId);
    if (order.state === 'cancelled' || order.state === 'expired') return this.keepOnBalance(tx, order, payment, { amount, total, why: 'late', now });
    if (order.state !== 'awaiting_payment') return this.keepOnBalance(tx, order, payment, { amount, total, why: 'over', now });
    if (total.compare(order.price) < 0) {
      await tx.orders.save(order.moved('expired', 'underpaid'));
      await tx.statement.update(`order:${order.id}`, { status: 'cancelled' });
      return this.keepOnBalance(tx, order, payment, { amount, total, why: 'partial', now });
    }
    await tx.ledger.post(hold(order.id, order.userId, order.price));
    await tx.orders.save(order.moved('paid'));
    await tx.fulfilments.add(StarFulfilment.queue(order.id, now));
    await tx.statement.update(`order:${order.id}`, { status: 'processing' });
    await tx.notices.add(`order:${order.id}:progress:queued`, order.userId, { kind: 'order-progress', orderId: order.id, step: 'queued' }, now);
    await tx.jobs.enqueue({ name: 'fulfil-order', orderId: order.id });
    const surplus = total.minus(order.price);
    if (surplus.isPositive()) return this.keepOnBalance(tx, order, payment, { amount: surplus, total, why: 'over', now });
    await tx.jobs.enqueue({ name: 'deliver-notices' });
  }

  private async keepOnBalance(
    tx: Transaction,
    order: Order,
    payment: Payment,
    news: { amount: Money; total: Money; why: 'late' | 'partial' | 'over'; now: Date },
  ): Promise<void> {
    await tx.statement.add({
      id: this.ids.next(),
      userId: payment.userId,
      type: 'recharge',
      status: 'completed',
      amount: news.amount,
      description: 'order-money',
      externalId: `payment:${payment.id}:kept:${news.total.minor}`,
      metadata: { paymentId: payment.id, orderId: order.id, gateway: payment.gateway, why: news.why },
      createdAt: news.now,
    });
    const balance = await tx.ledger.balance(payment.userId, news.amount.currency);
    await tx.notices.add(
      `payment:${payment.id}:kept:${news.total.minor}`,
      payment.userId,
      {
        kind: 'order-money-to-balance',
        orderId: order.id,
        amount: news.amount.toJSON(),
        balance: balance.available.toJSON(),
        why: news.why,
      },
      news.now,
    );
    await tx.jobs.enqueue({ name: 'deliver-notices' });
  }

  private async thank(tx: Transaction, payment: Payment, amount: Money, total: Money, now: Date): Promise<void> {
    const balance = await tx.ledger.balance(payment.userId, amount.currency);
    const news = { kind: 'top-up-credited', paymentId: payment.id, amount: amount.toJSON(), balance: balance.available.toJSON(), fit: fitOf(payment) } as const;
    await together(tx.notices.add(`payment:${payment.id}:credited:${total.minor}`, payment.userId, news, now), tx.jobs.enqueue({ name: 'deliver-notices' }));
  }

  private async takeBack(tx: Transaction, payment: Payment, returned: Money, now: Date): Promise<void> {
    const amount = returned.minus(await finishRefund(tx, payment, now));
    if (!amount.isPositive()) return;
    const chargeId = payment.invoice?.invoiceId ?? payment.id;
    await tx.ledger.post(reverseTopUp({ gateway: payment.gateway, chargeId, userId: payment.userId, amount }));
    await tx.statement.update(`payment:${payment.id}:kept:${returned.minor}`, { status: 'cancelled' });
    const balance = await tx.ledger.balance(payment.userId, amount.currency);
    await tx.notices.add(
      `payment:${payment.id}:taken-back`,
      payment.userId,
      { kind: 'payment-taken-back', paymentId: payment.id, amount: amount.toJSON(), balance: balance.available.toJSON() },
      now,
    );
    await tx.jobs.enqueue({ name: 'deliver-notices' });
  }

  private async tellStatement(tx: Transaction, payment: Payment): Promise<void> {
    await tx.statement.update(`payment:${payment.id}`, { status: STATUS_OF[payment.state] });
  }

  private async close(tx: Transaction, payment: Payment, now: Date): Promise<void> {
    const awaited = payment.orderId === undefined ? payment.invoice !== undefined : await this.closeOrder(tx, payment);
    if (!awaited) return;
    const about = payment.orderId === undefined ? {} : { orderId: payment.orderId };
    await tx.notices.add(`payment:${payment.id}:closed`, payment.userId, { kind: 'payment-expired', paymentId: payment.id, ...about }, now);
    await tx.jobs.enqueue({ name: 'deliver-notices' });
  }

  /** Whether the payment's order still waited for it; it does no longer. Money that comes all the same goes to the balance. */
  private async closeOrder(tx: Transaction, payment: Payment): Promise<boolean> {
    const order = payment.orderId === undefined ? undefined : await tx.orders.lock(payment.orderId);
    if (order?.state !== 'awaiting_payment') return false;
    await tx.orders.save(order.moved('expired', 'not-paid'));
    await tx.statement.update(`order:${order.id}`, { status: 'expired' });
    return true;
  }
}

function fitOf(payment: Payment): 'exact' | 'over' | 'partial' | 'late' {
  if (payment.flags.late) return 'late';
  if (payment.flags.over) return 'over';
  return payment.flags.partial ? 'partial' : 'exact';
}
