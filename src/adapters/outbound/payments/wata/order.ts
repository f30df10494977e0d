import { isCurrency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import { moneyOf, type WireLink, type WireTransaction } from './wire.js';

/**
 * What our invoice id says. Wata deletes a link when its time is over and finds everything by our order id, so the name carries what
 * a payment must still be told by when nothing is left of the link: whose it was and what it asked for.
 */
export interface OrderName {
  /** Our payment id; undefined for money that came without one. */
  readonly paymentId: string | undefined;
  readonly linkId: string;
  readonly amount: Money;
}

/** All that Wata has under one order id now. */
export interface WataOrder {
  readonly name: OrderName;
  /** Undefined once it is deleted, and where nobody needed to look. */
  readonly link: WireLink | undefined;
  readonly transactions: readonly WireTransaction[];
}

const NAME = /^([0-9A-Za-z-]{1,64})_([0-9A-Za-z-]{1,64})_(\d{1,15})_([A-Z]{3,4})$/;

/** Payment, link, minor units and currency, such as `0190…_3fa8…_118800_RUB`. */
export function invoiceIdOf({ paymentId = '', linkId, amount }: OrderName): string {
  return [paymentId, linkId, amount.minor, amount.currency].join('_');
}

export function nameOf(invoiceId: string): OrderName | undefined {
  const [, paymentId, linkId, minor, currency] = NAME.exec(invoiceId) ?? [];
  if (paymentId === undefined || linkId === undefined || minor === undefined || currency === undefined || !isCurrency(currency)) return undefined;
  return { paymentId, linkId, amount: Money.of(BigInt(minor), currency) };
}

/** Puts together what was found under one order id; undefined when nothing there says what was asked for. */
export function orderOf(paymentId: string | undefined, links: readonly WireLink[], transactions: readonly WireTransaction[]): WataOrder | undefined {
  const link = links.find(({ status }) => status === 'Opened') ?? links[0];
  const payments = transactions.filter(({ kind }) => kind === 'Payment');
  const payment = payments.find(({ status }) => status === 'Paid') ?? payments[0];
  // A link over a fixed amount makes transactions over just that amount.
  const source = link ?? payment;
  const amount = source && moneyOf(source);
  if (!amount) return undefined;
  return { name: { paymentId, linkId: link?.id ?? payment?.paymentLinkId ?? source.id, amount }, link, transactions };
}
