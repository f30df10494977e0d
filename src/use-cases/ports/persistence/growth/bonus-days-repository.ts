import type { UserId } from '#domain/customers/customer.js';
import type { Bonus } from '#domain/growth/bonus-days.js';

export interface BonusDaysRepository {
  /** False, and nothing is written, where this reference has counted before. */
  add(bonus: Bonus): Promise<boolean>;
  /** Under a row lock held to the end of the transaction; undefined when there is none. */
  lock(ref: string): Promise<Bonus | undefined>;
  /** What waits for somebody, the oldest first, locked. Until the transaction ends nobody else learns what waits for this person. */
  lockWaiting(userId: UserId): Promise<readonly Bonus[]>;
  /** Writes the next state. What was reversed stays reversed. */
  save(bonus: Bonus): Promise<void>;
  /** How many days wait for somebody. */
  waiting(userId: UserId): Promise<number>;
}
