import { api } from '../core/api.js';
import { share } from '../core/amounts.js';
import { word } from '../core/words.js';

const OPEN = new Set(['check', 'process', 'confirm_check', 'wrong_amount_waiting']);
const GOOD = new Set(['paid', 'paid_over']);
const BAD = new Set(['fail', 'system_fail', 'wrong_amount', 'refund_fail', 'locked']);

export function isOpen(invoice) {
  return OPEN.has(invoice.status);
}

export function toneOf(status) {
  if (GOOD.has(status)) return 'good';
  if (BAD.has(status)) return 'bad';
  return status === 'check' ? 'live' : 'warn';
}

export function pay(invoice) {
  return api.pay(invoice.uuid);
}

/** What can go strangely with a payment. `run` does it and may give a sentence to show. `closed` ones make sense after the end, too. */
export const ODD = [
  { name: 'under', run: (invoice) => api.pay(invoice.uuid, { amount: share(invoice.amount, 1, 2) }) },
  { name: 'over', run: (invoice) => api.pay(invoice.uuid, { amount: share(invoice.amount, 3, 2) }) },
  { name: 'twice', run: (invoice) => api.pay(invoice.uuid, { times: 2 }) },
  { name: 'late', closed: true, run: payLate },
  { name: 'expire', run: (invoice) => api.setInvoiceStatus(invoice.uuid, 'cancel') },
  { name: 'fail', run: (invoice) => api.setInvoiceStatus(invoice.uuid, 'fail') },
  { name: 'forge', closed: true, run: (invoice) => api.forge(invoice.uuid).then(verdict) },
];

/** An invoice that is still open runs out first: only then is the money late. */
async function payLate(invoice) {
  if (isOpen(invoice)) await api.setInvoiceStatus(invoice.uuid, 'cancel');
  await api.pay(invoice.uuid, { late: true });
}

function verdict({ httpStatus }) {
  const refused = httpStatus < 200 || httpStatus >= 300;
  return { tone: refused ? 'good' : 'bad', text: word(refused ? 'forge.refused' : 'forge.accepted', { status: httpStatus }) };
}
