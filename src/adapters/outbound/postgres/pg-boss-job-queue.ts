import type PgBoss from 'pg-boss';
import type { Job, JobHandler, JobOutbox, JobQueue } from '#use-cases/ports/runtime/job-queue.js';
import type { Logger } from '#use-cases/ports/runtime/logger.js';
import type { Database } from './connection.js';
import type { DatabaseSession } from './driver/database-session.js';
import { jobStore, putJob, takeJobs } from './job-store.js';

/** Jobs that become visible with the commit of the transaction that enqueued them. */
export interface TransactionalJobs {
  outbox(session: DatabaseSession): JobOutbox;
  /** Says that a commit made jobs visible; a worker in this process looks at once. */
  wake(): void;
}

export interface JobQueueOptions {
  /** How many jobs run at the same time in this process. */
  readonly concurrency?: number;
  /** How long a job of another process may stay unseen. */
  readonly pollMs?: number;
}

/**
 * The job queue on pg-boss. A job is taken off the queue as it is handed out: what a crash or a failing handler leaves undone
 * is found in the rows by the sweeper, never by a second delivery that could run beside the first.
 */
export class PgBossJobQueue implements JobQueue, TransactionalJobs {
  private readonly boss: PgBoss;
  private readonly concurrency: number;
  private readonly pollMs: number;
  private readonly running = new Set<Promise<void>>();
  private stopping = false;
  private missedCall = false;
  private moreMayWait = false;
  private ring: (() => void) | undefined;
  private loop: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
    options: JobQueueOptions = {},
  ) {
    this.boss = jobStore(database);
    this.concurrency = options.concurrency ?? 20;
    this.pollMs = options.pollMs ?? 1_000;
  }

  outbox(session: DatabaseSession): JobOutbox {
    return { enqueue: (job) => putJob(session, job, priorityOf(job)) };
  }

  wake(): void {
    this.missedCall = true;
    this.ring?.();
  }

  /** Needs the tables that `migrateToLatest` makes. Clears away what a killed worker had in hand. */
  async start(handler: JobHandler): Promise<void> {
    await this.boss.maintain();
    this.stopping = false;
    this.loop = this.takeJobs(handler);
  }

  async stop(graceMs: number): Promise<void> {
    this.stopping = true;
    this.wake();
    await inTime(graceMs, async () => {
      await this.loop;
      await Promise.all(this.running);
    });
  }

  private async takeJobs(handler: JobHandler): Promise<void> {
    while (!this.stopping) {
      this.missedCall = false;
      const room = this.concurrency - this.running.size;
      const taken = room > 0 ? await this.take(room) : [];
      for (const job of withoutTwins(taken)) this.run(handler, job);
      // Fewer than there was room for were all there are: another look is worth it only when somebody calls.
      this.moreMayWait = taken.length === room;
      if (taken.length < room || room === 0) await this.nextCall();
    }
  }

  /** Takes up to `room` jobs off the queue. */
  private async take(room: number): Promise<readonly Job[]> {
    try {
      return await takeJobs<Job>(this.database, room);
    } catch (error) {
      this.logger.warn({ err: error }, 'jobs could not be taken');
      return [];
    }
  }

  private run(handler: JobHandler, job: Job): void {
    const finished = this.attempt(handler, job).finally(() => {
      this.running.delete(finished);
      if (this.moreMayWait) this.ring?.();
    });
    this.running.add(finished);
  }

  private async attempt(handler: JobHandler, job: Job): Promise<void> {
    try {
      await handler(job);
    } catch (error) {
      this.logger.warn({ err: error, job }, 'a job failed; the sweeper will find what it left');
    }
  }

  /** Until somebody wakes the queue, a running job makes room, or the time to look anyway has come. */
  private async nextCall(): Promise<void> {
    if (this.missedCall) return;
    const called = new Promise<void>((resolve) => {
      this.ring = resolve;
    });
    await inTime(this.pollMs, () => called);
    this.ring = undefined;
  }
}

/** Twins in one batch are one job. */
function withoutTwins(jobs: readonly Job[]): Iterable<Job> {
  return new Map(jobs.map((job) => [JSON.stringify(job), job])).values();
}

/** In a rush, money first and words after it. */
function priorityOf(job: Job): number {
  return job.name === 'deliver-notices' ? 0 : 1;
}

/** Waits for `work`, but no longer than `ms`. */
async function inTime(ms: number, work: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work(), late]);
  clearTimeout(timer);
}
