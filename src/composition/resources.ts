import { randomBytes } from 'node:crypto';
import { createFragmentStarProvider } from '#adapters/outbound/fragment/create-fragment-star-provider.js';
import type { FragmentStarProvider } from '#adapters/outbound/fragment/provider.js';
import { type CallSeam, directCalls } from '#adapters/outbound/kit/call-seam.js';
import { HttpClient, type HttpClientOptions } from '#adapters/outbound/kit/http-client.js';
import { MemoryCache } from '#adapters/outbound/memory/runtime/memory-cache.js';
import { type Database, openDatabase } from '#adapters/outbound/postgres/connection.js';
import { migrateToLatest } from '#adapters/outbound/postgres/migrate.js';
import { keptSecret } from '#adapters/outbound/postgres/vaults/kept-secret.js';
import { PostgresSessionVault } from '#adapters/outbound/postgres/vaults/session-vault.js';
import { RedisCache } from '#adapters/outbound/redis/redis-cache.js';
import type { RedisConnection } from '#adapters/outbound/redis/redis-connection.js';
import { CountedCache } from '#adapters/outbound/system/counted-cache.js';
import { HmacAccountSecrets } from '#adapters/outbound/system/hmac-account-secrets.js';
import { createLogger } from '#adapters/outbound/system/pino-logger.js';
import { PromMetrics } from '#adapters/outbound/system/prom-metrics.js';
import { KnownSecrets } from '#adapters/outbound/system/redaction.js';
import { SystemClock } from '#adapters/outbound/system/system-clock.js';
import { Texts } from '#adapters/texts/texts.js';
import type { AccountSecrets } from '#use-cases/ports/panels/account-secrets.js';
import type { Cache } from '#use-cases/ports/runtime/cache.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { Logger } from '#use-cases/ports/runtime/logger.js';
import type { Metrics } from '#use-cases/ports/runtime/metrics.js';
import type { Config } from './config/config.js';
import { constantSystems } from './parts/outside-systems.js';

export const CIRCUIT_FIGURE = { closed: 0, 'half-open': 1, open: 2 } as const;

/** What has to be opened, and therefore closed: the container is built over it. */
export interface Resources {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly cache: Cache;
  readonly http: HttpClient;
  readonly database: Database;
  readonly redis: RedisConnection | undefined;
  /** Undefined where no role of this process needs the market. */
  readonly fragment: FragmentStarProvider | undefined;
  readonly texts: Texts;
  readonly accountSecrets: AccountSecrets;
  /** What the log erases: a panel that is added later has secrets too. */
  readonly knownSecrets: KnownSecrets;
  close(): Promise<void>;
}

/** Replaces parts of the process's edge: time, the seam through which every call leaves, the database, where the log goes. */
export interface Edge {
  readonly clock?: Clock;
  readonly seam?: CallSeam;
  readonly openDatabase?: typeof openDatabase;
  readonly log?: NodeJS.WritableStream;
}

/** Opens the stores, applies the migrations and unlocks the wallet; closes what it opened when any of it fails. */
export async function openResources(config: Config, edge: Edge = {}): Promise<Resources> {
  const seam = edge.seam ?? directCalls;
  const clock = edge.clock ?? new SystemClock();
  const knownSecrets = new KnownSecrets(config.secrets);
  const logger = createLogger({ ...config.log, secrets: knownSecrets, ...(edge.log && { destination: edge.log }) });
  const database = await (edge.openDatabase ?? openDatabase)({ ...config.database, seam });
  let redis: RedisConnection | undefined;
  try {
    await migrateToLatest(database);
    redis = config.redis && (await connectRedis(config.redis, logger));
    const metrics = new PromMetrics();
    const cache = new CountedCache(redis ? new RedisCache(redis) : new MemoryCache(clock), metrics);
    // Every series is there from the first moment.
    for (const system of constantSystems(config)) metrics.gauge('polaris_circuit_state', CIRCUIT_FIGURE.closed, { system });
    const http = new HttpClient(seam, { ...config.breaker, shared: cache, onCircuit: watchCircuits(metrics, logger) });
    const fragment = config.fragment && (await openMarket(config.fragment, { http, clock, logger }, database));
    const accountSecrets = new HmacAccountSecrets(await keptSecret(database, 'accounts', () => randomBytes(32)));
    const close = async (): Promise<void> => {
      await redis?.close();
      await database.close();
    };
    const texts = new Texts({ timeZone: config.telegram.timeZone });
    return { config, logger, clock, metrics, cache, http, database, redis, fragment, texts, accountSecrets, knownSecrets, close };
  } catch (error) {
    await redis?.close();
    await database.close();
    throw error;
  }
}

type MarketTools = Pick<Parameters<typeof createFragmentStarProvider>[0], 'http' | 'clock' | 'logger'>;

function openMarket(config: NonNullable<Config['fragment']>, tools: MarketTools, database: Database): Promise<FragmentStarProvider> {
  return createFragmentStarProvider({ ...tools, vault: new PostgresSessionVault(database, config.seedPhrase), config });
}

async function connectRedis(settings: NonNullable<Config['redis']>, logger: Logger): Promise<RedisConnection> {
  // Loaded here, because a shop without Redis has no use for its client.
  const { openRedis, openRedisCluster } = await import('#adapters/outbound/redis/open-redis.js');
  const options = { password: settings.password, onTrouble: (error: Error) => logger.warn({ err: error }, 'Redis is in trouble') };
  return 'nodes' in settings ? openRedisCluster(settings.nodes, options) : openRedis(settings.url, options);
}

function watchCircuits(metrics: Metrics, logger: Logger): NonNullable<HttpClientOptions['onCircuit']> {
  return (system, condition) => {
    metrics.gauge('polaris_circuit_state', CIRCUIT_FIGURE[condition], { system });
    logger.warn({ system, condition }, 'the circuit of an outside system has changed');
  };
}
