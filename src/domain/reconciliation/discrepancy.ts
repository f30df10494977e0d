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
] as const;

export type DiscrepancyKind = (typeof DISCREPANCY_KINDS)[number];

export interface Discrepancy {
  readonly kind: DiscrepancyKind;
  /** Whom our rows were compared with: a gateway's id, `wallet`, or `shop` for our rows among themselves. */
  readonly source: string;
  /** Id of the payment, invoice, attempt, transaction or order it is about. */
  readonly subject: string;
  /** When that came into being: which windows of time it falls into. */
  readonly subjectAt: Date;
  /** Ids and amounts for the operator, never a secret. */
  readonly facts: Readonly<Record<string, string>>;
}

/** `accepted`: a person knows of it and wants to hear no more. */
export type DiscrepancyState = 'open' | 'resolved' | 'accepted';

/** What the shop can mend by itself: asking the provider again credits what is owed, once. */
export function isRepairable(kind: DiscrepancyKind): boolean {
  return kind === 'credit-lost' || kind === 'paid-after-expiry';
}
