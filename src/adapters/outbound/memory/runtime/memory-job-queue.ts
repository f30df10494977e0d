import type { Job, JobHandler, JobQueue } from '#use-cases/ports/runtime/job-queue.js';

/** Jobs in process memory, handed on in order; what is left at a stop is lost, as a hint may be. */
export class MemoryJobQueue implements JobQueue {
  private readonly waiting: Job[] = [];
  private readonly running = new Set<Promise<void>>();
  private handler: JobHandler | undefined;

  constructor(
    private readonly concurrency = 4,
    private readonly onFailure: (job: Job, error: unknown) => void = () => undefined,
  ) {}

  /** Takes the jobs of a transaction that has committed. */
  push(jobs: readonly Job[]): void {
    this.waiting.push(...jobs);
    this.drain();
  }

  async start(handler: JobHandler): Promise<void> {
    this.handler = handler;
    this.drain();
  }

  async stop(graceMs: number): Promise<void> {
    this.handler = undefined;
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([Promise.all(this.running), grace]);
    clearTimeout(timer);
  }

  /** Resolves once nothing runs and nothing waits, jobs of jobs included. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.race(this.running);
  }

  private drain(): void {
    while (this.handler && this.running.size < this.concurrency) {
      const job = this.waiting.shift();
      if (!job) return;
      const run = this.runOne(this.handler, job).finally(() => {
        this.running.delete(run);
        this.drain();
      });
      this.running.add(run);
    }
  }

  private async runOne(handler: JobHandler, job: Job): Promise<void> {
    try {
      await handler(job);
    } catch (error) {
      this.onFailure(job, error);
    }
  }
}
