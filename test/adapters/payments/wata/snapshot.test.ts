import { expect } from 'chai';
import { plainValue, readJson } from '#adapters/outbound/kit/json-reader.js';
import { invoiceIdOf, nameOf, orderOf } from '#adapters/outbound/payments/wata/order.js';
import { snapshotOf } from '#adapters/outbound/payments/wata/snapshot.js';
import { linkSchema, transactionSchema, withAmount } from '#adapters/outbound/payments/wata/wire.js';
import { Money } from '#domain/shared/money.js';
import { minutesAfter, NOW } from '../../../builders/now.js';

const PAYMENT_ID = '0190f5c2-7d1e-7a10-8a3b-1f2e3d4c5b6a';
const LINK_ID = '33333333-4444-5555-6666-777777777777';
const rub = (text: string) => Money.parse(text, 'RUB');
const NAME = { paymentId: PAYMENT_ID, linkId: LINK_ID, amount: rub('500') };

interface Said {
  readonly kind?: string;
  readonly status: string;
  readonly amount?: string;
  readonly currency?: string;
}

/** As they would come over the wire: amounts are bare numbers there. */
const transaction = ({ kind = 'Payment', status, amount = '500.00', currency = 'RUB' }: Said) =>
  transactionSchema.parse(plainValue(readJson(`{"id":"t","kind":"${kind}","status":"${status}","amount":${amount},"currency":"${currency}","orderId":"${PAYMENT_ID}"}`)));

const link = (changes: object = {}) =>
  linkSchema.parse({ id: LINK_ID, orderId: PAYMENT_ID, amount: '500.00', currency: 'RUB', status: 'Opened', url: 'https://pay.example/1', expirationDateTime: minutesAfter(60).toISOString(), ...changes });

const standing = (transactions: readonly Said[], at: ReturnType<typeof link> | undefined = link(), now = NOW) => snapshotOf({ name: NAME, link: at, transactions: transactions.map(transaction) }, now);
const received = (...transactions: readonly Said[]) => standing(transactions).received?.toDecimal();

