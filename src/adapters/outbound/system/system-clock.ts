import type { Clock } from '#use-cases/ports/runtime/clock.js';

/** The machine's own clock. */
export class SystemClock implements Clock {
  now(): Date {
    return new Date();
  }
}
