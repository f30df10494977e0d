import type { StarCharge } from '#domain/payments/star-charge.js';
import type { CheckoutApproval, StarChargeRepository } from '#use-cases/ports/persistence/money/star-charge-repository.js';
import { earliest, refuseIf } from '../integrity.js';
import type { MemoryState } from '../memory-state.js';

/** Charges in process memory, under the schema's guards. */
export class MemoryStarChargeRepository implements StarChargeRepository {
  constructor(private readonly state: MemoryState) {}

  async add(charge: StarCharge): Promise<'new' | 'known'> {
    if (this.state.starCharges.find(charge.id)) return 'known';
    const { paymentId, amount } = charge;
    refuseIf(paymentId !== undefined && !this.state.payments.find(paymentId), `charge ${charge.id} is for no payment`);
    refuseIf(!amount.isPositive() || amount.currency !== 'XTR', 'a charge brings stars');
    this.state.starCharges.put(charge.id, charge);
    return 'new';
  }

  async find(chargeId: string): Promise<StarCharge | undefined> {
    return this.state.starCharges.find(chargeId);
  }

  async saveRefund(chargeId: string, at: Date): Promise<boolean> {
    const charge = this.state.starCharges.find(chargeId);
    if (!charge || charge.refundedAt) return false;
    this.state.starCharges.put(chargeId, { ...charge, refundedAt: at });
    return true;
  }

  async of(paymentIds: readonly string[]): Promise<readonly StarCharge[]> {
    return this.oldestFirst(({ paymentId }) => paymentId !== undefined && paymentIds.includes(paymentId));
  }

  async unclaimed(since: Date): Promise<readonly StarCharge[]> {
    return this.oldestFirst(({ paymentId, at }) => paymentId === undefined && at >= since);
  }

  async approve(approval: CheckoutApproval, now: Date): Promise<boolean> {
    const { paymentId, queryId } = approval;
    refuseIf(!this.state.payments.find(paymentId), 'an approval is for a payment');
    const standing = this.state.starApprovals.find(paymentId);
    if (standing && standing.until > now && standing.queryId !== queryId) return false;
    this.state.starApprovals.put(paymentId, approval);
    return true;
  }

  private oldestFirst(matches: (charge: StarCharge) => boolean): readonly StarCharge[] {
    return earliest(this.state.starCharges.where(matches), ({ at }) => at);
  }
}
