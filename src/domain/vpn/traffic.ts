import type { Allowance, TrafficPeriod } from './plan.js';

/** Of a hundred: from here on its owner is warned. */
const WARNED_FROM = 80n;

export function isNearlyUsedUp({ traffic }: Allowance, usedBytes: bigint): boolean {
  return traffic !== undefined && usedBytes * 100n >= traffic * WARNED_FROM;
}

/** What went through since the last look: a panel that counts from nothing again has made the account anew. */
export function trafficSince(before: bigint, after: bigint): bigint {
  return after >= before ? after - before : after;
}

/** A day of the calendar in UTC, `2026-11-21`. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** Names the stretch of time in which traffic counts together; `end` tells apart what is never counted anew. */
export function periodOf(period: TrafficPeriod, now: Date, end: Date): string {
  switch (period) {
    case 'day':
      return dayOf(now);
    case 'week':
      return dayOf(new Date(now.getTime() - ((now.getUTCDay() + 6) % 7) * 86_400_000));
    case 'month':
      return dayOf(now).slice(0, 7);
    case 'none':
      return String(end.getTime());
  }
}
