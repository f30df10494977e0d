import type { Cache } from '#use-cases/ports/runtime/cache.js';
import type { Metrics } from '#use-cases/ports/runtime/metrics.js';

/** A cache whose hits and misses are counted, by the part of the key before its first colon. */
export class CountedCache implements Cache {
  constructor(
    private readonly cache: Cache,
    private readonly metrics: Metrics,
  ) {}

  async get(key: string): Promise<string | undefined> {
    const value = await this.cache.get(key);
    const [room = ''] = key.split(':', 1);
    this.metrics.count('polaris_cache_requests_total', { result: value === undefined ? 'miss' : 'hit', room });
    return value;
  }

  set(key: string, value: string, ttlSeconds: number): Promise<void> {
    return this.cache.set(key, value, ttlSeconds);
  }

  remove(key: string): Promise<void> {
    return this.cache.remove(key);
  }
}
