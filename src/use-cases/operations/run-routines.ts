import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { Logger } from '../ports/runtime/logger.js';

/** Something the shop does every so often, whichever of its processes comes first. */
export interface Routine {
  readonly name: string;
  readonly everyMs: number;
  /** Repeatable: two processes may do it at once. */
  run(): Promise<unknown>;
}

/** One that failed, or whose process died over it, is tried again after this long. */
const RETRY_MS = 15 * 60_000;

/** Does what is due of the routines. When each was done last is a row, so a restart neither forgets nor repeats one. */
export class RunRoutines {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly routines: readonly Routine[],
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Answers the names of those that were done. */
  async execute(): Promise<readonly string[]> {
    const done: string[] = [];
    for (const routine of this.routines) {
      const now = this.clock.now();
      if (!(await this.claim(routine, now))) continue;
      try {
        await routine.run();
        await this.unitOfWork.run((tx) => tx.settings.save(keyOf(routine), stampOf(now.getTime())));
        done.push(routine.name);
      } catch (error) {
        this.logger.warn({ err: error, routine: routine.name }, 'a routine failed; it will be tried again');
      }
    }
    return done;
  }

  /** A shop that never did it begins to count now: on its first day there is nothing to look back on. */
  private claim(routine: Routine, now: Date): Promise<boolean> {
    return this.unitOfWork.run(async (tx) => {
      const key = keyOf(routine);
      const last = timeOf(await tx.settings.lock(key));
      if (last !== undefined && now.getTime() - last < routine.everyMs) return false;
      // Until it is done it counts as due again soon: nobody may be left to say that it failed.
      await tx.settings.save(key, stampOf(last === undefined ? now.getTime() : now.getTime() - routine.everyMs + RETRY_MS));
      return last !== undefined;
    });
  }
}

function keyOf({ name }: Routine): string {
  return `routine:${name}`;
}

function stampOf(time: number): { readonly at: string } {
  return { at: new Date(time).toISOString() };
}

function timeOf(stored: unknown): number | undefined {
  const at = typeof stored === 'object' && stored !== null && 'at' in stored ? Date.parse(String(stored.at)) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}
