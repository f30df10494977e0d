import { expect } from 'chai';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryCache } from '#adapters/outbound/memory/runtime/memory-cache.js';
import { MemoryDialogueStore } from '#adapters/outbound/memory/runtime/memory-dialogue-store.js';
import { MemoryJobQueue } from '#adapters/outbound/memory/runtime/memory-job-queue.js';
import { MemoryLock } from '#adapters/outbound/memory/runtime/memory-lock.js';
import { MemorySessionVault } from '#adapters/outbound/memory/runtime/memory-session-vault.js';
import { MemoryWatchedScreens } from '#adapters/outbound/memory/runtime/memory-watched-screens.js';
import { SequentialIds } from '#adapters/outbound/memory/runtime/sequential-ids.js';
import type { Job } from '#use-cases/ports/runtime/job-queue.js';
import { cacheContract } from '../../contracts/runtime/cache.contract.js';
import { dialogueStoreContract } from '../../contracts/runtime/dialogue-store.contract.js';
import { lockContract } from '../../contracts/runtime/lock.contract.js';

const close = async (): Promise<void> => undefined;

cacheContract('process memory', async () => {
  const clock = new FixedClock();
  return { cache: new MemoryCache(clock), pass: async (milliseconds) => clock.advance(milliseconds), close };
});

dialogueStoreContract('process memory', async () => {
  const clock = new FixedClock();
  return { store: new MemoryDialogueStore(clock), pass: async (milliseconds) => clock.advance(milliseconds), close };
});

lockContract('process memory', async () => ({ processes: [new MemoryLock()], close }));

describe('process memory', () => {
  it('a full cache drops what was not used for the longest time', async () => {
    const cache = new MemoryCache(new FixedClock(), 2);
    await cache.set('a', '1', 60);
    await cache.set('b', '2', 60);
    await cache.get('a');
    await cache.set('c', '3', 60);
    expect([await cache.get('a'), await cache.get('b'), await cache.get('c')]).to.deep.equal(['1', undefined, '3']);
  });

  it('a lock nobody holds any more leaves no trace', async () => {
    const lock = new MemoryLock();
    await Promise.allSettled([lock.withLock('a', async () => 1), lock.withLock('a', () => Promise.reject(new Error('x'))), lock.withLock('b', async () => 2)]);
    expect(lock.size).to.equal(0);
  });

  it('ids count upwards', () => {
    const ids = new SequentialIds();
    const made = Array.from({ length: 300 }, () => ids.next());
    expect(made).to.deep.equal([...made].sort());
    expect(made[0]).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('a new session does not overwrite the old one', async () => {
    const vault = new MemorySessionVault(new FixedClock());
    await vault.save('fragment', 'old');
    await vault.save('fragment', 'new');
    expect(await vault.load('fragment')).to.include({ version: 2, value: 'new' });
    expect(vault.history('fragment').map((session) => session.value)).to.deep.equal(['old', 'new']);
    expect(await vault.load('unknown')).to.equal(undefined);
  });

  it('a screen somebody watches is found until too many others are', async () => {
    const screens = new MemoryWatchedScreens(2);
    for (const subject of ['a', 'b', 'c']) await screens.watch(subject, `place of ${subject}`);
    expect([await screens.find('a'), await screens.find('c')]).to.deep.equal([undefined, 'place of c']);
  });
});

describe('the job queue in process memory', () => {
  const job = (orderId: string): Job => ({ name: 'fulfil-order', orderId });

  it('hands jobs on in order, those that came before it started too', async () => {
    const seen: Job[] = [];
    const queue = new MemoryJobQueue(1);
    queue.push([job('1'), job('2')]);
    await queue.start(async (one) => {
      seen.push(one);
      if (seen.length === 1) queue.push([job('3')]);
    });
    await queue.idle();
    expect(seen).to.deep.equal([job('1'), job('2'), job('3')]);
  });

  it('goes on after a job that failed, and says so', async () => {
    const failed: string[] = [];
    const done: Job[] = [];
    const queue = new MemoryJobQueue(1, (_job, error) => failed.push(String(error)));
    await queue.start(async (one) => {
      if (one.name === 'deliver-notices') throw new Error('broken');
      done.push(one);
    });
    queue.push([{ name: 'deliver-notices' }, job('1')]);
    await queue.idle();
    expect([failed, done]).to.deep.equal([['Error: broken'], [job('1')]]);
  });

  it('a stopped queue waits for what runs and takes no new job', async () => {
    let finish = (): void => undefined;
    const running = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const seen: Job[] = [];
    const queue = new MemoryJobQueue(1);
    await queue.start(async (one) => {
      seen.push(one);
      await running;
    });
    queue.push([job('1'), job('2')]);
    const stopped = queue.stop(10_000);
    finish();
    await stopped;
    await queue.idle();
    expect(seen).to.deep.equal([job('1')]);
  });

  it('a stop does not wait for ever', async () => {
    const queue = new MemoryJobQueue(1);
    await queue.start(() => new Promise<void>(() => undefined));
    queue.push([job('1')]);
    await queue.stop(5);
  });
});
