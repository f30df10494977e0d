import { share } from '../core/amounts.js';
import { above0, doing, forge } from './gateway.js';

const OPEN = new Set(['check', 'process', 'confirm_check', 'wrong_amount_waiting']);
const GOOD = new Set(['paid', 'paid_over']);
const BAD = new Set(['fail', 'system_fail', 'wrong_amount', 'refund_fail', 'locked']);

const act = (invoice, action, body) => doing('heleket', invoice, action, body);

export const heleket = {
  id: 'heleket',
  name: 'Heleket',
  picture: 'code',

  invoicesOf: (world) => world.heleket?.invoices ?? [],

  read: (raw) => ({
    id: raw.uuid,
    isOpen: OPEN.has(raw.status),
    tone: toneOf(raw.status),
    paid: above0(raw.paid),
    expiresAt: raw.expiresAt,
    about: (delivery) => delivery.status,
  }),

  pay: (invoice) => act(invoice, 'pay'),

  facts: ({ raw }) => [
    ['pay.network', raw.network ?? raw.currency],
  ],

  /** What can go strangely. `run` does it and may give a sentence to show; without `when` it is for open invoices. */
  odd: [
    { name: 'under', run: (invoice) => act(invoice, 'pay', { amount: share(invoice.amount, 1, 2) }) },
    { name: 'over', run: (invoice) => act(invoice, 'pay', { amount: share(invoice.amount, 3, 2) }) },
    { name: 'twice', run: (invoice) => act(invoice, 'pay', { times: 2 }) },
    { name: 'late', when: () => true, run: payLate },
    { name: 'expire', run: (invoice) => act(invoice, 'status', { status: 'cancel' }) },
    { name: 'fail', run: (invoice) => act(invoice, 'status', { status: 'fail' }) },
    { name: 'forge', when: () => true, run: (invoice) => forge('heleket', invoice) },
  ],
};

/** An invoice that is still open runs out first: only then is the money late. */
async function payLate(invoice) {
  if (invoice.isOpen) await act(invoice, 'status', { status: 'cancel' });
  await act(invoice, 'pay', { late: true });
}

function toneOf(status) {
  if (GOOD.has(status)) return 'good';
  if (BAD.has(status)) return 'bad';
  return status === 'check' ? 'live' : 'warn';
}
