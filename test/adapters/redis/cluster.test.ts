import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryDialogueStore } from '#adapters/outbound/memory/runtime/memory-dialogue-store.js';
import { MemoryLock } from '#adapters/outbound/memory/runtime/memory-lock.js';
import { MemoryRateLimiter } from '#adapters/outbound/memory/runtime/memory-rate-limiter.js';
import { forgetAll } from '#adapters/outbound/redis/forget-all.js';
import { openRedisCluster } from '#adapters/outbound/redis/open-redis.js';
import { RedisCache } from '#adapters/outbound/redis/redis-cache.js';
import type { RedisConnection } from '#adapters/outbound/redis/redis-connection.js';
import { RedisDialogueStore } from '#adapters/outbound/redis/redis-dialogue-store.js';
import { redisHealth } from '#adapters/outbound/redis/redis-health.js';
import { redisKey } from '#adapters/outbound/redis/redis-key.js';
import { RedisLock } from '#adapters/outbound/redis/redis-lock.js';
import { RedisRateLimiter } from '#adapters/outbound/redis/limits/redis-rate-limiter.js';
import { RedisSendingPace } from '#adapters/outbound/redis/limits/redis-sending-pace.js';
import type { RateLimiter } from '#use-cases/ports/runtime/rate-limiter.js';
import { unhurried } from '../../support/unhurried.js';
import { cacheContract } from '../../contracts/runtime/cache.contract.js';
import { dialogueStoreContract } from '../../contracts/runtime/dialogue-store.contract.js';
import { lockContract } from '../../contracts/runtime/lock.contract.js';
import { rateLimiterContract } from '../../contracts/runtime/rate-limiter.contract.js';
import { sendingPaceContract } from '../../contracts/runtime/sending-pace.contract.js';
import { ARedisCluster } from './a-redis-cluster.js';

const NOBODY: RateLimiter = { check: () => Promise.reject(new Error('the insurance was asked')) };
const TAP = { name: 'tap', windows: [{ most: 3, windowMs: 60_000 }] };
const SOON_MS = 3_000;

