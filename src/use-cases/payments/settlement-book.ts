import type { AnyOrder } from '#domain/orders/any-order.js';
import type { Order } from '#domain/orders/order.js';
import type { Payment } from '#domain/payments/payment.js';
import type { SavedMethod } from '#domain/payments/provider-snapshot.js';
import { isWatchOver, type Settlement } from '#domain/payments/settlement.js';
import type { Money } from '#domain/shared/money.js';
import { hold, reverseTopUp, topUp } from '#domain/wallet/ledger.js';
import type { StatementStatus } from '#domain/wallet/statement.js';
import type { PaidOrders } from '../checkout/paid-orders.js';
import { giveBackPromo } from '../growth/promo-use.js';
import type { ReferralBook } from '../growth/referral-book.js';
import type { OperatorAlerts } from '../operations/operator-alerts.js';
import { together, type Transaction } from '../ports/persistence/unit-of-work.js';
import type { Ids } from '../ports/runtime/ids.js';
import { tellNews } from '../vpn/subscription-news.js';
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

/** What came for an order, and what was kept to pay with again. */
interface PaidMoney {
  readonly amount: Money;
  readonly total: Money;
  readonly saved: SavedMethod | undefined;
  readonly now: Date;
}

/** Writes what a settlement means into the ledger, the order, the person's history and the outbox, in the caller's transaction. */
export class SettlementBook {
  constructor(
    private readonly alerts: OperatorAlerts,
    private readonly paidOrders: PaidOrders,
    private readonly referrals: ReferralBook,
    private readonly ids: Ids,
  ) {}

  async write(tx: Transaction, before: Payment, settlement: Settlement, now: Date): Promise<void> {
    const { payment } = settlement;
    if (settlement.credit && settlement.total) await this.credit(tx, settlement, settlement.credit, settlement.total, now);
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

  /** The gateway has returned the money, and the payer has spent it here. */
  async lost(tx: Transaction, payment: Payment, now: Date): Promise<void> {
    await this.referrals.paymentReturned(tx, payment, now);
  }

  private async credit(tx: Transaction, { payment, saved }: Settlement, amount: Money, total: Money, now: Date): Promise<void> {
    const chargeId = payment.invoice?.invoiceId ?? payment.id;
    await together(
      tx.ledger.post(topUp({ gateway: payment.gateway, chargeId, userId: payment.userId, amount, total })),
      tx.statement.update(`payment:${payment.id}`, { status: 'completed', amount: total }),
      payment.orderId === undefined ? this.thank(tx, payment, amount, total, now) : this.payOrder(tx, payment.orderId, payment, { amount, total, saved, now }),
    );
  }

  /** The full price and an order still waiting for it: the sale goes on. Anything else is money on the balance. */
  private async payOrder(tx: Transaction, orderId: string, payment: Payment, money: PaidMoney): Promise<void> {
    const { amount, total, saved, now } = money;
    const order = await tx.orders.lock(orderId);
    if (order.state === 'cancelled' || order.state === 'expired') return this.keepOnBalance(tx, order, payment, { amount, total, why: 'late', now });
    if (order.state !== 'awaiting_payment') return this.keepOnBalance(tx, order, payment, { amount, total, why: 'over', now });
    if (total.compare(order.price) < 0) {
      await this.expire(tx, order, 'underpaid', 'cancelled');
      return this.keepOnBalance(tx, order, payment, { amount, total, why: 'partial', now });
    }
    const refusal = await this.paidOrders.refusal(tx, order);
    if (refusal !== undefined) {
      await this.expire(tx, order, refusal, 'cancelled');
      return this.keepOnBalance(tx, order, payment, { amount, total, why: 'undeliverable', now });
    }
    await tx.ledger.post(hold(order.id, order.userId, order.price));
    const paid = order.moved('paid');
    await tx.orders.save(paid);
    await tx.statement.update(`order:${order.id}`, { status: 'processing' });
    await this.paidOrders.begin(tx, paid, now, saved);
    await tx.notices.add(`order:${order.id}:progress:queued`, order.userId, { kind: 'order-progress', orderId: order.id, step: 'queued' }, now);
    const surplus = total.minus(order.price);
    if (surplus.isPositive()) return this.keepOnBalance(tx, order, payment, { amount: surplus, total, why: 'over', now });
    await tx.jobs.enqueue({ name: 'deliver-notices' });
  }

  private async expire(tx: Transaction, order: AnyOrder, reason: string, status: StatementStatus): Promise<void> {
    await tx.orders.save(order.moved('expired', reason));
    await giveBackPromo(tx, order);
    await tx.statement.update(`order:${order.id}`, { status });
  }

  private async keepOnBalance(
    tx: Transaction,
    order: Order,
    payment: Payment,
    news: { amount: Money; total: Money; why: 'late' | 'partial' | 'over' | 'undeliverable'; now: Date },
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
    if (amount.isPositive()) await this.takeOff(tx, payment, amount, returned, now);
    await this.referrals.paymentReturned(tx, payment, now);
  }

  private async takeOff(tx: Transaction, payment: Payment, amount: Money, returned: Money, now: Date): Promise<void> {
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
    const order = await this.closeOrder(tx, payment);
    if (order?.kind === 'subscription' && order.deed === 'renew') return this.tellRenewalFailed(tx, order.subscriptionId, now);
    const awaited = payment.orderId === undefined ? payment.invoice !== undefined : order !== undefined;
    if (!awaited) return;
    const about = payment.orderId === undefined ? {} : { orderId: payment.orderId };
    await tx.notices.add(`payment:${payment.id}:closed`, payment.userId, { kind: 'payment-expired', paymentId: payment.id, ...about }, now);
    await tx.jobs.enqueue({ name: 'deliver-notices' });
  }

  /** Nobody has seen an invoice that could have expired. */
  private async tellRenewalFailed(tx: Transaction, subscriptionId: string, now: Date): Promise<void> {
    const subscription = await tx.subscriptions.find(subscriptionId);
    if (subscription) await tellNews(tx, subscription, 'renewal-failed', subscription.expiresAt.getTime(), now);
  }

  /** The payment's order, if it still waited; it does no longer. Money that comes all the same goes to the balance. */
  private async closeOrder(tx: Transaction, payment: Payment): Promise<AnyOrder | undefined> {
    const order = payment.orderId === undefined ? undefined : await tx.orders.lock(payment.orderId);
    if (order?.state !== 'awaiting_payment') return undefined;
    await this.expire(tx, order, 'not-paid', 'expired');
    return order;
  }
}

function fitOf(payment: Payment): 'exact' | 'over' | 'partial' | 'late' {
  if (payment.flags.late) return 'late';
  if (payment.flags.over) return 'over';
  return payment.flags.partial ? 'partial' : 'exact';
}
