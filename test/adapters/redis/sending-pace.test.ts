import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemorySendingPace } from '#adapters/outbound/memory/providers/memory-sending-pace.js';
import { RedisSendingPace } from '#adapters/outbound/redis/limits/redis-sending-pace.js';
import { openRedis } from '#adapters/outbound/redis/open-redis.js';
import type { RedisConnection } from '#adapters/outbound/redis/redis-connection.js';
import { redisHealth } from '#adapters/outbound/redis/redis-health.js';
import type { PlannedSend, SendingPace } from '#use-cases/ports/providers/sending-pace.js';
import { sendingPaceContract } from '../../contracts/runtime/sending-pace.contract.js';
import { aRedisLine, type RedisLine } from './redis-line.js';

const url = process.env['POLARIS_TEST_REDIS_URL'];
const NOBODY: SendingPace = { takeTurn: () => Promise.reject(new Error('the insurance was asked')), holdBack: () => Promise.resolve() };

if (url !== undefined) {
  sendingPaceContract(
    'Redis',
    async () => {
      const [one, other] = [await openRedis(url), await openRedis(url)];
      const close = async (): Promise<void> => {
        await Promise.all([one.close(), other.close()]);
      };
      const aBot = () => {
        const [bot, clock] = [randomUUID(), new FixedClock()];
        const processes = [new RedisSendingPace(one, NOBODY, bot, clock), new RedisSendingPace(other, NOBODY, bot, clock)] as const;
        return { processes, pass: (milliseconds: number) => clock.advance(milliseconds) };
      };
      return { aBot, close };
    },
    30,
  );

  describe('the pace of sending on Redis', () => {
    const send: PlannedSend = { chatId: 1001, lane: 'bulk', changesScreen: false };
    let line: RedisLine;
    let connection: RedisConnection;
    let direct: RedisConnection;
    let bot: string;
    before(async () => {
      line = await aRedisLine(url);
      connection = await openRedis(line.url, { patienceMs: 200, pauseMs: 50 });
      direct = await openRedis(url);
    });
    beforeEach(() => {
      bot = randomUUID();
    });
    after(async () => {
      await Promise.all([connection.close(), direct.close()]);
      await line.close();
    });

    it('follows the clock of Redis, whatever the processes think', async () => {
      const pace = new RedisSendingPace(direct, NOBODY, bot);
      expect(await pace.takeTurn(send)).to.deep.equal({ granted: true });
      const second = await pace.takeTurn(send);
      expect(second.granted || second.afterMs).to.be.within(1, 1_000);
    });

    it('belongs to one bot', async () => {
      await new RedisSendingPace(direct, NOBODY, bot).holdBack(send, 60_000);
      expect((await new RedisSendingPace(direct, NOBODY, randomUUID()).takeTurn(send)).granted).to.equal(true);
    });

    it('leaves nothing behind in Redis for longer than it matters, and a minute', async () => {
      const pace = new RedisSendingPace(direct, NOBODY, bot);
      await pace.takeTurn(send);
      await pace.holdBack(send, 5_000);
      for (const key of ['chat:1001', 'everybody', 'refusal', 'sends']) {
        const left = await direct.send((client) => client.pTTL(`polaris:pace:{${bot}}:${key}`));
        expect(left, key).to.be.within(1, 65_000);
      }
    });

    it('is judged in memory while Redis is gone, which knows what Telegram asked for before', async () => {
      const clock = new FixedClock();
      const pace = new RedisSendingPace(connection, new MemorySendingPace(clock), bot);
      await pace.holdBack(send, 7_000);
      await line.cut();
      expect(await pace.takeTurn({ ...send, chatId: 1002 })).to.deep.equal({ granted: false, waits: 'everybody', afterMs: 7_000 });
      await pace.holdBack(send, 9_000);
      clock.advance(9_000);
      expect(await pace.takeTurn(send)).to.deep.equal({ granted: true });
      await line.mend();
      while (!(await redisHealth(connection)).ok) await new Promise((resolve) => setImmediate(resolve));
      expect((await pace.takeTurn(send)).granted, 'Redis still holds it back').to.equal(false);
    });
  });
}
