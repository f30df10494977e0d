import type { UserId } from '#domain/customers/customer.js';
import { type Subscription, SubscriptionNotFound } from '#domain/vpn/subscription.js';

/** Names a subscription by whoever says that it is theirs. */
export interface OwnSubscription {
  readonly userId: UserId;
  readonly subscriptionId: string;
}

/** Answers a foreign subscription like an unknown one. Throws `SubscriptionNotFound`. */
export function requireOwnSubscription(subscription: Subscription | undefined, { userId }: OwnSubscription): Subscription {
  if (subscription?.userId !== userId) throw new SubscriptionNotFound();
  return subscription;
}
