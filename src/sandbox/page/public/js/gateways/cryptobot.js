import { doing, forge } from './gateway.js';

const TONES = { active: 'live', paid: 'good', expired: 'bad' };

const act = (invoice, action, body) => doing('cryptobot', invoice, action, body);

export const cryptobot = {
  id: 'cryptobot',
  name: 'Crypto Pay',
  picture: 'code',

  invoicesOf: (world) => world.cryptoPay?.invoices ?? [],

  read: (raw) => ({
    id: String(raw.id),
    isOpen: raw.status === 'active',
    tone: TONES[raw.status] ?? 'warn',
    paid: raw.status === 'paid' ? raw.amount : undefined,
    expiresAt: raw.expiresAt ? Date.parse(raw.expiresAt) / 1000 : undefined,
    about: () => 'invoice_paid',
  }),

  pay: (invoice, { asset } = {}) => act(invoice, 'pay', asset ? { asset } : {}),

  /** An invoice in rubles or dollars is paid in a coin, which the payer chooses. */
  options: ({ raw }) => (raw.currencyType === 'fiat' ? [{ kind: 'choice', name: 'asset', values: raw.acceptedAssets }] : []),

  facts: ({ raw }) => [['pay.paidIn', raw.currencyType === 'fiat' && raw.paidAsset ? { amount: raw.paidAmount, currency: raw.paidAsset } : undefined]],

  odd: [
    { name: 'twice', run: (invoice) => act(invoice, 'pay', { times: 2 }) },
    { name: 'toldLate', when: ({ status }) => status === 'expired', run: (invoice) => act(invoice, 'pay', { reportedLate: true }) },
    { name: 'forge', when: () => true, run: (invoice) => forge('cryptobot', invoice) },
  ],
};
