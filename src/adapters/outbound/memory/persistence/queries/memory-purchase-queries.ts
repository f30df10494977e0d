import type { UserId } from '#domain/customers/customer.js';
import type { Payment } from '#domain/payments/payment.js';
import type { OrderView, PurchaseQueries } from '#use-cases/queries/purchase-queries.js';
import type { MemoryUnitOfWork } from '../memory-unit-of-work.js';

/** Purchases over the committed state of a `MemoryUnitOfWork`. */
export class MemoryPurchaseQueries implements PurchaseQueries {
  constructor(private readonly store: MemoryUnitOfWork) {}

  async order(userId: UserId, orderId: string): Promise<OrderView | undefined> {
    const { orders, payments, fulfilments } = this.store.committed;
    const order = orders.find(orderId);
    if (order?.userId !== userId) return undefined;
    const [payment] = payments.where((candidate) => candidate.orderId === orderId).toSorted((left, right) => right.createdAt.getTime() - left.createdAt.getTime());
    return { order, payment, fulfilment: fulfilments.find(orderId)?.fulfilment };
  }

  async payment(userId: UserId, paymentId: string): Promise<Payment | undefined> {
    const payment = this.store.committed.payments.find(paymentId);
    return payment?.userId === userId ? payment : undefined;
  }
}
