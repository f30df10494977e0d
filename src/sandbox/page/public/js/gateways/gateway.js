import { api } from '../core/api.js';
import { sum } from '../core/amounts.js';
import { hasWord, word } from '../core/words.js';

/** What every gateway offers a person: to pay, to say so twice, to forge. Each has quirks of its own beside it. */
export function doing(gateway, invoice, action, body = {}) {
  return api.invoiceAction(gateway, invoice.id, action, body);
}

/** Tells the shop of a payment nobody made, and says how it took that. */
export async function forge(gateway, invoice) {
  const { httpStatus } = await doing(gateway, invoice, 'forge');
  const refused = httpStatus < 200 || httpStatus >= 300;
  return { tone: refused ? 'good' : 'bad', text: word(refused ? 'forge.refused' : 'forge.accepted', { status: httpStatus }) };
}

/** The same where nothing is signed: the shop thanks, asks the gateway itself, and finds that nobody has paid. */
export async function forgeUnsigned(gateway, invoice) {
  const { httpStatus } = await doing(gateway, invoice, 'forge');
  return { tone: 'good', text: word('forge.unsigned', { status: httpStatus }) };
}

export function statusWord(status) {
  return hasWord(`status.${status}`) ? word(`status.${status}`) : status;
}

/** A plain decimal above zero, or undefined. */
export function above0(amount) {
  return typeof amount === 'string' && !/^0*(\.0*)?$/.test(amount) ? amount : undefined;
}

/** What is left to pay of an invoice that was paid in part. */
export function dueOf({ amount, paid }) {
  return paid ? sum([amount, `-${paid}`]) : amount;
}
