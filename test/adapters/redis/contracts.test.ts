import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryDialogueStore } from '#adapters/outbound/memory/runtime/memory-dialogue-store.js';
import { MemoryLock } from '#adapters/outbound/memory/runtime/memory-lock.js';
import { openRedis } from '#adapters/outbound/redis/open-redis.js';
import { RedisCache } from '#adapters/outbound/redis/redis-cache.js';
import type { RedisConnection } from '#adapters/outbound/redis/redis-connection.js';
import { RedisDialogueStore } from '#adapters/outbound/redis/redis-dialogue-store.js';
import { redisHealth } from '#adapters/outbound/redis/redis-health.js';
import { redisKey } from '#adapters/outbound/redis/redis-key.js';
import { RedisLock } from '#adapters/outbound/redis/redis-lock.js';
import { cacheContract } from '../../contracts/runtime/cache.contract.js';
import { dialogueStoreContract } from '../../contracts/runtime/dialogue-store.contract.js';
import { lockContract } from '../../contracts/runtime/lock.contract.js';
import { aRedisLine, type RedisLine } from './redis-line.js';

const url = process.env['POLARIS_TEST_REDIS_URL'];

if (url !== undefined) {
  const pass = async (milliseconds: number): Promise<void> => pause(milliseconds);

  cacheContract('Redis', async () => {
    const connection = await openRedis(url);
    return { cache: new RedisCache(connection), pass, close: () => connection.close() };
  });

  dialogueStoreContract('Redis', async () => {
    const connection = await openRedis(url);
    return { store: new RedisDialogueStore(connection, new MemoryDialogueStore(new FixedClock())), pass, close: () => connection.close() };
  });

  lockContract('Redis', async () => {
    const connections = await Promise.all([openRedis(url), openRedis(url), openRedis(url)]);
    const close = async (): Promise<void> => {
      await Promise.all(connections.map((connection) => connection.close()));
    };
    const processes = connections.map((connection) => new RedisLock(connection, new MemoryLock(), { retryMs: 2 }));
    return { processes, close };
  });

  describe('Redis', () => {
    let line: RedisLine;
    let connection: RedisConnection;
    let direct: RedisConnection;
    before(async () => {
      line = await aRedisLine(url);
      connection = await openRedis(line.url, { patienceMs: 200, pauseMs: 50 });
      direct = await openRedis(url);
    });
    afterEach(async () => {
      await line.mend();
      await back(connection);
    });
    after(async () => {
      await Promise.all([connection.close(), direct.close()]);
      await line.close();
    });

    it('answers, and says how fast', async () => {
      expect(await redisHealth(connection)).to.deep.include({ ok: true, detail: 'redis answers' });
    });

    it('comes back by itself after the line was cut', async () => {
      await line.cut();
      expect((await redisHealth(connection)).ok).to.equal(false);
      await line.mend();
      await back(connection);
      expect((await redisHealth(connection)).ok).to.equal(true);
    });

    it('an answer that does not come is not waited for twice', async () => {
      line.hang();
      const cache = new RedisCache(connection);
      await cache.get('first');
      const started = performance.now();
      for (let times = 0; times < 50; times += 1) await cache.get('more');
      expect(performance.now() - started, 'less than the fifty waits it would be').to.be.below(2_000);
    });

    it('an outage never brings a removed value back', async () => {
      const cache = new RedisCache(connection);
      const key = randomUUID();
      await cache.set(key, 'old price', 60);
      await line.cut();
      await cache.remove(key);
      await line.mend();
      await back(connection);
      expect(await cache.get(key)).to.equal(undefined);
      expect(await cache.get(key), 'nor for other processes').to.equal(await new RedisCache(direct).get(key));
      await cache.set(key, 'new price', 60);
      expect(await cache.get(key)).to.equal('new price');
    });

    it('what was said during an outage stays said after it', async () => {
      const fallback = new MemoryDialogueStore(new FixedClock());
      const store = new RedisDialogueStore(connection, fallback);
      const [changed, finished] = [randomUUID(), randomUUID()];
      for (const key of [changed, finished]) await store.save(key, 'before', 60);
      await line.cut();
      await store.save(changed, 'during', 60);
      await store.remove(finished);
      await line.mend();
      await back(connection);
      expect([await store.find(changed), await store.find(finished)]).to.deep.equal(['during', undefined]);
      await store.save(changed, 'after', 60);
      expect([await store.find(changed), await fallback.find(changed)]).to.deep.equal(['after', undefined]);
    });

    it('a lock is kept for as long as the work takes', async () => {
      const key = randomUUID();
      const lock = new RedisLock(direct, new MemoryLock(), { ttlMs: 60 });
      const ttl = await lock.withLock(key, async () => {
        await pause(200);
        return direct.send((client) => client.pTTL(redisKey('lock', key)));
      });
      expect(ttl).to.be.above(0);
      expect(await direct.send((client) => client.exists(redisKey('lock', key)))).to.equal(0);
    });

    it('a holder that outlived its lock does not take the lock of another', async () => {
      const key = randomUUID();
      const lock = new RedisLock(direct, new MemoryLock(), { ttlMs: 60_000 });
      await lock.withLock(key, () => direct.send((client) => client.set(redisKey('lock', key), 'somebody else')));
      expect(await direct.send((client) => client.get(redisKey('lock', key)))).to.equal('somebody else');
      await direct.send((client) => client.del(redisKey('lock', key)));
    });

    it('who waits for a lock goes on when Redis goes away', async () => {
      const key = randomUUID();
      await direct.send((client) => client.set(redisKey('lock', key), 'a process that died', { expiration: { type: 'PX', value: 60_000 } }));
      const lock = new RedisLock(connection, new MemoryLock());
      const waiting = lock.withLock(key, async () => 'through');
      await line.cut();
      expect(await waiting).to.equal('through');
      await direct.send((client) => client.del(redisKey('lock', key)));
    });
  });
}

/** Waits until the connection works again, by asking. */
async function back(connection: RedisConnection): Promise<void> {
  while (!(await redisHealth(connection)).ok) await pause(10);
}
