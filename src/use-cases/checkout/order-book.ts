import type { AnyOrder } from '#domain/orders/any-order.js';
import { Payment } from '#domain/payments/payment.js';
import { hold, InsufficientFunds } from '#domain/wallet/ledger.js';
import type { StatementLine, StatementStatus } from '#domain/wallet/statement.js';
import type { Transaction } from '../ports/persistence/unit-of-work.js';
import type { Ids } from '../ports/runtime/ids.js';
import type { PaidOrders } from './paid-orders.js';

/** How a payment through a gateway is to be made. */
export interface PaymentWay {
  readonly gateway: string;
  /** A saved method to charge, instead of an invoice to show. */
  readonly chargeToken?: string | undefined;
  /** Whether what is paid with shall be kept for renewals. */
  readonly remember?: boolean;
}

/** Writes how a confirmed order is paid, in the caller's transaction. */
export class OrderBook {
  constructor(
    private readonly paidOrders: PaidOrders,
    private readonly ids: Ids,
  ) {}

  /** Holds the price on the balance, and the sale goes on. Throws `InsufficientFunds`. */
  async payFromBalance(tx: Transaction, draft: AnyOrder, now: Date): Promise<AnyOrder> {
    const { available } = await tx.ledger.balance(draft.userId, draft.price.currency);
    if (available.compare(draft.price) < 0) {
      throw new InsufficientFunds({ needed: draft.price.toDecimal(), currency: draft.price.currency, available: available.toDecimal() });
    }
    await tx.ledger.post(hold(draft.id, draft.userId, draft.price));
    const order = draft.moved('paid');
    await tx.orders.save(order);
    await this.writeStatement(tx, order, 'processing', now);
    await this.paidOrders.begin(tx, order, now);
    return order;
  }

  /** Opens the payment that the order waits for from now on. */
  async awaitPayment(tx: Transaction, draft: AnyOrder, way: PaymentWay, now: Date): Promise<{ readonly order: AnyOrder; readonly payment: Payment }> {
    const order = draft.moved('awaiting_payment');
    const payment = Payment.open({ id: this.ids.next(), userId: order.userId, orderId: order.id, amount: order.price, now, ...way });
    await tx.orders.save(order);
    await tx.payments.add(payment);
    await this.writeStatement(tx, order, 'pending', now);
    return { order, payment };
  }

  private writeStatement(tx: Transaction, order: AnyOrder, status: StatementStatus, now: Date): Promise<void> {
    return tx.statement.add({
      id: order.id,
      userId: order.userId,
      type: 'purchase',
      status,
      amount: order.price,
      description: order.kind,
      externalId: `order:${order.id}`,
      metadata: { orderId: order.id, method: order.method, ...goodsOf(order) },
      createdAt: now,
    });
  }
}

function goodsOf(order: AnyOrder): StatementLine['metadata'] {
  if (order.kind === 'stars') return { stars: order.stars, bonus: order.bonus, recipient: order.recipient?.username ?? '' };
  return { plan: order.planId, days: order.days, subscriptionId: order.subscriptionId };
}
