import type { StarFulfilment } from '#domain/stars/star-fulfilment.js';

export interface StarFulfilmentRepository {
  /** Adds it once per order; an existing one stays as it is. */
  add(fulfilment: StarFulfilment): Promise<void>;
  find(orderId: string): Promise<StarFulfilment | undefined>;
  /**
   * Takes the work for one worker until `leaseUntil` and raises the fence; undefined when it is finished, not due
   * yet, or somebody else holds the lease.
   */
  claim(orderId: string, now: Date, leaseUntil: Date): Promise<StarFulfilment | undefined>;
  /**
   * Writes the next version if the fence is still ours; throws `LeaseLost` otherwise, and `LaneTaken` when another
   * fulfilment holds the lane. A version whose `nextAttemptAt` is set to now or later, or finished, ends the lease.
   */
  save(fulfilment: StarFulfilment, options: { keepLease: boolean }): Promise<void>;
  /** Makes the lease of this very claim last until then; does nothing once it is given up, or another claim came. */
  extendLease(claimed: StarFulfilment, leaseUntil: Date): Promise<void>;
  due(now: Date, limit: number): Promise<readonly string[]>;
  /** The oldest queued order, to be woken when a lane is free. */
  nextQueued(): Promise<string | undefined>;
}
