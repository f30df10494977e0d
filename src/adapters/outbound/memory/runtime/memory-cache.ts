import type { Cache } from '#use-cases/ports/runtime/cache.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import { ExpiringMap } from './expiring-map.js';

/** Cache in process memory, bounded in size; the default without Redis. */
export class MemoryCache implements Cache {
  private readonly entries: ExpiringMap;

  constructor(clock: Clock, capacity = 10_000) {
    this.entries = new ExpiringMap(clock, capacity);
  }

  async get(key: string): Promise<string | undefined> {
    return this.entries.get(key);
  }

  async set(key: string, value: string, ttlSeconds: number): Promise<void> {
    this.entries.set(key, value, ttlSeconds);
  }

  async remove(key: string): Promise<void> {
    this.entries.delete(key);
  }
}
