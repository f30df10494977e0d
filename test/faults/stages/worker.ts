import type { Database } from '#adapters/outbound/postgres/connection.js';
import { JOBS_QUEUE, jobStore } from '#adapters/outbound/postgres/job-store.js';
import type { Job } from '#use-cases/ports/runtime/job-queue.js';
import type { TestShop } from '../../builders/shop/a-shop.js';
import { runJob } from '../../builders/shop/run-jobs.js';

const MOST_JOBS = 20;

/** Does what `take` hands out until there is nothing left. What `mayFail` forgives is left to the sweeper, as by a worker. */
export async function workOff(shop: Parameters<typeof runJob>[0], take: () => Promise<readonly Job[]>, mayFail: (error: unknown) => boolean): Promise<void> {
  const leave = (error: unknown): [] => {
    if (!mayFail(error)) throw error;
    return [];
  };
  for (let jobs = await take().catch(leave); jobs.length > 0; jobs = await take().catch(leave)) {
    for (const job of jobs) await runJob(shop, job).catch(leave);
  }
}

/**
 * Takes jobs off the queue with the two statements of the queue's own loop, which would take them in its own time. Jobs of one moment
 * come in any order there; here in one order, so that a second performance makes the calls of the first.
 */
export async function takeJobs(database: Database): Promise<readonly Job[]> {
  const boss = jobStore(database);
  const taken = await boss.fetch<Job>(JOBS_QUEUE, { batchSize: MOST_JOBS });
  if (taken.length > 0) await boss.deleteJob(JOBS_QUEUE, taken.map((job) => job.id));
  const named = new Map(taken.map(({ data }) => [JSON.stringify(data), data]));
  return [...named].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, job]) => job);
}

/** What a worker does every few seconds besides. */
export async function tick(shop: Pick<TestShop, 'sweepDueWork' | 'deliverNotices'>): Promise<void> {
  await shop.sweepDueWork.execute();
  await shop.deliverNotices.execute();
}
