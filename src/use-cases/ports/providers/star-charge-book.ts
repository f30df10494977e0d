import type { StarCharge } from '#domain/payments/star-charge.js';
import type { Money } from '#domain/shared/money.js';

/** A payment that waits for Stars, or got them. */
export interface StarInvoice {
  readonly paymentId: string;
  readonly asked: Money;
  readonly createdAt: Date;
  /** All that came for it, the oldest first. */
  readonly charges: readonly StarCharge[];
}

/** The shop's memory of what was paid with Stars: Telegram has no invoices that could be asked about, only charges. */
export interface StarChargeBook {
  /** Undefined for a payment that is not ours, or not to be made with Stars. */
  find(paymentId: string): Promise<StarInvoice | undefined>;
  /** Payments that were opened since then. */
  openedSince(since: Date): Promise<readonly StarInvoice[]>;
  /** Charges since then that name no payment of ours. */
  unclaimedSince(since: Date): Promise<readonly StarCharge[]>;
  /** Takes in what Telegram's list has and the shop does not. Repeatable. Throws `ProviderError`. */
  collect(): Promise<void>;
  /** Remembers that these charges were given back; their payment is settled by it. Repeatable. */
  refunded(charges: readonly StarCharge[]): Promise<void>;
}
