import type { UserId } from '#domain/customers/customer.js';
import type { DeliveryOutcome, Notice, Notifier } from '#use-cases/ports/providers/notifier.js';
import { assertNoOpenTransaction } from '../persistence/open-transaction.js';

export interface ToldNotice {
  readonly userId: UserId;
  readonly notice: Notice;
}

const SENT: DeliveryOutcome = { outcome: 'sent' };

/** A messenger that remembers what it told whom. Refuses to be called inside a transaction. */
export class MemoryNotifier implements Notifier {
  readonly told: ToldNotice[] = [];
  private readonly script: DeliveryOutcome[] = [];

  /** The next deliveries end like this, one each; nothing is told unless the outcome is `sent`. */
  next(...outcomes: readonly DeliveryOutcome[]): void {
    this.script.push(...outcomes);
  }

  toldTo(userId: UserId): readonly Notice[] {
    return this.told.filter((told) => told.userId === userId).map((told) => told.notice);
  }

  async deliver(userId: UserId, notice: Notice): Promise<DeliveryOutcome> {
    assertNoOpenTransaction('a person was told something');
    const outcome = this.script.shift() ?? SENT;
    if (outcome.outcome === 'sent') this.told.push({ userId, notice });
    return outcome;
  }
}
