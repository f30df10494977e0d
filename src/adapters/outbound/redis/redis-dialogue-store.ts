import type { DialogueStore } from '#use-cases/ports/runtime/dialogue-store.js';
import type { RedisConnection } from './redis-connection.js';
import { redisKey } from './redis-key.js';

/**
 * Dialogues shared over Redis, and over the fallback while Redis is away. What was said during an outage stays true after it: such a
 * key is read from the fallback until it is written to Redis again.
 */
export class RedisDialogueStore implements DialogueStore {
  private readonly astray = new Set<string>();

  constructor(
    private readonly connection: RedisConnection,
    private readonly fallback: DialogueStore,
  ) {}

  async find(key: string): Promise<string | undefined> {
    if (this.astray.has(key)) return this.fallback.find(key);
    try {
      return (await this.connection.send((client) => client.get(redisKey('dialogue', key)))) ?? undefined;
    } catch {
      return this.fallback.find(key);
    }
  }

  async save(key: string, value: string, ttlSeconds: number): Promise<void> {
    const expiration = { type: 'PX', value: Math.ceil(ttlSeconds * 1000) } as const;
    const told = await this.tell(key, (name) => this.connection.send((client) => client.set(name, value, { expiration })));
    if (!told) await this.fallback.save(key, value, ttlSeconds);
  }

  async remove(key: string): Promise<void> {
    const told = await this.tell(key, (name) => this.connection.send((client) => client.del(name)));
    if (!told) await this.fallback.remove(key);
  }

  private async tell(key: string, change: (name: string) => Promise<unknown>): Promise<boolean> {
    const wasAstray = this.astray.has(key);
    this.astray.add(key);
    try {
      await change(redisKey('dialogue', key));
    } catch {
      return false;
    }
    this.astray.delete(key);
    if (wasAstray) await this.fallback.remove(key);
    return true;
  }
}
