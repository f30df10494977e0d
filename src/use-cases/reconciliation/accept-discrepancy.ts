import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Clock } from '../ports/runtime/clock.js';

/** An operator has looked at a discrepancy and lets it be: it is neither counted nor told of again. */
export class AcceptDiscrepancy {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Throws `DiscrepancyNotFound` for an id that is not open. */
  execute(command: { readonly id: string; readonly note: string }): Promise<void> {
    return this.unitOfWork.run((tx) => tx.discrepancies.accept(command.id, command.note, this.clock.now()));
  }
}
