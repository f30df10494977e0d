/** The moment at which every built thing happens unless told otherwise. */
export const NOW = new Date('2026-01-15T12:00:00.000Z');

export function secondsAfter(seconds: number, from: Date = NOW): Date {
  return new Date(from.getTime() + seconds * 1000);
}

export function minutesAfter(minutes: number, from: Date = NOW): Date {
  return secondsAfter(minutes * 60, from);
}
