import type { Claim, HandledMessages, RepeatedMessage } from '#use-cases/ports/runtime/handled-messages.js';
import type { RedisConnection } from './redis-connection.js';
import { redisKey } from './redis-key.js';

export interface HandledMessagesOptions {
  /** How long a claim outlives a process that died over it. */
  readonly leaseMs?: number;
  /** How long a handled message is remembered: as long as Telegram repeats it. */
  readonly memoryMs?: number;
}

const DAY_MS = 24 * 60 * 60_000;
const MOST_ASTRAY = 10_000;
const DONE = 'done';

/**
 * Handled messages over Redis: a claim is a key with a lease, a handled message one that stays for a day. While Redis is away the
 * fallback decides, and what it was told then is asked of it afterwards too.
 */
export class RedisHandledMessages implements HandledMessages {
  private readonly astray = new Set<string>();
  private readonly leaseMs: number;
  private readonly memoryMs: number;

  constructor(
    private readonly connection: RedisConnection,
    private readonly fallback: HandledMessages,
    options: HandledMessagesOptions = {},
  ) {
    this.leaseMs = options.leaseMs ?? 30_000;
    this.memoryMs = options.memoryMs ?? DAY_MS;
  }

  async claim(message: RepeatedMessage): Promise<Claim> {
    const name = nameOf(message);
    if (this.astray.has(name)) return this.fallback.claim(message);
    try {
      return await this.claimThere(name);
    } catch {
      return this.claimHere(name, message);
    }
  }

  async done(message: RepeatedMessage): Promise<void> {
    const name = nameOf(message);
    if (this.astray.has(name)) return this.fallback.done(message);
    try {
      const expiration = { type: 'PX', value: this.memoryMs } as const;
      await this.connection.send((client) => client.set(name, DONE, { expiration }));
    } catch {
      // Claimed there, but to be remembered here.
      await this.claimHere(name, message);
      await this.fallback.done(message);
    }
  }

  async release(message: RepeatedMessage): Promise<void> {
    const name = nameOf(message);
    if (this.astray.has(name)) return this.fallback.release(message);
    // A claim that cannot be taken back ends with its lease.
    await this.connection.send((client) => client.del(name)).catch(() => undefined);
  }

  private async claimThere(name: string): Promise<Claim> {
    const expiration = { type: 'PX', value: this.leaseMs } as const;
    const taken = await this.connection.send((client) => client.set(name, 'claimed', { condition: 'NX', expiration }));
    if (taken !== null) return 'yours';
    return (await this.connection.send((client) => client.get(name))) === DONE ? 'handled' : 'in-hand';
  }

  private claimHere(name: string, message: RepeatedMessage): Promise<Claim> {
    // Forgotten together: the rows stay, and a message that old is hardly repeated.
    if (this.astray.size >= MOST_ASTRAY) this.astray.clear();
    this.astray.add(name);
    return this.fallback.claim(message);
  }
}

function nameOf({ source, eventKey }: RepeatedMessage): string {
  return redisKey('handled', `${source}:${eventKey}`);
}
