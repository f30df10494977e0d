const DAY_MS = 24 * 60 * 60_000;
const MARGIN_MS = 60 * 60_000;
const SETTLING_MS = 15 * 60_000;

/** The stretch of time that is compared. */
export interface Window {
  readonly since: Date;
  readonly until: Date;
  /** Both sides are read from here on: what belongs to the first moments of the window may be a little older. */
  readonly reach: Date;
  /** What changed later may not have reached the other side yet. */
  readonly settledBefore: Date;
}

export function lastDays(days: number, now: Date): Window {
  const since = new Date(now.getTime() - days * DAY_MS);
  return { since, until: now, reach: new Date(since.getTime() - MARGIN_MS), settledBefore: new Date(now.getTime() - SETTLING_MS) };
}
