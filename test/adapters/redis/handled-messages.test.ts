import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { MemoryUnitOfWork } from '#adapters/outbound/memory/persistence/memory-unit-of-work.js';
import { openRedis } from '#adapters/outbound/redis/open-redis.js';
import type { RedisConnection } from '#adapters/outbound/redis/redis-connection.js';
import { RedisHandledMessages } from '#adapters/outbound/redis/redis-handled-messages.js';
import { redisKey } from '#adapters/outbound/redis/redis-key.js';
import { InboxHandledMessages } from '#use-cases/operations/inbox-handled-messages.js';
import type { RepeatedMessage } from '#use-cases/ports/runtime/handled-messages.js';
import { NOW } from '../../builders/now.js';
import { handledMessagesContract } from '../../contracts/runtime/handled-messages.contract.js';
import { aRedisLine, type RedisLine } from './redis-line.js';

const url = process.env['POLARIS_TEST_REDIS_URL'];
const DAY_MS = 24 * 60 * 60_000;

if (url !== undefined) {
  const rows = () => new InboxHandledMessages(new MemoryUnitOfWork(), { now: () => NOW });
  const aMessage = (): RepeatedMessage => ({ source: 'telegram', eventKey: randomUUID(), body: () => new Uint8Array([1]) });

  handledMessagesContract('Redis', async () => {
    const connections = await Promise.all([openRedis(url), openRedis(url)]);
    const close = async (): Promise<void> => {
      await Promise.all(connections.map((connection) => connection.close()));
    };
    return { processes: [new RedisHandledMessages(connections[0], rows()), new RedisHandledMessages(connections[1], rows())], close };
  });

  describe('handled messages over Redis', () => {
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
      while (!connection.available) await pause(10);
    });
    after(async () => {
      await Promise.all([connection.close(), direct.close()]);
      await line.close();
    });

    it('a message a process died over is in hand until its lease ends, and then for the next (case 143)', async () => {
      const [message, next] = [aMessage(), new RedisHandledMessages(direct, rows(), { leaseMs: 100 })];
      expect(await next.claim(message)).to.equal('yours');
      expect(await next.claim(message)).to.equal('in-hand');
      let claim = await next.claim(message);
      while (claim === 'in-hand') {
        await pause(10);
        claim = await next.claim(message);
      }
      expect(claim).to.equal('yours');
    });

    it('a handled message is remembered for a day', async () => {
      const [message, messages] = [aMessage(), new RedisHandledMessages(direct, rows())];
      await messages.claim(message);
      await messages.done(message);
      const kept = await direct.send((client) => client.pTTL(redisKey('handled', `telegram:${message.eventKey}`)));
      expect(kept).to.be.within(DAY_MS - 60_000, DAY_MS);
    });

    it('what is handled while Redis is away is handled once, also when Redis is back', async () => {
      const [message, messages] = [aMessage(), new RedisHandledMessages(connection, rows())];
      await line.cut();
      expect(await messages.claim(message)).to.equal('yours');
      await messages.done(message);
      expect(await messages.claim(message)).to.equal('handled');
      await line.mend();
      while (!connection.available) await pause(10);
      expect(await messages.claim(message)).to.equal('handled');
    });

    it('what Redis goes away over is known to be handled all the same', async () => {
      const [message, messages] = [aMessage(), new RedisHandledMessages(connection, rows())];
      expect(await messages.claim(message)).to.equal('yours');
      await line.cut();
      await messages.done(message);
      expect(await messages.claim(message)).to.equal('handled');
    });
  });
}