describe('what Wata says of an order', () => {
  for (const [what, transactions, state, final] of [
    ['nothing yet', [], 'awaiting', false],
    ['an attempt that waits for our word', [{ status: 'Created' }], 'awaiting', false],
    ['an attempt at the bank', [{ status: 'Pending' }], 'confirming', false],
    ['a Declined attempt: one attempt only, the same link can be tried again', [{ status: 'Declined' }], 'awaiting', false],
    ['a Declined attempt and a Paid one', [{ status: 'Declined' }, { status: 'Paid' }], 'paid', true],
    ['a Paid attempt and a Declined one after it', [{ status: 'Paid' }, { status: 'Declined' }], 'paid', true],
    ['a status nobody has documented', [{ status: 'OnReview' }], 'awaiting', false],
    ['a kind nobody has documented', [{ kind: 'Payout', status: 'Paid' }], 'awaiting', false],
    ['less money than asked', [{ status: 'Paid', amount: '499.99' }], 'underpaid', true],
    ['a refund under way', [{ status: 'Paid' }, { kind: 'Refund', status: 'Pending' }], 'refund_pending', false],
    ['a refund in a state nobody has documented', [{ status: 'Paid' }, { kind: 'Refund', status: 'OnReview' }], 'refund_pending', false],
    ['a refund that is done', [{ status: 'Paid' }, { kind: 'Refund', status: 'Paid' }], 'refunded', true],
    ['a refund that failed', [{ status: 'Paid' }, { kind: 'Refund', status: 'Declined' }], 'refund_failed', true],
    ['a refund that failed and another under way', [{ status: 'Paid' }, { kind: 'Refund', status: 'Declined' }, { kind: 'Refund', status: 'Created' }], 'refund_pending', false],
    ['a part that was given back', [{ status: 'Paid' }, { kind: 'Refund', status: 'Paid', amount: '100' }], 'paid', true],
    ['a refund of a payment that does not show', [{ kind: 'Refund', status: 'Paid' }], 'refunded', true],
  ] as const) {
    it(`is "${state}" in the shop: ${what}`, () => {
      expect(standing(transactions)).to.include({ state, final, paymentId: PAYMENT_ID, invoiceId: invoiceIdOf(NAME) });
    });
  }

  it('is expired when the link is gone and nothing was paid, whatever was tried', () => {
    const gone = (...transactions: readonly Said[]) => snapshotOf({ name: NAME, link: undefined, transactions: transactions.map(transaction) }, NOW);
    for (const tried of [[], [{ status: 'Created' }], [{ status: 'Declined' }]]) expect(gone(...tried)).to.include({ state: 'expired', final: true });
    expect(gone().requested?.equals(NAME.amount)).to.equal(true);
    expect(gone({ status: 'Pending' })).to.include({ state: 'confirming', final: false });
    expect(gone({ status: 'Paid' })).to.include({ state: 'paid', final: true });
  });

  it('is expired when its time is over and the link is not deleted yet', () => {
    expect(standing([], link(), minutesAfter(60))).to.include({ state: 'expired', final: true });
  });

  it('waits for the money of a link that closed before its time: only a payment closes it', () => {
    expect(standing([], link({ status: 'Closed' }))).to.include({ state: 'confirming', final: false });
    expect(standing([], link({ status: 'Closed' }), minutesAfter(60))).to.include({ state: 'expired', final: true });
  });

  it('counts every Paid transaction of the order, through whichever link it came', () => {
    expect(received({ status: 'Paid' })).to.equal('500');
    expect(received({ status: 'Paid' }, { status: 'Declined' }, { status: 'Paid' })).to.equal('1000');
    expect(received({ status: 'Pending' })).to.equal('0');
  });

  it('counts no money that went back', () => {
    expect(received({ status: 'Paid' }, { kind: 'Refund', status: 'Paid', amount: '100.5' })).to.equal('399.5');
    expect(received({ status: 'Paid' }, { kind: 'Refund', status: 'Declined' })).to.equal('500');
  });

  it('never guesses from an amount it cannot read or another currency', () => {
    for (const odd of [{ amount: '500.001' }, { amount: '5e2' }, { amount: '-500' }, { currency: 'USD' }, { currency: 'GEL' }]) {
      expect(standing([{ status: 'Paid', ...odd }]), JSON.stringify(odd)).to.include({ state: 'paid', received: undefined });
      expect(received({ status: 'Paid' }, { kind: 'Refund', status: 'Paid', ...odd }), JSON.stringify(odd)).to.equal(undefined);
    }
  });

  it('takes the amount that was paid for what was asked where the two differ: links have fixed amounts', () => {
    expect(standing([{ status: 'Paid' }, { status: 'Paid', amount: '1000' }]).requested?.toDecimal()).to.equal('1000');
    expect(standing([{ status: 'Paid', currency: 'USD' }]).requested?.currency).to.equal('USD');
    expect(standing([], link({ amount: '5' })).requested?.toDecimal()).to.equal('5');
    expect(standing([], link({ currency: 'GEL' })).requested).to.equal(undefined);
  });

  it('names the order that the link names', () => {
    expect(standing([], link({ orderId: 'another' })).paymentId).to.equal('another');
    expect(standing([], link({ orderId: null })).paymentId).to.equal(undefined);
  });
});

describe('an invoice id of Wata', () => {
  it('carries what is left when the link is deleted: payment, link, amount and currency', () => {
    expect(invoiceIdOf(NAME)).to.equal(`${PAYMENT_ID}_${LINK_ID}_50000_RUB`);
    expect(nameOf(invoiceIdOf(NAME))).to.deep.equal(NAME);
  });

  for (const odd of ['', LINK_ID, `${PAYMENT_ID}_${LINK_ID}`, `${PAYMENT_ID}_${LINK_ID}_5.00_RUB`, `${PAYMENT_ID}_${LINK_ID}_-5_RUB`, `${PAYMENT_ID}_${LINK_ID}_500_GEL`, `_${LINK_ID}_500_RUB`]) {
    it(`is not "${odd}"`, () => {
      expect(nameOf(odd)).to.equal(undefined);
    });
  }

  it('is made from a transaction when no link is left', () => {
    const paid = { ...transaction({ status: 'Paid' }), paymentLinkId: LINK_ID };
    expect(orderOf(PAYMENT_ID, [], [transaction({ status: 'Declined' }), paid])?.name).to.deep.equal(NAME);
    expect(orderOf(PAYMENT_ID, [], [])).to.equal(undefined);
    expect(orderOf(PAYMENT_ID, [], [transaction({ kind: 'Refund', status: 'Paid' })])).to.equal(undefined);
  });
});

describe('an amount on its way to Wata', () => {
  for (const [money, body] of [
    [rub('500'), '{"amount":500,"orderId":"x"}'],
    [rub('0.1'), '{"amount":0.1,"orderId":"x"}'],
    [Money.of(999_999_999_999_999_999n, 'USD'), '{"amount":9999999999999999.99,"orderId":"x"}'],
  ] as const) {
    it(`is the bare number ${money.toDecimal()}, digit for digit`, () => {
      expect(withAmount(money, { orderId: 'x', description: undefined })).to.equal(body);
    });
  }
});
