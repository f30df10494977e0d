import type { Refund } from '#domain/refunds/refund.js';

export interface RefundRepository {
  /** Throws `RefundExists` when the payment has one that is not refused. */
  add(refund: Refund): Promise<void>;
  /** Throws `RefundNotFound`. */
  get(refundId: string): Promise<Refund>;
  /** `get` under a row lock held to the end of the transaction; take the payment's lock first. */
  lock(refundId: string): Promise<Refund>;
  /** The refund of a payment that is not refused, locked; undefined when there is none. */
  lockStanding(paymentId: string): Promise<Refund | undefined>;
  /** Writes the next version; the database refuses unknown moves, and a state without its transfer. */
  save(refund: Refund): Promise<void>;
  /** Ids whose next attempt is due, oldest first. */
  due(now: Date, limit: number): Promise<readonly string[]>;
}
