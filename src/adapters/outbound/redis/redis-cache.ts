import type { Cache } from '#use-cases/ports/runtime/cache.js';
import type { RedisConnection } from './redis-connection.js';
import { redisKey } from './redis-key.js';

/**
 * Cache shared over Redis. Without Redis it answers like an empty one. A key whose change could not be told to Redis is not
 * believed until Redis has forgotten it, so that an outage never brings an old value back.
 */
export class RedisCache implements Cache {
  private readonly doubted = new Set<string>();

  constructor(private readonly connection: RedisConnection) {}

  async get(key: string): Promise<string | undefined> {
    if (this.doubted.has(key)) {
      await this.remove(key);
      return undefined;
    }
    try {
      return (await this.connection.send((client) => client.get(redisKey('cache', key)))) ?? undefined;
    } catch {
      return undefined;
    }
  }

  async set(key: string, value: string, ttlSeconds: number): Promise<void> {
    if (ttlSeconds <= 0) return this.remove(key);
    const expiration = { type: 'PX', value: Math.ceil(ttlSeconds * 1000) } as const;
    await this.tell(key, (name) => this.connection.send((client) => client.set(name, value, { expiration })));
  }

  async remove(key: string): Promise<void> {
    await this.tell(key, (name) => this.connection.send((client) => client.del(name)));
  }

  private async tell(key: string, change: (name: string) => Promise<unknown>): Promise<void> {
    this.doubted.add(key);
    try {
      await change(redisKey('cache', key));
      this.doubted.delete(key);
    } catch {
      // Doubted until a later change reaches Redis.
    }
  }
}
