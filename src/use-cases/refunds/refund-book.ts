import { refundHold, refundLoss, refundLossBack, refundRelease } from '#domain/refunds/refund-ledger.js';
import type { Refund } from '#domain/refunds/refund.js';
import type { OperatorAlerts } from '../operations/operator-alerts.js';
import type { Transaction } from '../ports/persistence/unit-of-work.js';
import type { Ids } from '../ports/runtime/ids.js';

/** Writes how a refund begins and ends into the ledger, the buyer's history and the outbox, in the caller's transaction. */
export class RefundBook {
  constructor(
    private readonly alerts: OperatorAlerts,
    private readonly ids: Ids,
  ) {}

  /** Holds the amount of a refund that was just requested. Throws `InsufficientFunds`. */
  async hold(tx: Transaction, refund: Refund, now: Date): Promise<void> {
    if (refund.loss.isPositive()) await tx.ledger.post(refundLoss(refund));
    await tx.ledger.post(refundHold(refund));
    await tx.statement.add({
      id: this.ids.next(),
      userId: refund.userId,
      type: 'refund',
      status: 'processing',
      amount: refund.amount,
      description: 'payment-refund',
      externalId: `refund:${refund.id}`,
      metadata: { refundId: refund.id, gateway: refund.gateway },
      createdAt: now,
    });
    await this.tell(tx, refund, 'refund-started', now);
    await tx.jobs.enqueue({ name: 'settle-refund', refundId: refund.id });
  }

  /** The money surely stays: the buyer has it back, and the shop what it was to bear. */
  async refused(tx: Transaction, refund: Refund, failure: string, now: Date): Promise<void> {
    await tx.refunds.save(refund.refused(failure));
    if (!refund.isHolding) return;
    await tx.ledger.post(refundRelease(refund));
    if (refund.loss.isPositive()) await tx.ledger.post(refundLossBack(refund));
    await tx.statement.update(`refund:${refund.id}`, { status: 'cancelled' });
    await this.tell(tx, refund, 'refund-refused', now);
    await this.alert(tx, 'refund-refused', refund, { failure }, now);
  }

  async alert(tx: Transaction, alert: string, refund: Refund, facts: Readonly<Record<string, string>>, now: Date): Promise<void> {
    const about = { refund: refund.id, payment: refund.paymentId, gateway: refund.gateway, amount: refund.amount.toString() };
    await this.alerts.raise(tx, alert, refund.id, { ...about, ...facts }, now);
    await tx.jobs.enqueue({ name: 'deliver-notices' });
  }

  private async tell(tx: Transaction, refund: Refund, kind: 'refund-started' | 'refund-refused', now: Date): Promise<void> {
    const { available } = await tx.ledger.balance(refund.userId, refund.amount.currency);
    const news = { refundId: refund.id, amount: refund.amount.toJSON(), balance: available.toJSON(), destination: refund.destination };
    await tx.notices.add(`refund:${refund.id}:${kind}`, refund.userId, { kind, ...news }, now);
    await tx.jobs.enqueue({ name: 'deliver-notices' });
  }
}
