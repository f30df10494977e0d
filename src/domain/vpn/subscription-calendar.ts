export type Reminder = 'three-days' | 'one-day';

const DAY_MS = 86_400_000;

/** How long before the end each reminder is due, the latest first. */
const BEFORE_END: readonly (readonly [Reminder, number])[] = [
  ['one-day', DAY_MS],
  ['three-days', 3 * DAY_MS],
];

/** How long before its end a subscription is carried over by itself. */
export const RENEWAL_LEAD_MS = DAY_MS;
/** What could not be paid is tried again until the end. */
const RENEWAL_RETRY_MS = 60 * 60_000;

/** When somebody has to look at it next: a reminder, or its end. */
export function nextEvent(expiresAt: Date, now: Date): Date {
  const moments = BEFORE_END.map(([, before]) => expiresAt.getTime() - before).filter((moment) => moment > now.getTime());
  return new Date(Math.min(expiresAt.getTime(), ...moments));
}

/** The same where a renewal is still to be tried again. */
export function nextTry(expiresAt: Date, now: Date): Date {
  return new Date(Math.min(nextEvent(expiresAt, now).getTime(), now.getTime() + RENEWAL_RETRY_MS));
}

/** The reminder whose time has come and whose successor's has not. */
export function dueReminder(expiresAt: Date, now: Date): Reminder | undefined {
  if (expiresAt <= now) return undefined;
  return BEFORE_END.find(([, before]) => expiresAt.getTime() - before <= now.getTime())?.[0];
}

/** The last one counts whole. */
export function wholeDaysLeft(expiresAt: Date, now: Date): number {
  return Math.max(0, Math.ceil((expiresAt.getTime() - now.getTime()) / DAY_MS));
}

export function isRenewalDue(expiresAt: Date, now: Date): boolean {
  return expiresAt > now && expiresAt.getTime() - RENEWAL_LEAD_MS <= now.getTime();
}
