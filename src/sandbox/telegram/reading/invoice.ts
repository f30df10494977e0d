import { badRequest } from '../bot-api-error.js';
import type { Invoice } from '../state/chat.js';
import type { MethodCall } from './method-call.js';

const LONGEST_TITLE = 32;
const LONGEST_DESCRIPTION = 255;
const LONGEST_PAYLOAD = 128;
const MOST_STARS = 25_000;

/** The invoice of `sendInvoice` and `createInvoiceLink`. Stars want an empty provider token and exactly one price. */
export function readInvoice(call: MethodCall): Invoice {
  const title = call.required('title');
  const description = call.required('description');
  const payload = call.required('payload');
  const currency = call.required('currency');
  const amounts = readAmounts(call.structure('prices', 'prices'));
  if (title.length > LONGEST_TITLE) throw badRequest('INVOICE_TITLE_TOO_LONG');
  if (description.length > LONGEST_DESCRIPTION) throw badRequest('INVOICE_DESCRIPTION_TOO_LONG');
  if (Buffer.byteLength(payload) > LONGEST_PAYLOAD) throw badRequest('INVOICE_PAYLOAD_INVALID');
  if (!/^[A-Z]{3}$/.test(currency)) throw badRequest('CURRENCY_INVALID');
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  if (currency === 'XTR') assertStars(call, amounts, total);
  else if ((call.text('provider_token') ?? '') === '') throw badRequest('PAYMENT_PROVIDER_INVALID');
  if (total <= 0) throw badRequest('CURRENCY_TOTAL_AMOUNT_INVALID');
  return { title, description, payload, currency, total };
}

function assertStars(call: MethodCall, amounts: readonly number[], total: number): void {
  if ((call.text('provider_token') ?? '') !== '' || amounts.length !== 1) throw badRequest('STARS_INVOICE_INVALID');
  if (total > MOST_STARS) throw badRequest('CURRENCY_TOTAL_AMOUNT_INVALID');
}

function readAmounts(prices: unknown): readonly number[] {
  if (!Array.isArray(prices) || prices.length === 0) throw badRequest('expected an Array of labeled prices');
  return prices.map((price: unknown) => {
    const { label, amount } = { label: undefined, amount: undefined, ...(price as object) } as Record<string, unknown>;
    if (typeof label !== 'string' || label === '') throw badRequest('can\'t parse labeled price: can\'t find field "label"');
    const units = Number(amount);
    if (!Number.isSafeInteger(units)) throw badRequest('can\'t parse labeled price: Field "amount" must be a valid Number');
    return units;
  });
}
