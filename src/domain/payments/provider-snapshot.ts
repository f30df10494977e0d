import type { Money } from '../shared/money.js';

export type ProviderState =
  | 'awaiting'
  | 'confirming'
  | 'partially_paid'
  | 'paid'
  | 'underpaid'
  | 'expired'
  | 'failed'
  | 'held'
  | 'refund_pending'
  | 'refunded'
  | 'refund_failed';

/** A way to pay that the provider keeps for the payer; `label` is what the payer knows it by. */
export interface SavedMethod {
  readonly token: string;
  readonly label: string;
}

/** What a gateway says about one invoice now, in the shop's terms. Amounts are in the invoice's currency. */
export interface ProviderSnapshot {
  readonly invoiceId: string;
  /** Our payment id as the provider repeats it. */
  readonly paymentId: string | undefined;
  readonly state: ProviderState;
  /** The provider's own word that nothing more will happen; credit needs it not to be false. */
  readonly final: boolean;
  readonly requested: Money | undefined;
  /** All that arrived so far in the invoice's currency; undefined when the provider does not say or cannot be converted. */
  readonly received: Money | undefined;
  /** The provider's own status word, for the log and the operator. */
  readonly providerStatus: string;
  /** Play money where the shop expects real money: never credited. */
  readonly test?: boolean | undefined;
  /** What was paid with, where it may be charged again. */
  readonly savedMethod?: SavedMethod | undefined;
}
