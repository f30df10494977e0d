import { above0, doing, forgeUnsigned } from './gateway.js';

const TONES = { pending: 'live', waiting_for_capture: 'warn', succeeded: 'good', canceled: 'bad' };

const act = (invoice, action, body) => doing('yookassa', invoice, action, body);
const isPaid = ({ status }) => status === 'succeeded';

export const yookassa = {
  id: 'yookassa',
  name: 'YooKassa',
  picture: 'card',

  invoicesOf: (world) => world.yookassa?.payments ?? [],

  read: (raw) => ({
    id: raw.id,
    isOpen: raw.status === 'pending',
    tone: TONES[raw.status] ?? 'warn',
    paid: above0(raw.paid),
    expiresAt: raw.expiresAt,
    about: (delivery) => delivery.event,
  }),

  pay: (invoice, { remember = true } = {}) => act(invoice, 'pay', remember ? {} : { remember: false }),

  /** The shop asked to keep the card; the payer may not want that. */
  options: ({ raw }) => (raw.asksToSave ? [{ kind: 'tick', name: 'remember', checked: true }] : []),

  facts: ({ raw }) => [
    ['pay.reason', raw.reason],
    ['pay.card', raw.methodSaved ? 'kept' : undefined],
  ],

  odd: [
    { name: 'twice', run: (invoice) => act(invoice, 'pay', { times: 2 }) },
    { name: 'decline', run: (invoice) => act(invoice, 'pay', { declined: 'insufficient_funds' }) },
    { name: 'hold', run: (invoice) => act(invoice, 'pay', { hold: true }) },
    { name: 'late', when: ({ status }) => status === 'pending' || status === 'canceled', run: (invoice) => act(invoice, 'pay', { late: true }) },
    { name: 'refund', when: (invoice) => isPaid(invoice) && invoice.paid, run: (invoice) => act(invoice, 'refund') },
    { name: 'revoke', when: ({ raw }) => raw.methodSaved, run: (invoice) => act(invoice, 'revoke') },
    { name: 'forge', when: () => true, run: (invoice) => forgeUnsigned('yookassa', invoice) },
  ],
};
