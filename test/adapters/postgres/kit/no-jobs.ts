import type { TransactionalJobs } from '#adapters/outbound/postgres/pg-boss-job-queue.js';

/** For tests in which nothing is owed to a worker. */
export const noJobs: TransactionalJobs = { outbox: () => ({ enqueue: () => Promise.resolve() }), wake: () => undefined };