if (process.env['POLARIS_TEST_REDIS_URL'] !== undefined) {
  describe('a Redis cluster', function () {
    this.timeout(60_000);
    let cluster: ARedisCluster;
    before(async () => {
      cluster = await ARedisCluster.start();
    });
    after(() => cluster.stop());

    const pass = async (milliseconds: number): Promise<void> => pause(milliseconds);
    const open = async (): Promise<RedisConnection> => {
      const connection = await openRedisCluster(cluster.urls);
      await back(connection);
      return connection;
    };

    cacheContract('a cluster', async () => {
      const connection = await open();
      return { cache: new RedisCache(connection), pass, close: () => connection.close() };
    });

    dialogueStoreContract('a cluster', async () => {
      const connection = await open();
      return { store: new RedisDialogueStore(connection, new MemoryDialogueStore(new FixedClock())), pass, close: () => connection.close() };
    });

    lockContract('a cluster', async () => {
      const connections = await Promise.all([open(), open()]);
      const close = async (): Promise<void> => {
        await Promise.all(connections.map((connection) => connection.close()));
      };
      return { processes: connections.map((connection) => new RedisLock(connection, new MemoryLock(), { retryMs: 2 })), close };
    });

    rateLimiterContract(
      'a cluster',
      async () => {
        const clock = new FixedClock();
        const connections = await Promise.all([open(), open()]);
        const [one, other] = connections.map((connection) => new RedisRateLimiter(connection, NOBODY, clock));
        if (!one || !other) throw new Error('no process was opened');
        const close = async (): Promise<void> => {
          await Promise.all(connections.map((connection) => connection.close()));
        };
        return { processes: [one, other], pass: (milliseconds) => clock.advance(milliseconds), close };
      },
      30,
    );

    sendingPaceContract(
      'a cluster',
      async () => {
        const [one, other] = await Promise.all([open(), open()]);
        const aBot = () => {
          const [bot, clock] = [randomUUID(), new FixedClock()];
          const processes = [new RedisSendingPace(one, unhurried, bot, clock), new RedisSendingPace(other, unhurried, bot, clock)] as const;
          return { processes, pass: (milliseconds: number) => clock.advance(milliseconds) };
        };
        const close = async (): Promise<void> => {
          await Promise.all([one.close(), other.close()]);
        };
        return { aBot, close };
      },
      15,
    );

    it('is well when every master answers, and forgets the shop on all of them when asked', async () => {
      const connection = await open();
      const names = Array.from({ length: 60 }, () => redisKey('cache', randomUUID()));
      await Promise.all(names.map((name) => connection.send((client) => client.set(name, '1'))));
      await connection.send((client) => client.set('somebody-elses', '1'));
      await forgetAll(connection);
      expect(await Promise.all(names.map((name) => connection.send((client) => client.exists(name))))).to.deep.equal(names.map(() => 0));
      expect(await connection.send((client) => client.get('somebody-elses'))).to.equal('1');
      expect(await redisHealth(connection)).to.deep.include({ ok: true });
      await connection.close();
    });

    describe('that loses a master', () => {
      let shop: Shop;
      let lost: string;
      let kept: string;
      const slowest: number[] = [];
      before(async () => {
        shop = new Shop(await open());
        lost = await cluster.keyOn(cluster.replicated, (stem) => redisKey('cache', stem));
        kept = await cluster.keyOn(cluster.alone, (stem) => redisKey('cache', stem));
      });
      after(() => shop.connection.close());

      /** Uses the key until `enough`, and remembers how long the slowest answer took. */
      const until = async (enough: () => Promise<boolean>): Promise<void> => {
        do {
          slowest.push(await shop.slowestUseOf(randomUUID()), await shop.slowestUseOf(lost));
          await pause(20);
        } while (!(await enough()));
      };

      it('goes on without it at once, and never makes anybody wait', async () => {
        await shop.cache.set(kept, 'kept', 60);
        const died = once(cluster.replicated, 'exit');
        cluster.replicated.kill('SIGKILL');
        await died;
        slowest.push(await shop.slowestUseOf(lost));
        expect((await redisHealth(shop.connection)).ok).to.equal(false);
        expect(await shop.cache.get(kept)).to.equal('kept');
        let over = false;
        const failover = cluster.failedOver().then(() => {
          over = true;
        });
        await until(async () => over);
        await failover;
        expect(Math.max(...slowest)).to.be.below(SOON_MS);
      });

      it('is whole again for the same process once the replica has taken over', async () => {
        await until(async () => (await redisHealth(shop.connection)).ok);
        await shop.cache.set(lost, 'new', 60);
        expect(await shop.cache.get(lost)).to.equal('new');
        const strict = new RedisRateLimiter(shop.connection, NOBODY);
        for (let time = 0; time < 20; time += 1) expect((await strict.check(randomUUID(), TAP)).allowed).to.equal(true);
        expect(Math.max(...slowest)).to.be.below(SOON_MS);
      });

      it('is found by who opens now, through the nodes that are left', async () => {
        const late = await open();
        expect(await new RedisCache(late).get(lost)).to.equal('new');
        await late.close();
      });
    });

    describe('one master of which freezes', () => {
      it('costs one short wait at a time, and is whole again when it thaws', async () => {
        const shop = new Shop(await open());
        const frozen = await cluster.keyOn(cluster.alone, (stem) => redisKey('cache', stem));
        cluster.alone.kill('SIGSTOP');
        const waits: number[] = [];
        for (let time = 0; time < 4; time += 1) waits.push(await shop.slowestUseOf(frozen));
        cluster.alone.kill('SIGCONT');
        expect(Math.max(...waits)).to.be.below(SOON_MS);
        await back(shop.connection);
        await shop.cache.set(frozen, 'again', 60);
        expect(await shop.cache.get(frozen)).to.equal('again');
        await shop.connection.close();
      });
    });
  });
}

/** The shop's four uses of Redis over one connection. */
class Shop {
  readonly cache: RedisCache;
  private readonly dialogues: RedisDialogueStore;
  private readonly lock: RedisLock;
  private readonly limiter: RedisRateLimiter;

  constructor(readonly connection: RedisConnection) {
    const clock = new FixedClock();
    this.cache = new RedisCache(connection);
    this.dialogues = new RedisDialogueStore(connection, new MemoryDialogueStore(clock));
    this.lock = new RedisLock(connection, new MemoryLock());
    this.limiter = new RedisRateLimiter(connection, new MemoryRateLimiter(clock));
  }

  /** Milliseconds. Throws where an answer is wrong. */
  async slowestUseOf(key: string): Promise<number> {
    const uses = [
      () => this.cache.get(key),
      async () => {
        await this.dialogues.save(key, 'asked', 60);
        expect(await this.dialogues.find(key)).to.equal('asked');
      },
      async () => expect(await this.lock.withLock(key, async () => 'through')).to.equal('through'),
      () => this.limiter.check(key, TAP),
    ];
    let slowest = 0;
    for (const use of uses) {
      const started = performance.now();
      await use();
      slowest = Math.max(slowest, performance.now() - started);
    }
    return slowest;
  }
}

/** Waits until the connection works, by asking. */
async function back(connection: RedisConnection): Promise<void> {
  while (!(await redisHealth(connection)).ok) await pause(20);
}
