import type { UserId } from '#domain/customers/customer.js';
import type { AnyOrder } from '#domain/orders/any-order.js';
import type { Payment } from '#domain/payments/payment.js';
import type { StarFulfilment } from '#domain/stars/star-fulfilment.js';

export interface OrderView {
  readonly order: AnyOrder;
  readonly payment: Payment | undefined;
  readonly fulfilment: StarFulfilment | undefined;
}

/** Orders and payments as their buyer may see them: a foreign id is answered like an unknown one. */
export interface PurchaseQueries {
  order(userId: UserId, orderId: string): Promise<OrderView | undefined>;
  payment(userId: UserId, paymentId: string): Promise<Payment | undefined>;
}
