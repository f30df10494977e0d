import { ContainerModule } from 'inversify';
import { MemorySendingPace } from '#adapters/outbound/memory/providers/memory-sending-pace.js';
import { MemoryLock } from '#adapters/outbound/memory/runtime/memory-lock.js';
import { MemoryRateLimiter } from '#adapters/outbound/memory/runtime/memory-rate-limiter.js';
import { PostgresDialogueStore } from '#adapters/outbound/postgres/dialogue-store.js';
import { PgBossJobQueue } from '#adapters/outbound/postgres/pg-boss-job-queue.js';
import { PostgresAudienceQueries } from '#adapters/outbound/postgres/queries/postgres-audience-queries.js';
import { databaseHealth } from '#adapters/outbound/postgres/queries/database-health.js';
import { PostgresLedgerAudit } from '#adapters/outbound/postgres/queries/postgres-ledger-audit.js';
import { PostgresPurchaseQueries } from '#adapters/outbound/postgres/queries/postgres-purchase-queries.js';
import { PostgresWalletQueries } from '#adapters/outbound/postgres/queries/postgres-wallet-queries.js';
import { PostgresUnitOfWork } from '#adapters/outbound/postgres/unit-of-work.js';
import { RedisRateLimiter } from '#adapters/outbound/redis/limits/redis-rate-limiter.js';
import { RedisSendingPace } from '#adapters/outbound/redis/limits/redis-sending-pace.js';
import { RedisDialogueStore } from '#adapters/outbound/redis/redis-dialogue-store.js';
import { redisHealth } from '#adapters/outbound/redis/redis-health.js';
import { RedisHandledMessages } from '#adapters/outbound/redis/redis-handled-messages.js';
import { RedisLock } from '#adapters/outbound/redis/redis-lock.js';
import { UuidIds } from '#adapters/outbound/system/uuid-ids.js';
import { StoredWatchedScreens } from '#adapters/outbound/telegram/stored-watched-screens.js';
import { InboxHandledMessages } from '#use-cases/operations/inbox-handled-messages.js';
import { bindClass } from './bind-class.js';
import type { Resources } from '../resources.js';
import { TOKENS as T } from '../tokens.js';

/** The stores and the runtime: Postgres always, Redis where it is configured, this process's memory where it is not. */
export function platform(resources: Resources): ContainerModule {
  const { config, logger, clock, metrics, cache, http, database, redis, fragment, texts } = resources;
  return new ContainerModule((options) => {
    options.bind(T.config).toConstantValue(config);
    options.bind(T.logger).toConstantValue(logger);
    options.bind(T.clock).toConstantValue(clock);
    options.bind(T.http).toConstantValue(http);
    options.bind(T.texts).toConstantValue(texts);
    if (fragment) options.bind(T.fragment).toConstantValue(fragment);
    options.bind(T.ids).toConstantValue(new UuidIds());
    options.bind(T.metrics).toConstantValue(metrics);

    const jobs = new PgBossJobQueue(database, logger);
    options.bind(T.database).toConstantValue(database);
    options.bind(T.jobQueue).toConstantValue(jobs);
    const unitOfWork = new PostgresUnitOfWork(database, jobs);
    options.bind(T.unitOfWork).toConstantValue(unitOfWork);
    bindClass(options, T.walletQueries, PostgresWalletQueries, [T.database]);
    bindClass(options, T.purchaseQueries, PostgresPurchaseQueries, [T.database]);
    bindClass(options, T.audience, PostgresAudienceQueries, [T.database]);
    bindClass(options, T.ledgerAudit, PostgresLedgerAudit, [T.database]);

    const durable = new PostgresDialogueStore(database, clock);
    options.bind(T.dialogues).toConstantValue(redis ? new RedisDialogueStore(redis, durable) : durable);
    const inbox = new InboxHandledMessages(unitOfWork, clock);
    options.bind(T.handledMessages).toConstantValue(redis ? new RedisHandledMessages(redis, inbox) : inbox);
    options.bind(T.cache).toConstantValue(cache);
    options.bind(T.lock).toConstantValue(redis ? new RedisLock(redis, new MemoryLock()) : new MemoryLock());
    const limiter = new MemoryRateLimiter(clock);
    options.bind(T.rateLimiter).toConstantValue(redis ? new RedisRateLimiter(redis, limiter) : limiter);
    const pace = new MemorySendingPace(clock);
    options.bind(T.sendingPace).toConstantValue(redis ? new RedisSendingPace(redis, pace, botIdOf(config.telegram.token)) : pace);
    bindClass(options, T.watchedScreens, StoredWatchedScreens, [T.dialogues]);
    options.bind(T.storeHealth).toConstantValue({
      database: () => databaseHealth(database),
      cache: () => (redis ? redisHealth(redis) : Promise.resolve({ ok: true, detail: 'in memory of this process', latencyMs: 0 })),
    });
  });
}

/** The part of a bot's token that is no secret. */
function botIdOf(token: string): string {
  return token.split(':')[0] ?? '';
}
