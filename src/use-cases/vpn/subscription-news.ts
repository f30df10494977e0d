import { wholeDaysLeft } from '#domain/vpn/subscription-calendar.js';
import type { Subscription } from '#domain/vpn/subscription.js';
import type { Transaction } from '../ports/persistence/unit-of-work.js';
import type { Notice, SubscriptionNews } from '../ports/providers/notifier.js';

/** Tells the owner something about a subscription once: `occasion` is what it must not be told twice about. */
export async function tellNews(tx: Transaction, subscription: Subscription, news: SubscriptionNews, occasion: string | number, now: Date): Promise<void> {
  await tx.notices.add(`subscription:${subscription.id}:${news}:${occasion}`, subscription.userId, newsOf(subscription, news, now), now);
  await tx.jobs.enqueue({ name: 'deliver-notices' });
}

export function newsOf(subscription: Subscription, news: SubscriptionNews, now: Date): Notice {
  const { id, name, expiresAt, renewal } = subscription;
  return { kind: 'subscription-news', subscriptionId: id, name, news, until: expiresAt.toISOString(), daysLeft: wholeDaysLeft(expiresAt, now), renews: renewal !== undefined };
}
