import { setTimeout as pause } from 'node:timers/promises';
import { pauseBefore, type RedisCluster, type RedisCommands } from './redis-client.js';
import type { RedisLink } from './redis-link.js';

/** How long a look at the cluster is believed before the next one is worth it. */
const BELIEVED_MS = 500;
/** What was sent through a client that is replaced has this long to be answered. */
const FAREWELL_MS = 1_000;

/**
 * The link to a cluster. Whoever got no answer makes it look anew at who is there, beside the client that serves the healthy nodes
 * meanwhile; so a failover, a frozen node and a cluster that moved are all met in the same way, without a restart.
 */
export class ClusterLink implements RedisLink {
  private current: RedisCluster | undefined;
  private looking: Promise<void> | undefined;
  private lookedAt = -Infinity;
  private readonly closing = new AbortController();

  constructor(private readonly create: () => RedisCluster) {}

  get commands(): RedisCommands {
    if (!this.current) throw new Error('the cluster was not reached yet');
    return this.current;
  }

  get isReady(): boolean {
    return this.current?.isReady ?? false;
  }

  open(): Promise<void> {
    this.looking ??= this.look().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  doubt(): void {
    if (performance.now() - this.lookedAt >= BELIEVED_MS) void this.open();
  }

  close(): void {
    this.closing.abort();
    this.current?.destroy();
    this.current = undefined;
  }

  private async look(): Promise<void> {
    const { signal } = this.closing;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const next = this.create();
      if (await reached(next)) return this.replaceBy(next);
      next.destroy();
      await pause(pauseBefore(attempt), undefined, { signal }).catch(() => undefined);
    }
  }

  private replaceBy(next: RedisCluster): void {
    this.lookedAt = performance.now();
    const before = this.current;
    if (this.closing.signal.aborted) {
      next.destroy();
      return;
    }
    this.current = next;
    if (before) void this.farewell(before);
  }

  private async farewell(before: RedisCluster): Promise<void> {
    await pause(FAREWELL_MS, undefined, { signal: this.closing.signal }).catch(() => undefined);
    before.destroy();
  }
}

async function reached(cluster: RedisCluster): Promise<boolean> {
  return cluster.connect().then(
    () => true,
    () => false,
  );
}
