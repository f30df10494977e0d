import { REFUND_STATES } from '#domain/refunds/refund-states.js';
import type { Refund } from '#domain/refunds/refund.js';
import type { RefundRepository } from '#use-cases/ports/persistence/money/refund-repository.js';
import { RefundExists, RefundNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import { earliest, isDue, refuseIf, requireMove, requireUser } from '../integrity.js';
import type { MemoryState } from '../memory-state.js';

/** Refunds in process memory, under the schema's guards. */
export class MemoryRefundRepository implements RefundRepository {
  constructor(private readonly state: MemoryState) {}

  async add(refund: Refund): Promise<void> {
    refuseIf(this.state.refunds.find(refund.id) !== undefined, `refund ${refund.id} exists`);
    refuseIf(this.state.payments.find(refund.paymentId) === undefined, `refund ${refund.id} is of no payment`);
    requireUser(this.state, refund.userId);
    refuseIf(!refund.amount.isPositive() || refund.loss.minor < 0n || refund.loss.compare(refund.amount) > 0, 'a refund has a positive amount and a loss within it');
    if (this.standing(refund.paymentId)) throw new RefundExists(refund.paymentId);
    this.put(refund);
  }

  async get(refundId: string): Promise<Refund> {
    const refund = this.state.refunds.find(refundId);
    if (!refund) throw new RefundNotFound();
    return refund;
  }

  lock(refundId: string): Promise<Refund> {
    return this.get(refundId);
  }

  async lockStanding(paymentId: string): Promise<Refund | undefined> {
    return this.standing(paymentId);
  }

  async save(refund: Refund): Promise<void> {
    const before = await this.get(refund.id);
    requireMove(REFUND_STATES, before.state, refund.state);
    this.put(refund);
  }

  async due(now: Date, limit: number): Promise<readonly string[]> {
    const due = this.state.refunds.where((refund) => isDue(refund.nextAttemptAt, now));
    return earliest(due, (refund) => refund.nextAttemptAt)
      .slice(0, limit)
      .map((refund) => refund.id);
  }

  private standing(paymentId: string): Refund | undefined {
    return this.state.refunds.where((refund) => refund.paymentId === paymentId && refund.state !== 'refused')[0];
  }

  private put(refund: Refund): void {
    this.state.refunds.put(refund.id, refund);
    this.state.movedRefunds.add(refund.id);
  }
}
