import type { Lock } from '#use-cases/ports/runtime/lock.js';

/** One holder a key within this process, in arrival order; a holder that throws lets the next one in. */
export class MemoryLock implements Lock {
  private readonly tails = new Map<string, Promise<unknown>>();

  withLock<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.tails.get(key) ?? Promise.resolve();
    const turn = before.then(work);
    const tail: Promise<void> = turn.then(
      () => this.leave(key, tail),
      () => this.leave(key, tail),
    );
    this.tails.set(key, tail);
    return turn;
  }

  /** How many keys are held or waited for. */
  get size(): number {
    return this.tails.size;
  }

  private leave(key: string, tail: Promise<unknown>): void {
    if (this.tails.get(key) === tail) this.tails.delete(key);
  }
}
