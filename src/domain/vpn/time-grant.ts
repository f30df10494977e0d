export type GrantKind = 'purchase' | 'trial' | 'referral' | 'promo' | 'change' | 'gift';

/**
 * Time that was added to a subscription, or taken back: a line of the ledger of time. Its reference is derived from its cause
 * (`order:<id>`, `trial:<person>`, `referral:<order>`, `promo:<code>:<person>`), never random, so that a cause counts once.
 */
export interface TimeGrant {
  readonly ref: string;
  readonly subscriptionId: string;
  readonly kind: GrantKind;
  /** Negative where time is taken back. */
  readonly seconds: number;
  readonly before: Date;
  readonly after: Date;
  readonly at: Date;
}

export const reversalOf = (ref: string): string => `reversal:${ref}`;
