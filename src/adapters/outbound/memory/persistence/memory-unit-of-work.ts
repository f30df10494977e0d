import type { Transaction, UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { Job } from '#use-cases/ports/runtime/job-queue.js';
import { checkAtCommit } from './integrity.js';
import { emptyState, forkState, type MemoryState } from './memory-state.js';
import { memoryTransaction } from './memory-transaction.js';
import { assertNoOpenTransaction, insideTransaction } from './open-transaction.js';

export interface MemoryUnitOfWorkOptions {
  readonly clock?: Clock;
  /** Told about the jobs of each transaction once it has committed; without it they wait in `takeJobs`. */
  readonly onJobs?: (jobs: readonly Job[]) => void;
}

/**
 * The shop's data in process memory, under the same guards as the database. One transaction runs at a time, in arrival order;
 * it works on a fork that replaces the whole when it commits, so a throw leaves nothing and readers never see it half done.
 */
export class MemoryUnitOfWork implements UnitOfWork {
  private state: MemoryState = emptyState();
  private waitingJobs: Job[] = [];
  private tail: Promise<unknown> = Promise.resolve();
  private running = false;

  constructor(private readonly options: MemoryUnitOfWorkOptions = {}) {}

  /** Fails a test in which an outside system is called inside a transaction. */
  static assertNoOpenTransaction(action = 'an outside system was called'): void {
    assertNoOpenTransaction(action);
  }

  /** Whether a transaction is running now, whoever runs it. */
  get open(): boolean {
    return this.running;
  }

  /** What is committed; for the read models beside it and for assertions. */
  get committed(): MemoryState {
    return this.state;
  }

  run<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    try {
      assertNoOpenTransaction('a transaction was begun');
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
    const turn = this.tail.then(() => this.transact(work));
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  /** The jobs of committed transactions that nobody took, in order; they are taken now. */
  takeJobs(): readonly Job[] {
    const jobs = this.waitingJobs;
    this.waitingJobs = [];
    return jobs;
  }

  /** Forgets everything. */
  reset(): void {
    this.state = emptyState();
    this.waitingJobs = [];
  }

  private async transact<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    const draft = forkState(this.state);
    const session = memoryTransaction(draft, this.options.clock);
    this.running = true;
    try {
      const result = await insideTransaction(() => work(session.transaction));
      session.end();
      checkAtCommit(draft);
      this.state = draft;
      this.hand(draft.jobs);
      return result;
    } finally {
      session.close();
      this.running = false;
    }
  }

  private hand(jobs: readonly Job[]): void {
    if (jobs.length === 0) return;
    if (this.options.onJobs) this.options.onJobs(jobs);
    else this.waitingJobs.push(...jobs);
  }
}
