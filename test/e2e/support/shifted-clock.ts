import type { Clock } from '#use-cases/ports/runtime/clock.js';

/** The machine's clock, moved ahead at will: the shop and the world around it read the same one. */
export class ShiftedClock implements Clock {
  private ahead = 0;

  now(): Date {
    return new Date(Date.now() + this.ahead);
  }

  advance(milliseconds: number): void {
    this.ahead += milliseconds;
  }
}
