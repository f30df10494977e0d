const DAY_MS = 86_400_000;

/** So many days up to today in UTC, the oldest first: `2026-11-21`. */
export function daysUntil(now: Date, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => new Date(now.getTime() - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10));
}
