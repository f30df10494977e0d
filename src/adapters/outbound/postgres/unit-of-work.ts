import type { Transaction, UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import type { Job, JobOutbox } from '#use-cases/ports/runtime/job-queue.js';
import type { Database } from './connection.js';
import { DatabaseSession } from './driver/database-session.js';
import { repeating } from './driver/repeating.js';
import type { TransactionalJobs } from './pg-boss-job-queue.js';
import { repositoriesOver } from './repositories/repositories.js';

/** Transactions on Postgres at READ COMMITTED: every rule is a unique key, a check, a trigger or a guarded single-row update. */
export class PostgresUnitOfWork implements UnitOfWork {
  constructor(
    private readonly database: Database,
    private readonly jobs: TransactionalJobs,
  ) {}

  run<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    return repeating(() => this.runOnce(work));
  }

  private async runOnce<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    const owed: Job[] = [];
    const result = await DatabaseSession.transaction(this.database.knex, (session) => {
      const outbox = this.jobs.outbox(session);
      const jobs: JobOutbox = {
        enqueue: (job) => {
          owed.push(job);
          return outbox.enqueue(job);
        },
      };
      return work({ ...repositoriesOver(session), jobs });
    });
    if (owed.length > 0) this.jobs.wake();
    return result;
  }
}
