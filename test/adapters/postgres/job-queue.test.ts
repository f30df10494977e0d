import { expect } from 'chai';
import { takeJobs } from '#adapters/outbound/postgres/job-store.js';
import { PgBossJobQueue, type JobQueueOptions } from '#adapters/outbound/postgres/pg-boss-job-queue.js';
import { PostgresUnitOfWork } from '#adapters/outbound/postgres/unit-of-work.js';
import type { Job, JobHandler } from '#use-cases/ports/runtime/job-queue.js';
import type { Logger } from '#use-cases/ports/runtime/logger.js';
import { testDatabase, type TestDatabase } from '../../support/database.js';
import { silentLogger } from './kit/silent-logger.js';

const NEVER = 600_000;

/** A promise and the means to keep it. */
function promised<Value = void>() {
  let keep: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((resolve) => {
    keep = resolve;
  });
  return { promise, keep };
}

describe('the job queue', () => {
  let database: TestDatabase;
  let queues: PgBossJobQueue[] = [];

  const aQueue = (options: JobQueueOptions = { pollMs: NEVER }, logger: Logger = silentLogger) => {
    const queue = new PgBossJobQueue(database, logger, options);
    queues.push(queue);
    return queue;
  };
  /** One transaction a job: those of one transaction come in no order. */
  const enqueue = async (queue: PgBossJobQueue, ...jobs: readonly Job[]) => {
    for (const job of jobs) await new PostgresUnitOfWork(database, queue).run((tx) => tx.jobs.enqueue(job));
  };
  const settle = (paymentId: string): Job => ({ name: 'settle-payment', paymentId });

  /** Starts the queue; answers the jobs that were handled and a promise of the `count`th. */
  const collecting = async (queue: PgBossJobQueue, count: number, handle: JobHandler = () => Promise.resolve()) => {
    const handled: Job[] = [];
    const complete = promised();
    await queue.start(async (job) => {
      await handle(job);
      handled.push(job);
      if (handled.length === count) complete.keep();
    });
    return { handled, complete: complete.promise };
  };

  beforeEach(async function () {
    this.timeout(60_000);
    database = await testDatabase();
  });
  afterEach(async () => {
    for (const queue of queues) await queue.stop(100);
    queues = [];
  });

  it('hands out a job as soon as its transaction has committed, without waiting for the next poll', async () => {
    const queue = aQueue();
    const { handled, complete } = await collecting(queue, 1);
    await enqueue(queue, settle('p-1'));
    await complete;
    expect(handled).to.deep.equal([settle('p-1')]);
  });

  it('finds what was enqueued before it started, and what another process enqueues', async () => {
    const elsewhere = aQueue();
    await enqueue(elsewhere, settle('earlier'));
    const { handled, complete } = await collecting(aQueue({ pollMs: 20 }), 2);
    await enqueue(elsewhere, settle('later'));
    await complete;
    expect(handled).to.deep.equal([settle('earlier'), settle('later')]);
  });

  it('hands out a job of this very moment: the clock of a store may be too coarse to tell it from now', async () => {
    const queue = aQueue();
    for (let round = 0; round < 50; round += 1) {
      await enqueue(queue, settle(`p-${round}`));
      expect(await takeJobs(database, 10)).to.deep.equal([settle(`p-${round}`)]);
    }
  });

  it('hands each of many jobs out once, also to two workers', async () => {
    const [one, two] = [aQueue({ pollMs: 20 }), aQueue({ pollMs: 20 })];
    const jobs = Array.from({ length: 60 }, (_, index) => settle(`p-${index}`));
    await enqueue(one, ...jobs);
    const handled: Job[] = [];
    const complete = promised();
    const handler: JobHandler = async (job) => {
      handled.push(job);
      if (handled.length === jobs.length) complete.keep();
    };
    await Promise.all([one.start(handler), two.start(handler)]);
    await complete.promise;
    expect(handled).to.have.deep.members(jobs);
    expect(await database.knex('pgboss.job')).to.deep.equal([]);
  });

  it('twins that wait together are one job', async () => {
    const queue = aQueue();
    await enqueue(queue, { name: 'deliver-notices' }, settle('p'), { name: 'deliver-notices' }, settle('p'));
    const { handled, complete } = await collecting(queue, 2);
    await complete;
    await queue.stop(1_000);
    expect(handled).to.have.deep.members([{ name: 'deliver-notices' }, settle('p')]);
  });

  it('a job that fails is logged and holds up nobody', async () => {
    const warnings: string[] = [];
    const queue = aQueue({ pollMs: NEVER }, { ...silentLogger, warn: (_fields, message) => void warnings.push(message) });
    const { handled, complete } = await collecting(queue, 1, async (job) => {
      if (job.name === 'deliver-notices') throw new Error('broken');
    });
    await enqueue(queue, { name: 'deliver-notices' }, settle('p'));
    await complete;
    await queue.stop(1_000);
    expect(handled).to.deep.equal([settle('p')]);
    expect(warnings).to.deep.equal(['a job failed; the sweeper will find what it left']);
  });

  it('a slow job does not hold up the next ones, and no more run than allowed', async () => {
    const queue = aQueue({ pollMs: NEVER, concurrency: 2 });
    const slow = promised();
    let running = 0;
    let most = 0;
    const { handled, complete } = await collecting(queue, 10, async (job) => {
      most = Math.max(most, ++running);
      if (job.name === 'settle-payment' && job.paymentId === 'slow') await slow.promise;
      else await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    });
    await enqueue(queue, settle('slow'), ...Array.from({ length: 10 }, (_, index) => settle(`quick-${index}`)));
    await complete;
    expect(handled).to.not.deep.include(settle('slow'));
    expect(most).to.equal(2);
    slow.keep();
  });

  it('stopping waits for what runs, takes nothing new, and can be followed by a start', async () => {
    const queue = aQueue({ pollMs: NEVER, concurrency: 1 });
    const [begun, finish] = [promised(), promised()];
    const { handled } = await collecting(queue, 1, async () => {
      begun.keep();
      await finish.promise;
    });
    await enqueue(queue, settle('running'));
    await begun.promise;
    await enqueue(queue, settle('waiting'));
    const stopped = queue.stop(5_000);
    finish.keep();
    await stopped;
    expect(handled).to.deep.equal([settle('running')]);
    const later = await collecting(queue, 1);
    await later.complete;
    expect(later.handled).to.deep.equal([settle('waiting')]);
  });

  it('stopping does not wait for ever', async () => {
    const queue = aQueue();
    const begun = promised();
    await collecting(queue, 1, () => {
      begun.keep();
      return new Promise(() => undefined);
    });
    await enqueue(queue, settle('hangs'));
    await begun.promise;
    await queue.stop(10);
  });
});
