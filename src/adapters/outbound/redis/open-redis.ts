import { ClusterLink } from './link/cluster-link.js';
import { createRedisClient, createRedisCluster } from './link/redis-client.js';
import { RedisConnection, type RedisConnectionOptions } from './redis-connection.js';
import { type RedisLink, ServerLink } from './link/redis-link.js';

export interface OpenRedisOptions extends RedisConnectionOptions {
  readonly password?: string | undefined;
  /** Told about each lost or refused connection. */
  readonly onTrouble?: (error: Error) => void;
  /** How long to wait for the first connection before going on without it. */
  readonly firstConnectMs?: number;
}

/**
 * Opens a connection and keeps it: it reconnects by itself, with growing pauses, for as long as it is open. Resolves also when Redis
 * is away, since the shop works without it.
 */
export function openRedis(url: string, options: OpenRedisOptions = {}): Promise<RedisConnection> {
  const client = createRedisClient(url, options.password);
  // Without a listener an `error` event would end the process.
  client.on('error', (error: Error) => options.onTrouble?.(error));
  return connected(new ServerLink(client), options);
}

/** The same over a cluster, which is found through any of the nodes: URLs without a path. */
export function openRedisCluster(nodes: readonly string[], options: OpenRedisOptions = {}): Promise<RedisConnection> {
  const link = new ClusterLink(() => {
    const cluster = createRedisCluster(nodes, options.password);
    for (const event of ['error', 'node-error']) cluster.on(event, (error: Error) => options.onTrouble?.(error));
    return cluster;
  });
  return connected(link, options);
}

async function connected(link: RedisLink, options: OpenRedisOptions): Promise<RedisConnection> {
  const opened = link.open().catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, options.firstConnectMs ?? 2_000);
  });
  await Promise.race([opened, enough]);
  clearTimeout(timer);
  return new RedisConnection(link, options);
}
