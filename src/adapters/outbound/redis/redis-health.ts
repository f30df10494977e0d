import type { StoreHealth } from '#use-cases/queries/health-queries.js';
import type { RedisConnection } from './redis-connection.js';

/** Whether Redis answers now, and how fast. Never throws. */
export async function redisHealth(connection: RedisConnection): Promise<StoreHealth> {
  const started = performance.now();
  const since = (): number => Math.round(performance.now() - started);
  try {
    await connection.send((client) => client.ping());
    return { ok: true, detail: 'redis answers', latencyMs: since() };
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : 'redis is away', latencyMs: since() };
  }
}
