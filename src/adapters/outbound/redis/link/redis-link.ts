import type { RedisClient, RedisCommands } from './redis-client.js';

/** A way to Redis that keeps itself: one server or a cluster. */
export interface RedisLink {
  readonly commands: RedisCommands;
  /** False while a command cannot even be sent. */
  readonly isReady: boolean;
  /** Resolves when Redis was reached for the first time. */
  open(): Promise<void>;
  /** Told that a command got no answer. */
  doubt(): void;
  close(): void;
}

/** The link to one server, which its client repairs by itself. */
export class ServerLink implements RedisLink {
  constructor(readonly commands: RedisClient) {}

  get isReady(): boolean {
    return this.commands.isReady;
  }

  async open(): Promise<void> {
    await this.commands.connect();
  }

  doubt(): void {
    // A lost connection is noticed and mended below.
  }

  close(): void {
    if (this.commands.isOpen) this.commands.destroy();
  }
}
