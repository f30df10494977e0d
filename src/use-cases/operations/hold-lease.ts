import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Clock } from '../ports/runtime/clock.js';

export interface HoldLeaseCommand {
  /** What only one process may do at a time. */
  readonly name: string;
  /** Another one for each process. */
  readonly holder: string;
  /** Counted from now; 0 gives it back. */
  readonly forMs: number;
}

/** Decides which of several processes may do something now. One that dies keeps the others waiting no longer than its lease. */
export class HoldLease {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Takes the lease or makes it longer; false while another process holds it. */
  execute({ name, holder, forMs }: HoldLeaseCommand): Promise<boolean> {
    const key = `lease:${name}`;
    return this.unitOfWork.run(async (tx) => {
      const now = this.clock.now().getTime();
      const current = leaseOf(await tx.settings.lock(key));
      if (current && current.holder !== holder && current.until > now) return false;
      await tx.settings.save(key, { holder, until: now + forMs });
      return true;
    });
  }
}

function leaseOf(stored: unknown): { readonly holder: string; readonly until: number } | undefined {
  if (typeof stored !== 'object' || stored === null || !('holder' in stored) || !('until' in stored)) return undefined;
  return { holder: String(stored.holder), until: Number(stored.until) };
}
