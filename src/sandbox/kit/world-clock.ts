/** The time of the world: the machine's own, moved ahead at will. It goes back only when the world begins anew. */
export class WorldClock {
  private aheadMs = 0;

  constructor(private readonly machine: () => Date) {}

  /** Whole milliseconds between the machine's time and this one. */
  get ahead(): number {
    return this.aheadMs;
  }

  now(): Date {
    return new Date(this.machine().getTime() + this.aheadMs);
  }

  /** Throws for anything that is not ahead. */
  advance(milliseconds: number): void {
    if (!Number.isSafeInteger(milliseconds) || milliseconds <= 0) throw new RangeError('time goes forward only');
    this.aheadMs += milliseconds;
  }

  snapshot(): { readonly aheadMs: number } {
    return { aheadMs: this.aheadMs };
  }

  /** Takes back what `snapshot` gave; a state that was saved before there was this clock holds nothing of it. */
  restore(state: unknown): void {
    const aheadMs = typeof state === 'object' && state !== null && 'aheadMs' in state ? Number(state.aheadMs) : 0;
    if (!Number.isSafeInteger(aheadMs) || aheadMs < 0) throw new RangeError('the saved time is none');
    this.aheadMs = aheadMs;
  }

  reset(): void {
    this.aheadMs = 0;
  }
}
