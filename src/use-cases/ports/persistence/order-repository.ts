import type { AnyOrder } from '#domain/orders/any-order.js';

export interface OrderRepository {
  add(order: AnyOrder): Promise<void>;
  find(orderId: string): Promise<AnyOrder | undefined>;
  /** Throws `OrderNotFound`. */
  get(orderId: string): Promise<AnyOrder>;
  /** `get` under a row lock held to the end of the transaction. */
  lock(orderId: string): Promise<AnyOrder>;
  /** Writes the next version; the database refuses unknown moves, and `paid`, `delivered`, `failed` without their transfer. */
  save(order: AnyOrder): Promise<void>;
  /** Removes drafts nobody confirmed since `before`; answers how many. */
  removeDrafts(before: Date): Promise<number>;
}
