import { expect } from 'chai';
import { JobWorker, type JobWorkerDependencies } from '#adapters/inbound/jobs/job-worker.js';
import { MemoryJobQueue } from '#adapters/outbound/memory/runtime/memory-job-queue.js';
import { RunRoutines } from '#use-cases/operations/run-routines.js';
import { aShop } from '../../builders/shop/a-shop.js';
import { until } from '../../e2e/support/until.js';

const never = new Promise<never>(() => undefined);

describe('the worker', () => {
  let worker: JobWorker;
  let queue: MemoryJobQueue;
  let shop: ReturnType<typeof aShop>;
  afterEach(() => worker.stop(100));

  async function start(changes: Partial<Record<keyof JobWorkerDependencies, { execute: () => Promise<unknown> }>> = {}, sweepEveryMs = 5): Promise<void> {
    shop = aShop();
    queue = new MemoryJobQueue();
    const runRoutines = new RunRoutines(shop.memory, [], shop.clock, shop.logger);
    worker = new JobWorker({ ...shop, queue, runRoutines, sweepEveryMs, ...changes } as unknown as JobWorkerDependencies);
    await worker.start();
  }

  it('does what the queue brings', async () => {
    const done: unknown[] = [];
    const noting = { execute: async (job?: unknown) => void done.push(job) };
    await start({ applyWebhook: noting, settlePayment: noting, settleRefund: noting, fulfilStars: noting });
    const jobs = [
      { name: 'apply-webhook', source: 'heleket', eventKey: '1' },
      { name: 'settle-payment', paymentId: '2' },
      { name: 'settle-refund', refundId: '3' },
      { name: 'fulfil-order', orderId: '4' },
    ] as const;
    queue.push(jobs);
    await queue.idle();
    expect(done).to.deep.equal(jobs);
  });

  it('goes on looking at the rows after a look that failed', async () => {
    let looks = 0;
    const looking = async (): Promise<void> => {
      looks += 1;
      if (looks === 1) throw new Error('the store is away');
    };
    await start({ sweepDueWork: { execute: looking } });
    await until(() => (looks > 2 ? true : undefined), () => `${looks} looks`);
    expect(shop.logger.lines.filter(({ message }) => message.startsWith('the sweep failed'))).to.have.length(1);
  });

  it('looks at the rows while a messenger does not answer, and does not wait for it in the end', async () => {
    let looks = 0;
    await start({ sweepDueWork: { execute: async () => void (looks += 1) }, deliverNotices: { execute: () => never } });
    await until(() => (looks > 2 ? true : undefined), () => `${looks} looks`);
    const asked = performance.now();
    await worker.stop(50);
    expect(performance.now() - asked).to.be.lessThan(1_000);
  });

  it('comes again for those who wait for their turn, as early as the first of them may be told, and waits for no look', async () => {
    const answers = [20_000, 5, undefined, undefined];
    let looks = 0;
    const telling = async () => ({ told: 0, nextInMs: answers[looks++] });
    await start({ deliverNotices: { execute: telling } }, 3_600_000);
    queue.push([{ name: 'deliver-notices' }, { name: 'deliver-notices' }]);
    await until(() => (looks > 2 ? true : undefined), () => `${looks} looks`);
    await worker.stop(100);
    expect(looks).to.equal(3);
  });

  it('leaves what a job asks to tell to those who come anyway in a moment', async () => {
    const answers = [50, undefined];
    let looks = 0;
    const telling = async () => ({ told: 0, nextInMs: answers[looks++] });
    await start({ deliverNotices: { execute: telling } }, 3_600_000);
    for (let asked = 0; asked < 5; asked += 1) {
      queue.push([{ name: 'deliver-notices' }]);
      await queue.idle();
    }
    expect(looks).to.equal(1);
    await until(() => (looks > 1 ? true : undefined), () => `${looks} looks`);
    await worker.stop(100);
    expect(looks).to.equal(2);
  });

  it('looks at once when it is woken, at routines too that it has just looked at', async () => {
    const looks = { sweep: 0, routines: 0 };
    const sweepDueWork = { execute: async () => void (looks.sweep += 1) };
    const runRoutines = { execute: async () => void (looks.routines += 1) };
    await start({ sweepDueWork, runRoutines }, 60_000);
    for (const count of [1, 2, 3]) {
      worker.wake();
      await until(() => (looks.sweep >= count && looks.routines >= count ? true : undefined), () => JSON.stringify(looks));
    }
    expect(looks).to.deep.equal({ sweep: 3, routines: 3 });
  });

  it('goes on at one pace however often it is woken while it looks, and sleeps on once it has stopped', async () => {
    let looks = 0;
    let end: (() => void) | undefined;
    await start({ sweepDueWork: { execute: () => new Promise<void>((resolve) => ((looks += 1), (end = resolve))) } }, 60_000);
    worker.wake();
    await until(() => end, () => 'no look');
    for (let woken = 0; woken < 5; woken += 1) worker.wake();
    end?.();
    await worker.stop(1_000);
    worker.wake();
    await new Promise((resolve) => setTimeout(resolve, 25));
    expect(looks).to.equal(1);
  });

  it('looks no more once it has stopped', async () => {
    let looks = 0;
    await start({ sweepDueWork: { execute: async () => void (looks += 1) } });
    await until(() => (looks > 0 ? true : undefined), () => 'no look');
    await worker.stop(1_000);
    const before = looks;
    await new Promise((resolve) => setTimeout(resolve, 25));
    expect(looks).to.equal(before);
  });
});
