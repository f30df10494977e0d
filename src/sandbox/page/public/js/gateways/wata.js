import { above0, doing, forge } from './gateway.js';

const TONES = { Opened: 'live', Closed: 'good', Deleted: 'bad' };

const act = (invoice, action, body) => doing('wata', invoice, action, body);
const isAtBank = ({ raw }) => raw.transactions.some(({ kind, status }) => kind === 'Payment' && status === 'Pending');
const lives = ({ status }) => status !== 'Deleted';

export const wata = {
  id: 'wata',
  name: 'Wata',
  picture: 'code',

  invoicesOf: (world) => world.wata?.links ?? [],

  read: (raw) => ({
    id: raw.id,
    isOpen: raw.status === 'Opened',
    tone: toneOf(raw),
    paid: above0(raw.paid),
    expiresAt: raw.expiresAt,
    about: (delivery) => delivery.status,
  }),

  pay: (invoice, { declined = false } = {}) => act(invoice, 'pay', declined ? { declined: 1 } : {}),

  options: () => [{ kind: 'tick', name: 'declined', checked: false }],

  facts: ({ raw }) => {
    const refused = raw.transactions.filter(({ status }) => status === 'Declined').length;
    return [
      ['pay.way', 'sbp'],
      ['pay.refused', refused > 0 ? String(refused) : undefined],
    ];
  },

  odd: [
    { name: 'declined', run: (invoice) => act(invoice, 'pay', { declined: 1 }) },
    { name: 'twice', run: (invoice) => act(invoice, 'pay', { times: 2 }) },
    { name: 'bank', when: (invoice) => invoice.isOpen && !isAtBank(invoice), run: (invoice) => act(invoice, 'pay', { pending: true }) },
    { name: 'bankPaid', when: isAtBank, run: (invoice) => act(invoice, 'settle', { status: 'Paid' }) },
    { name: 'bankDeclined', when: isAtBank, run: (invoice) => act(invoice, 'settle', { status: 'Declined' }) },
    { name: 'again', when: (invoice) => lives(invoice) && !invoice.isOpen, run: (invoice) => act(invoice, 'pay', { again: true }) },
    { name: 'late', when: () => true, run: (invoice) => act(invoice, 'pay', { late: true }) },
    { name: 'resend', when: ({ raw }) => raw.transactions.length > 0, run: (invoice) => act(invoice, 'resend') },
    { name: 'forge', when: () => true, run: (invoice) => forge('wata', invoice) },
  ],
};

/** A link that was paid before it was deleted is a good one still. */
function toneOf({ status, paid }) {
  return status === 'Deleted' && above0(paid) ? 'good' : (TONES[status] ?? 'warn');
}
