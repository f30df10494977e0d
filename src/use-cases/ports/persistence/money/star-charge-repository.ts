import type { StarCharge } from '#domain/payments/star-charge.js';

/** A yes to Telegram: until then nobody else may pay the same payment. */
export interface CheckoutApproval {
  readonly paymentId: string;
  /** The question that was answered with it. */
  readonly queryId: string;
  readonly until: Date;
}

/** What was paid with Telegram Stars, one row a charge, and who may be paying right now. */
export interface StarChargeRepository {
  /** Keeps a charge once: a known id leaves everything as it is. */
  add(charge: StarCharge): Promise<'new' | 'known'>;
  find(chargeId: string): Promise<StarCharge | undefined>;
  /** Marks a charge as given back; false when it is unknown or was marked before. */
  saveRefund(chargeId: string, at: Date): Promise<boolean>;
  /** The charges of these payments, the oldest first. */
  of(paymentIds: readonly string[]): Promise<readonly StarCharge[]>;
  /** Charges since then that name no payment of ours, the oldest first. */
  unclaimed(since: Date): Promise<readonly StarCharge[]>;
  /** Gives the approval, or gives it again to the same question; false while another question has it. */
  approve(approval: CheckoutApproval, now: Date): Promise<boolean>;
}
