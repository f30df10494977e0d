const MINUTE = 60_000;
const STEPS_MINUTES = [1, 2, 5, 15, 60] as const;

/** When an open payment is asked about next: 1, 2, 5, 15, 60 minutes, then hourly. */
export function nextPoll(now: Date, attempts: number): Date {
  const minutes = STEPS_MINUTES[attempts] ?? 60;
  return new Date(now.getTime() + minutes * MINUTE);
}

/** How long a payment waits for its invoice; nobody looks for the link any more after that. */
export const INVOICE_WAIT_MS = 60 * MINUTE;

/** How long after its expiry a payment is still asked about, in case the money comes late. */
export const LATE_WATCH_MS = 72 * 60 * MINUTE;

/** How often a provider that was silent all that time is asked from then on. */
export const SILENT_POLL_MS = 24 * 60 * MINUTE;
