import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Lock } from '#use-cases/ports/runtime/lock.js';
import type { RedisConnection } from './redis-connection.js';
import { redisKey } from './redis-key.js';

export interface RedisLockOptions {
  /** How long a lock outlives a holder that died. */
  readonly ttlMs?: number;
  /** How long a holder is believed to be alive; after that others may pass. */
  readonly longestHoldMs?: number;
  readonly retryMs?: number;
}

const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;
const RENEW = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0`;

/**
 * One holder a key over all processes: first in the local queue, which keeps arrival order, then in Redis under a token only its owner can
 * remove. While Redis is away the local queue alone decides.
 */
export class RedisLock implements Lock {
  private readonly ttlMs: number;
  private readonly longestHoldMs: number;
  private readonly retryMs: number;

  constructor(
    private readonly connection: RedisConnection,
    private readonly local: Lock,
    options: RedisLockOptions = {},
  ) {
    this.ttlMs = options.ttlMs ?? 3_000;
    this.longestHoldMs = options.longestHoldMs ?? 120_000;
    this.retryMs = options.retryMs ?? 25;
  }

  withLock<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    return this.local.withLock(key, () => this.acrossProcesses(redisKey('lock', key), work));
  }

  private async acrossProcesses<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const token = randomUUID();
    const acquired = await this.acquire(name, token);
    const stopRenewing = acquired ? this.renew(name, token) : () => undefined;
    try {
      return await work();
    } finally {
      stopRenewing();
      // Whoever was served need not wait until the next one may begin.
      void this.ask(RELEASE, name, [token]);
    }
  }

  /** False when Redis is away: nobody there can be waited for. */
  private async acquire(name: string, token: string): Promise<boolean> {
    try {
      while (!(await this.take(name, token))) await pause(this.retryMs + Math.random() * this.retryMs);
      return true;
    } catch {
      return false;
    }
  }

  private async take(name: string, token: string): Promise<boolean> {
    const expiration = { type: 'PX', value: this.ttlMs } as const;
    return (await this.connection.send((client) => client.set(name, token, { condition: 'NX', expiration }))) !== null;
  }

  private renew(name: string, token: string): () => void {
    const until = Date.now() + this.longestHoldMs;
    const timer = setInterval(() => {
      if (Date.now() > until) clearInterval(timer);
      else void this.ask(RENEW, name, [token, String(this.ttlMs)]);
    }, this.ttlMs / 3);
    return () => clearInterval(timer);
  }

  /** A question whose loss the expiry of the key makes good. */
  private async ask(script: string, name: string, args: string[]): Promise<void> {
    await this.connection.send((client) => client.eval(script, { keys: [name], arguments: args })).catch(() => undefined);
  }
}
