import type { UserId } from '#domain/customers/customer.js';
import type { Transaction } from '../ports/persistence/unit-of-work.js';

/** Tells the operators what needs a person: one notice each and alert key, through the outbox. */
export class OperatorAlerts {
  constructor(private readonly admins: readonly UserId[]) {}

  async raise(tx: Transaction, alert: string, subject: string, facts: Readonly<Record<string, string>>, now: Date): Promise<void> {
    for (const admin of this.admins) {
      await tx.notices.add(`alert:${alert}:${subject}:${admin}`, admin, { kind: 'operator-alert', alert, facts }, now);
    }
  }
}
