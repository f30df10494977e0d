import type { Subscription } from '#domain/vpn/subscription.js';

const SOON_SECONDS = 3 * 86_400;

/** How a subscription is, as one sign. */
export function subscriptionSign(subscription: Subscription, now: Date): string {
  if (subscription.state === 'paused') return '⏸';
  if (subscription.state === 'closed') return '✖️';
  if (!subscription.isOpen(now)) return '🔴';
  return subscription.remainingSeconds(now) <= SOON_SECONDS ? '🟡' : '🟢';
}
