import { ErrorReply } from 'redis';
import type { RedisCommands } from './link/redis-client.js';
import type { RedisLink } from './link/redis-link.js';

/** Redis is away, or does not answer in time; what was sent may still have arrived there. */
export class RedisUnavailable extends Error {
  override readonly name = 'RedisUnavailable';
}

export interface RedisConnectionOptions {
  /** How long one command may take. */
  readonly patienceMs?: number;
  /** How long nothing is sent after a command that was not answered. */
  readonly pauseMs?: number;
}

/**
 * One connection that answers soon or not at all: while Redis is away or hangs, every command is refused at once, so nobody waits for it.
 * Comes back by itself.
 */
export class RedisConnection {
  private mutedUntil = 0;
  private readonly patienceMs: number;
  private readonly pauseMs: number;

  constructor(
    private readonly link: RedisLink,
    options: RedisConnectionOptions = {},
  ) {
    this.patienceMs = options.patienceMs ?? 500;
    this.pauseMs = options.pauseMs ?? 1_000;
  }

  get available(): boolean {
    return this.link.isReady && Date.now() >= this.mutedUntil;
  }

  /** Throws `RedisUnavailable`, and whatever Redis itself answers as an error. */
  async send<Result>(command: (client: RedisCommands) => Promise<Result>): Promise<Result> {
    if (!this.available) throw new RedisUnavailable('redis is away');
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        this.mutedUntil = Date.now() + this.pauseMs;
        reject(new RedisUnavailable('redis does not answer'));
      }, this.patienceMs);
    });
    try {
      return await Promise.race([command(this.link.commands), deadline]);
    } catch (error) {
      if (!(error instanceof ErrorReply)) this.link.doubt();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Stops for good, also while Redis is away. */
  close(): Promise<void> {
    this.link.close();
    return Promise.resolve();
  }
}
