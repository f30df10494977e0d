import type { Job } from '#use-cases/ports/runtime/job-queue.js';
import type { TestShop } from './a-shop.js';

type Workers = Pick<
  TestShop,
  'applyWebhook' | 'settlePayment' | 'settleRefund' | 'fulfilStars' | 'syncAccount' | 'lookAtAccount' | 'attendSubscription' | 'giveBackOverdue' | 'deliverNotices'
>;

/** Does one job the way a worker does. */
export async function runJob(shop: Workers, job: Job): Promise<void> {
  if (job.name === 'apply-webhook') return shop.applyWebhook.execute(job);
  if (job.name === 'settle-payment') return shop.settlePayment.execute(job);
  if (job.name === 'settle-refund') return shop.settleRefund.execute(job);
  if (job.name === 'fulfil-order') return shop.fulfilStars.execute(job);
  if (job.name === 'sync-account') return shop.syncAccount.execute(job);
  if (job.name === 'look-at-account') return shop.lookAtAccount.execute(job);
  if (job.name === 'attend-subscription') return shop.attendSubscription.execute(job);
  if (job.name === 'give-back-overdue') return shop.giveBackOverdue.execute(job);
  await shop.deliverNotices.execute();
}

/** Does all the jobs that are waiting, and those that they cause, until there is none. */
export async function runJobs(shop: TestShop): Promise<void> {
  for (let jobs = shop.memory.takeJobs(); jobs.length > 0; jobs = shop.memory.takeJobs()) {
    for (const job of jobs) await runJob(shop, job);
  }
}

/** Lets time pass in steps, sweeping for due work after each, as the running service does. */
export async function letTimePass(shop: TestShop, minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 1) {
    shop.clock.advance(60_000);
    await shop.sweepDueWork.execute();
    await runJobs(shop);
  }
}
