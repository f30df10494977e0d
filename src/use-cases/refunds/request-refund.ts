import type { Order } from '#domain/orders/order.js';
import type { Payment } from '#domain/payments/payment.js';
import { Refund } from '#domain/refunds/refund.js';
import { Money } from '#domain/shared/money.js';
import { RefundExists } from '../ports/persistence/persistence-error.js';
import type { Transaction, UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { PaymentGateways } from '../ports/providers/payment-gateway.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { Ids } from '../ports/runtime/ids.js';
import type { RefundBook } from './refund-book.js';
import { NotRefundable, RefundAtALoss } from './refund-errors.js';

export interface RequestRefundCommand {
  readonly paymentId: string;
  /** The payer's wallet. */
  readonly destination: string;
  readonly reason: string;
  /** Proposes it although the shop has to bear a part; `ApproveRefund` is the second step. */
  readonly force: boolean;
}

/**
 * Begins to give all that a payment brought back to its payer: the money is held on the balance before anything is sent, so that it is
 * given back or spent, never both. What was spent or delivered is given back only at the shop's loss, and only after a second step.
 */
export class RequestRefund {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly gateways: PaymentGateways,
    private readonly book: RefundBook,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Throws `PaymentNotFound`, `NotRefundable`, `RefundExists`, `RefundAtALoss`; nothing has changed after any of them. */
  async execute(command: RequestRefundCommand): Promise<Refund> {
    return this.unitOfWork.run(async (tx) => {
      const payment = await tx.payments.lock(command.paymentId);
      this.requireDestination(payment, command.destination);
      if (await tx.refunds.lockStanding(payment.id)) throw new RefundExists(payment.id);
      const order = await requireReturnable(tx, payment);
      const now = this.clock.now();
      const { id: paymentId, userId, gateway, credited: amount } = payment;
      const loss = await lossOf(tx, payment, order);
      const refund = Refund.open({ id: this.ids.next(), paymentId, userId, gateway, amount, loss, destination: command.destination, reason: command.reason, now });
      if (loss.isPositive() && !command.force) {
        throw new RefundAtALoss({ loss: loss.toDecimal(), currency: loss.currency, delivered: order?.state === 'delivered' });
      }
      await tx.refunds.add(refund);
      if (refund.isHolding) await this.book.hold(tx, refund, now);
      return refund;
    });
  }

  private requireDestination(payment: Payment, destination: string): void {
    const gateway = this.gateways.get(payment.gateway);
    if (!gateway.descriptor.capabilities.refund) throw new NotRefundable('no-refunds-here', 'refunds through this gateway are not configured');
    if (!gateway.isDestination(destination, payment.amount.currency)) throw new NotRefundable('bad-destination', 'this is no wallet the gateway could send to');
  }
}

/** The order the payment was for, locked; throws `NotRefundable` while its delivery may still happen. */
export async function requireReturnable(tx: Transaction, payment: Payment): Promise<Order | undefined> {
  if (payment.state !== 'credited' || !payment.credited.isPositive()) {
    throw new NotRefundable('not-credited', `a payment that is ${payment.state} has brought nothing that could be given back`);
  }
  const order = payment.orderId === undefined ? undefined : await tx.orders.lock(payment.orderId);
  if (order && ['paid', 'fulfilling', 'unknown'].includes(order.state)) {
    throw new NotRefundable('order-under-way', 'its order is being delivered; wait until that is decided');
  }
  return order;
}

/** What the buyer no longer has of a payment: what its delivered order took, and what is missing on the balance. */
async function lossOf(tx: Transaction, payment: Payment, order: Order | undefined): Promise<Money> {
  const { credited } = payment;
  const consumed = order?.state === 'delivered' ? least(credited, order.price) : Money.zero(credited.currency);
  const { available } = await tx.ledger.balance(payment.userId, credited.currency);
  return credited.minus(least(available, credited.minus(consumed)));
}

function least(left: Money, right: Money): Money {
  return left.compare(right) < 0 ? left : right;
}
