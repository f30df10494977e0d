import type { Clock } from '#use-cases/ports/runtime/clock.js';

/** A clock that stands still until it is moved. */
export class FixedClock implements Clock {
  private time: number;

  constructor(start: Date = new Date('2026-01-15T12:00:00.000Z')) {
    this.time = start.getTime();
  }

  now(): Date {
    return new Date(this.time);
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }

  set(moment: Date): void {
    this.time = moment.getTime();
  }
}
