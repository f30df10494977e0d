import type { Subscription } from '#domain/vpn/subscription.js';
import type { Transaction } from '../ports/persistence/unit-of-work.js';
import type { SubscriptionNews } from '../ports/providers/notifier.js';

/** Tells the owner something about a subscription once: `occasion` is what it must not be told twice about. */
export async function tellNews(tx: Transaction, subscription: Subscription, news: SubscriptionNews, occasion: string | number, now: Date): Promise<void> {
  const { id, name, userId, expiresAt, renewal } = subscription;
  const notice = { kind: 'subscription-news', subscriptionId: id, name, news, until: expiresAt.toISOString(), renews: renewal !== undefined } as const;
  await tx.notices.add(`subscription:${id}:${news}:${occasion}`, userId, notice, now);
  await tx.jobs.enqueue({ name: 'deliver-notices' });
}
