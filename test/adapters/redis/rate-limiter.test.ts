import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryRateLimiter } from '#adapters/outbound/memory/runtime/memory-rate-limiter.js';
import { createRedisClient } from '#adapters/outbound/redis/link/redis-client.js';
import { openRedis } from '#adapters/outbound/redis/open-redis.js';
import type { RedisConnection } from '#adapters/outbound/redis/redis-connection.js';
import { redisHealth } from '#adapters/outbound/redis/redis-health.js';
import { RedisRateLimiter } from '#adapters/outbound/redis/limits/redis-rate-limiter.js';
import type { LimitedAction, RateLimiter } from '#use-cases/ports/runtime/rate-limiter.js';
import { rateLimiterContract } from '../../contracts/runtime/rate-limiter.contract.js';
import { aRedisLine, type RedisLine } from './redis-line.js';

const url = process.env['POLARIS_TEST_REDIS_URL'];
const NOBODY: RateLimiter = { check: () => Promise.reject(new Error('the insurance was asked')) };

if (url !== undefined) {
  rateLimiterContract(
    'Redis',
    async () => {
      const clock = new FixedClock();
      const connections = await Promise.all([openRedis(url), openRedis(url)]);
      const [one, other] = connections.map((connection) => new RedisRateLimiter(connection, NOBODY, clock));
      if (!one || !other) throw new Error('no process was opened');
      const close = async (): Promise<void> => {
        await Promise.all(connections.map((connection) => connection.close()));
      };
      return { processes: [one, other], pass: (milliseconds) => clock.advance(milliseconds), close };
    },
    60,
  );

  describe('limits on Redis', () => {
    const thrice: LimitedAction = { name: 'tap', windows: [{ most: 3, windowMs: 60_000 }] };
    let line: RedisLine;
    let connection: RedisConnection;
    let direct: RedisConnection;
    let somebody: string;
    before(async () => {
      line = await aRedisLine(url);
      connection = await openRedis(line.url, { patienceMs: 200, pauseMs: 50 });
      direct = await openRedis(url);
    });
    beforeEach(() => {
      somebody = randomUUID();
    });
    afterEach(async () => {
      await line.mend();
      await back(connection);
    });
    after(async () => {
      await Promise.all([connection.close(), direct.close()]);
      await line.close();
    });

    it('are counted by the clock of Redis, whatever the processes think', async () => {
      const limiter = new RedisRateLimiter(direct, NOBODY);
      const short: LimitedAction = { name: 'tap', windows: [{ most: 5, windowMs: 150 }] };
      const passed: { readonly asked: number; readonly answered: number }[] = [];
      for (const until = performance.now() + 1_000; performance.now() < until; ) {
        const asked = performance.now();
        if ((await limiter.check(somebody, short)).allowed) passed.push({ asked, answered: performance.now() });
      }
      expect(passed.length).to.be.within(6, 36);
      for (const [index, { asked }] of passed.entries()) expect((passed[index + 5]?.answered ?? Infinity) - asked).to.be.at.least(149);
    });

    it('leave nothing behind in Redis for longer than they count, and a minute', async () => {
      const limiter = new RedisRateLimiter(direct, NOBODY);
      const action: LimitedAction = { name: 'tap', windows: [{ most: 1, windowMs: 40 }], bans: { refusals: 1, stepsMs: [20], quietMs: 20 } };
      await limiter.check(somebody, action);
      expect(await limiter.check(somebody, action)).to.deep.include({ allowed: false, banned: true });
      const keys = [`polaris:limit:{${somebody}}:tap`, `polaris:limit:{${somebody}}:refusals`];
      for (const key of keys) expect(await direct.send((client) => client.pTTL(key)), key).to.be.within(1, 60_040);
    });

    it('outlive it that Redis forgets the script, and everything else', async () => {
      const limiter = new RedisRateLimiter(direct, NOBODY);
      await limiter.check(somebody, thrice);
      const redis = await createRedisClient(url, undefined).connect();
      await redis.scriptFlush();
      redis.destroy();
      await direct.send((client) => client.del(`polaris:limit:{${somebody}}:tap`));
      expect((await limiter.check(somebody, thrice)).allowed).to.equal(true);
    });

    it('are judged in memory at once while Redis is gone, and by Redis again when it is back', async () => {
      const limiter = new RedisRateLimiter(connection, new MemoryRateLimiter(new FixedClock()));
      await limiter.check(somebody, thrice);
      await line.cut();
      await limiter.check(somebody, thrice);
      const judged = [];
      for (let time = 0; time < 200; time += 1) judged.push(await limiter.check(somebody, thrice));
      expect(judged.filter(({ allowed }) => allowed)).to.have.length(2);
      await line.mend();
      await back(connection);
      expect([await limiter.check(somebody, thrice), await limiter.check(somebody, thrice), await limiter.check(somebody, thrice)].map(({ allowed }) => allowed)).to.deep.equal([true, true, false]);
    });

    it('cost one short wait when Redis hangs, then none', async () => {
      const limiter = new RedisRateLimiter(connection, new MemoryRateLimiter(new FixedClock()));
      line.hang();
      const started = performance.now();
      for (let time = 0; time < 50; time += 1) await limiter.check(somebody, thrice);
      expect(performance.now() - started, 'at least the one wait, less than the fifty it would be').to.be.within(190, 2_000);
    });

    it('are judged in memory while Redis refuses to write', async () => {
      const limiter = new RedisRateLimiter(direct, new MemoryRateLimiter(new FixedClock()));
      const wrong = `polaris:limit:{${somebody}}:tap`;
      await direct.send((client) => client.set(wrong, 'not a list', { expiration: { type: 'PX', value: 5_000 } }));
      expect((await limiter.check(somebody, thrice)).allowed).to.equal(true);
    });
  });
}

/** Waits until the connection works again, by asking. */
async function back(connection: RedisConnection): Promise<void> {
  while (!(await redisHealth(connection)).ok) await pause(10);
}
