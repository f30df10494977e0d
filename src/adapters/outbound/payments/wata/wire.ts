import { z } from 'zod';
import { isCurrency } from '#domain/shared/currency.js';
import type { Money } from '#domain/shared/money.js';
import { readDecimal, toMoney } from '../../kit/decimal.js';

/** Numbers reach these schemas as their own text (see the JSON reader), so no amount is ever a float. */
const text = z.string().max(255);
const id = z.string().regex(/^[0-9A-Za-z-]{1,64}$/);
const word = z.string().max(60);

const moment = text.transform((written, context) => {
  // A time that names no zone is in UTC, like all of theirs.
  const time = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(written) ? written : `${written}Z`);
  if (!Number.isNaN(time)) return new Date(time);
  context.addIssue({ code: 'custom', message: 'is no time' });
  return z.NEVER;
});

export const linkSchema = z.object({
  id,
  orderId: text.nullish(),
  amount: text,
  currency: word,
  status: word,
  type: word.nullish(),
  url: z.url({ protocol: /^https?$/ }),
  terminalPublicId: text.nullish(),
  creationTime: moment.nullish(),
  expirationDateTime: moment.nullish(),
  isArbitraryAmountAllowed: z.boolean().nullish(),
});

export type WireLink = z.output<typeof linkSchema>;

export const linkPageSchema = z.object({ items: z.array(linkSchema), totalCount: z.string().regex(/^\d{1,9}$/).transform(Number) });

export const transactionSchema = z.object({
  id,
  kind: word,
  status: word,
  amount: text,
  currency: word,
  orderId: text.nullish(),
  paymentLinkId: id.nullish(),
  originalTransactionId: id.nullish(),
  terminalPublicId: text.nullish(),
  creationTime: moment.nullish(),
  paymentTime: moment.nullish(),
});

export type WireTransaction = z.output<typeof transactionSchema>;

export const transactionPageSchema = z.object({
  items: z.array(transactionSchema),
  hasNextPage: z.boolean(),
  nextCursorId: text.nullish(),
  nextCursorDate: text.nullish(),
  nextCursorAmount: text.nullish(),
});

export const refundSchema = z.object({ transactionId: id, originalTransactionId: id, transactionStatus: word, errorCode: text.nullish() });

export const balanceSchema = z.object({ terminalPublicId: text.nullish(), balance: text, currency: word });

export const publicKeySchema = z.object({ value: z.string().max(10_000) });

/** A webhook names the order and the event; it is a hint that leads to a read-back, so no money is taken from it. */
export const webhookSchema = z.object({
  kind: word,
  transactionId: id,
  transactionStatus: word,
  amount: text.nullish(),
  currency: word.nullish(),
  orderId: text.nullish(),
  paymentLinkId: id.nullish(),
  terminalPublicId: text.nullish(),
});

export const errorSchema = z.object({
  error: z.object({
    code: text.nullish(),
    message: z.string().nullish(),
    validationErrors: z.array(z.object({ message: z.string().nullish() })).nullish(),
  }),
});

/** What a link or a transaction is over; undefined for an amount its currency cannot hold, or in a currency the shop has not. */
export function moneyOf(wire: { readonly amount: string; readonly currency: string }): Money | undefined {
  const decimal = readDecimal(wire.amount);
  if (!decimal || !isCurrency(wire.currency)) return undefined;
  const money = toMoney(decimal, wire.currency, 'down');
  return money.equals(toMoney(decimal, wire.currency, 'up')) ? money : undefined;
}

/** An object whose amount is a bare number, printed digit for digit: JSON has no other way to carry it without a float. */
export function withAmount(amount: Money, rest: Readonly<Record<string, string | boolean | undefined>>): string {
  return `{"amount":${amount.toDecimal()},${JSON.stringify(rest).slice(1)}`;
}
