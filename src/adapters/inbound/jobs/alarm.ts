/** A timer may ring a part of a millisecond before its time. */
const ROUNDING_MS = 1;

/** Rings once, at the earliest of the times it was set to, and never too early. */
export class Alarm {
  private timer: NodeJS.Timeout | undefined;
  private at = Infinity;

  constructor(private readonly ring: () => void) {}

  set(inMs: number): void {
    const at = performance.now() + inMs;
    if (at >= this.at) return;
    this.stop();
    this.at = at;
    this.timer = setTimeout(() => {
      this.at = Infinity;
      this.ring();
    }, inMs + ROUNDING_MS);
  }

  /** Whether it will ring within so many milliseconds anyway. */
  isNear(withinMs: number): boolean {
    return this.at <= performance.now() + withinMs;
  }

  stop(): void {
    clearTimeout(this.timer);
    this.at = Infinity;
  }
}
