import type { UserId } from '#domain/customers/customer.js';
import type { Order } from '#domain/orders/order.js';
import { OrderNotFound } from '../ports/persistence/persistence-error.js';

/** Answers a foreign order like an unknown one. Throws `OrderNotFound`. */
export function requireOwn(order: Order | undefined, userId: UserId): Order {
  if (order?.userId !== userId) throw new OrderNotFound();
  return order;
}
