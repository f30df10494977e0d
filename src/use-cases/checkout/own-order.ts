import type { UserId } from '#domain/customers/customer.js';
import type { AnyOrder } from '#domain/orders/any-order.js';
import { OrderNotFound } from '../ports/persistence/persistence-error.js';

/** Answers a foreign order like an unknown one. Throws `OrderNotFound`. */
export function requireOwn(order: AnyOrder | undefined, userId: UserId): AnyOrder {
  if (order?.userId !== userId) throw new OrderNotFound();
  return order;
}
