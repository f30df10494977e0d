import type { UserId } from '#domain/customers/customer.js';
import type { Subscription } from '#domain/vpn/subscription.js';
import type { TimeGrant } from '#domain/vpn/time-grant.js';

export interface SubscriptionRepository {
  add(subscription: Subscription): Promise<void>;
  find(subscriptionId: string): Promise<Subscription | undefined>;
  /** Under a row lock held to the end of the transaction; undefined when there is none. */
  lock(subscriptionId: string): Promise<Subscription | undefined>;
  /** Writes the next version; the database refuses unknown moves, and an end that no grant explains. */
  save(subscription: Subscription): Promise<void>;
  /** Somebody's, the newest first, closed ones left out. */
  ofUser(userId: UserId): Promise<readonly Subscription[]>;
  /** Writes down why the end has moved; false when this reference has moved it before, and then nothing is to be saved. */
  addGrant(grant: TimeGrant): Promise<boolean>;
  findGrant(ref: string): Promise<TimeGrant | undefined>;
  /** Those somebody has to look at now, the longest waiting first. */
  due(now: Date, limit: number): Promise<readonly string[]>;
  /** What was granted to it, the newest first. */
  grantsOf(subscriptionId: string): Promise<readonly TimeGrant[]>;
}
