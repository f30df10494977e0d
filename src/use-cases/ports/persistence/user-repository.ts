import type { Customer, UserId } from '#domain/customers/customer.js';

export interface UserRepository {
  find(userId: UserId): Promise<Customer | undefined>;
  /** Throws `UserNotFound`. */
  get(userId: UserId): Promise<Customer>;
  /** Inserts or updates; `referredBy` is written only by the insert. */
  save(customer: Customer, seenAt: Date): Promise<void>;
}
