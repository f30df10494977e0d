import type { Refund } from '#domain/refunds/refund.js';
import type { Transaction, UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { RefundBook } from './refund-book.js';
import { RefundNotWaiting } from './refund-errors.js';
import { requireReturnable } from './request-refund.js';

/**
 * `approve`: the second step of a refund at a loss. `resend` and `withdraw`: after a person has made sure at the provider that a refund
 * with no sign of it was not carried out; `withdraw` also takes back one that was never sent.
 */
export type RefundDecision = 'approve' | 'resend' | 'withdraw';

/** Carries out what an operator decides about a refund that waits for a person. */
export class DecideRefund {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly book: RefundBook,
    private readonly clock: Clock,
  ) {}

  /** Throws `RefundNotFound`, `RefundNotWaiting`; an approval also `NotRefundable` and `InsufficientFunds`. */
  async execute(command: { readonly refundId: string; readonly decision: RefundDecision }): Promise<Refund> {
    const { paymentId } = await this.unitOfWork.run((tx) => tx.refunds.get(command.refundId));
    return this.unitOfWork.run(async (tx) => {
      await tx.payments.lock(paymentId);
      const refund = await tx.refunds.lock(command.refundId);
      await this[command.decision](tx, refund, this.clock.now());
      return tx.refunds.get(refund.id);
    });
  }

  private async approve(tx: Transaction, refund: Refund, now: Date): Promise<void> {
    if (refund.state !== 'proposed') throw new RefundNotWaiting(refund.state);
    await requireReturnable(tx, await tx.payments.get(refund.paymentId));
    const approved = refund.approved(now);
    await tx.refunds.save(approved);
    await this.book.hold(tx, approved, now);
  }

  private async resend(tx: Transaction, refund: Refund, now: Date): Promise<void> {
    if (refund.state !== 'unknown') throw new RefundNotWaiting(refund.state);
    await tx.refunds.save(refund.notSent(undefined, now, 0));
    await tx.jobs.enqueue({ name: 'settle-refund', refundId: refund.id });
  }

  private async withdraw(tx: Transaction, refund: Refund, now: Date): Promise<void> {
    if (!['proposed', 'requested', 'unknown'].includes(refund.state)) throw new RefundNotWaiting(refund.state);
    await this.book.refused(tx, refund, 'withdrawn', now);
  }
}
