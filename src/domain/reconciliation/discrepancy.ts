/** Where our books and the outside can disagree. */
export const DISCREPANCY_KINDS = [
  /** The provider has the money and the buyer was never credited. */
  'credit-lost',
  /** The same, and our payment had been given up. */
  'paid-after-expiry',
  /** A credit whose money the provider does not have. */
  'credit-without-payment',
  /** More or less was booked than really moved. */
  'amount-differs',
  /** The ledger holds more credits of one charge than its payment says. */
  'credit-doubled',
  /** Somebody paid an invoice that is none of ours. */
  'unknown-invoice',
  /** The provider has given money back that still counts here. */
  'refunded-there-only',
  /** The chain took another fee than was booked. */
  'fee-differs',
  /** Our wallet paid for something that no attempt of ours stands for. */
  'chain-payment-unbooked',
  /** An attempt counts as paid and the chain shows no payment. */
  'attempt-paid-unseen',
  /** The buyer has paid and has been waiting far too long. */
  'delivery-overdue',
  /** An order is over and its price is still held. */
  'hold-left',
  /** A panel keeps an account of ours that no subscription stands behind any more. */
  'account-orphaned',
  /** The name of an account of ours is somebody else's at its panel. */
  'account-foreign',
  /** Somebody's time runs and the panel does not know their account. */
  'account-missing',
  /** Somebody changed an account by hand at its panel. */
  'account-drifted',
] as const;

export type DiscrepancyKind = (typeof DISCREPANCY_KINDS)[number];

export interface Discrepancy {
  readonly kind: DiscrepancyKind;
  /** Whom our rows were compared with: a gateway's id, `wallet`, `panel:<id>`, or `shop` for our rows among themselves. */
  readonly source: string;
  /** Id of the payment, invoice, attempt, transaction or order it is about; of an account, its panel and its key. */
  readonly subject: string;
  /** When that came into being: which windows of time it falls into. */
  readonly subjectAt: Date;
  /** Ids and amounts for the operator, never a secret. */
  readonly facts: Readonly<Record<string, string>>;
}

/** `accepted`: a person knows of it and wants to hear no more. */
export type DiscrepancyState = 'open' | 'resolved' | 'accepted';

/**
 * What the shop can mend by itself: asking the provider again credits what is owed, once; a missing account is made again under its
 * name. What was changed by hand is a person's affair.
 */
export function repairOf(kind: DiscrepancyKind): 'settle' | 'make-again' | undefined {
  if (kind === 'credit-lost' || kind === 'paid-after-expiry') return 'settle';
  return kind === 'account-missing' ? 'make-again' : undefined;
}

/** The subject of a discrepancy about an account. */
export function accountSubject(panelId: string, key: string): string {
  return `${panelId}:${key}`;
}

/** What `accountSubject` was made of. */
export function accountIn(subject: string): { readonly panelId: string; readonly key: string } {
  const [panelId = '', key = ''] = subject.split(':');
  return { panelId, key };
}
