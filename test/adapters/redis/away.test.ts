import { expect } from 'chai';
import { createServer, type Server, type Socket } from 'node:net';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryDialogueStore } from '#adapters/outbound/memory/runtime/memory-dialogue-store.js';
import { MemoryLock } from '#adapters/outbound/memory/runtime/memory-lock.js';
import { openRedis } from '#adapters/outbound/redis/open-redis.js';
import { RedisCache } from '#adapters/outbound/redis/redis-cache.js';
import type { RedisConnection } from '#adapters/outbound/redis/redis-connection.js';
import { RedisDialogueStore } from '#adapters/outbound/redis/redis-dialogue-store.js';
import { redisHealth } from '#adapters/outbound/redis/redis-health.js';
import { RedisLock } from '#adapters/outbound/redis/redis-lock.js';

/** Longer than any test: who waited for such a Redis would be found out. */
const NEVER_MS = 600_000;

/** Listens where Redis should be: `refuse` hangs up, `hang` takes the call and says nothing. */
async function aBrokenRedis(manner: 'refuse' | 'hang'): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (manner === 'refuse') socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  return { url: `redis://:hunter2secret@127.0.0.1:${port}`, close };
}

for (const manner of ['refuse', 'hang'] as const) {
  describe(`while Redis ${manner === 'refuse' ? 'refuses every call' : 'takes calls and says nothing'}`, () => {
    let broken: Awaited<ReturnType<typeof aBrokenRedis>>;
    let connection: RedisConnection;
    const troubles: Error[] = [];
    before(async () => {
      broken = await aBrokenRedis(manner);
      connection = await openRedis(broken.url, { firstConnectMs: 100, patienceMs: NEVER_MS, onTrouble: (error) => troubles.push(error) });
    });
    after(async () => {
      await connection.close();
      await broken.close();
    });

    it('the shop opens all the same', () => {
      expect(connection.available).to.equal(false);
      expect(troubles.map(String).join()).not.to.contain('hunter2secret');
    });

    it('the cache is empty, at once', async () => {
      const cache = new RedisCache(connection);
      await cache.set('a', '1', 60);
      expect(await cache.get('a')).to.equal(undefined);
      await cache.remove('a');
    });

    it('dialogues go on in the fallback', async () => {
      const store = new RedisDialogueStore(connection, new MemoryDialogueStore(new FixedClock()));
      await store.save('1:amount', 'asked', 60);
      expect(await store.find('1:amount')).to.equal('asked');
      await store.remove('1:amount');
      expect(await store.find('1:amount')).to.equal(undefined);
    });

    it('the lock still keeps the order of this process', async () => {
      const lock = new RedisLock(connection, new MemoryLock());
      const order: number[] = [];
      await Promise.all([1, 2, 3].map((turn) => lock.withLock('key', async () => order.push(turn))));
      expect(order).to.deep.equal([1, 2, 3]);
    });

    it('its health says so', async () => {
      expect(await redisHealth(connection)).to.deep.include({ ok: false, detail: 'redis is away' });
    });
  });
}
