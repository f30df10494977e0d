import type { Order } from '#domain/orders/order.js';

export interface OrderRepository {
  add(order: Order): Promise<void>;
  find(orderId: string): Promise<Order | undefined>;
  /** Throws `OrderNotFound`. */
  get(orderId: string): Promise<Order>;
  /** `get` under a row lock held to the end of the transaction. */
  lock(orderId: string): Promise<Order>;
  /** Writes the next version; the database refuses unknown moves, and `paid`, `delivered`, `failed` without their transfer. */
  save(order: Order): Promise<void>;
  /** Removes drafts nobody confirmed since `before`; answers how many. */
  removeDrafts(before: Date): Promise<number>;
}
