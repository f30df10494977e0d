import { randomBytes } from 'node:crypto';
import type { Ids } from '#use-cases/ports/runtime/ids.js';

const COUNTER_BITS = 12n;
const TIME_MASK = (1n << 48n) - 1n;

/**
 * UUID version 7: 48 bits of milliseconds, 12 bits that count within one (RFC 9562, 6.2), 62 random bits. Strictly rising within a
 * process, also when the clock goes back.
 */
export class UuidIds implements Ids {
  private last = 0n;

  constructor(private readonly now: () => number = Date.now) {}

  next(): string {
    const fresh = BigInt(this.now()) << COUNTER_BITS;
    this.last = fresh > this.last ? fresh : this.last + 1n;
    const time = ((this.last >> COUNTER_BITS) & TIME_MASK).toString(16).padStart(12, '0');
    const count = (this.last & 0xfffn).toString(16).padStart(3, '0');
    const random = (BigInt(`0x${randomBytes(8).toString('hex')}`) & ((1n << 62n) - 1n)) | (1n << 63n);
    const tail = random.toString(16);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${tail.slice(0, 4)}-${tail.slice(4)}`;
  }
}
