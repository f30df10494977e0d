import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Clock } from '../ports/runtime/clock.js';

/** The rows' source: apart from `telegram`, whose rows say what is handled. */
export const SHELF = 'telegram-shelf';

export interface ShelvedUpdate {
  readonly updateId: number;
  readonly body: Uint8Array;
}

/** Updates that are taken from Telegram for good before they are handled, so that it shows what stands behind them. They outlive the process. */
export class UpdateShelf {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Once it resolves, Telegram may forget them. Repeatable. */
  put(updates: readonly ShelvedUpdate[]): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      for (const { updateId, body } of updates) {
        await tx.inbox.add({ source: SHELF, eventKey: String(updateId), body, receivedAt: this.clock.now() });
      }
    });
  }

  /** Those that nobody has handled, in the order in which they happened. */
  async list(limit: number): Promise<readonly ShelvedUpdate[]> {
    const messages = await this.unitOfWork.run((tx) => tx.inbox.waiting(SHELF, limit));
    return messages.map(({ eventKey, body }) => ({ updateId: Number(eventKey), body })).sort((one, other) => one.updateId - other.updateId);
  }

  async remove(updateId: number): Promise<void> {
    await this.unitOfWork.run((tx) => tx.inbox.processed(SHELF, String(updateId), this.clock.now()));
  }
}
