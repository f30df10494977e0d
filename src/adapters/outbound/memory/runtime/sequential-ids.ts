import type { Ids } from '#use-cases/ports/runtime/ids.js';

/** UUIDs that count upwards: the same run gives the same ids. */
export class SequentialIds implements Ids {
  private count = 0;

  next(): string {
    this.count += 1;
    return `018f0000-0000-7000-8000-${this.count.toString(16).padStart(12, '0')}`;
  }
}
