import type { Subscription } from '#domain/vpn/subscription.js';
import { dayOf, isNearlyUsedUp, periodOf, trafficSince } from '#domain/vpn/traffic.js';
import type { Transaction } from '../ports/persistence/unit-of-work.js';
import { tellNews } from './subscription-news.js';

/** What one panel counted for an account: since its traffic last began at nothing, and ever. */
export interface Reading {
  readonly usedBytes: bigint;
  readonly lifetimeBytes: bigint;
}

/** Adds what went through an account to its subscription's day, and warns its owner once a period; in the caller's transaction. */
export async function countUsage(tx: Transaction, subscription: Subscription, lifetimeBefore: bigint, reading: Reading, now: Date): Promise<void> {
  const bytes = trafficSince(lifetimeBefore, reading.lifetimeBytes);
  if (bytes > 0n) await tx.usage.add(subscription.id, dayOf(now), bytes);
  const { allowance, expiresAt } = subscription;
  const warned = subscription.isOpen(now) && isNearlyUsedUp(allowance, reading.usedBytes);
  if (warned) await tellNews(tx, subscription, 'traffic-low', periodOf(allowance.trafficPeriod, now, expiresAt), now);
}
