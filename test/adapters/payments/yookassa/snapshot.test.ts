import { expect } from 'chai';
import { plainValue, readJson } from '#adapters/outbound/kit/json-reader.js';
import { snapshotOf } from '#adapters/outbound/payments/yookassa/snapshot.js';
import { paymentSchema, refundsSchema } from '#adapters/outbound/payments/yookassa/wire.js';

const PAYMENT = {
  id: '2f3b588d-000f-5000-8000-1d5cb7ad2f6e',
  status: 'pending',
  paid: false,
  test: false,
  amount: { value: '10.00', currency: 'RUB' },
  created_at: '2026-01-15T12:00:00.000Z',
  metadata: { payment_id: '0190f5c2-7d1e-7a10-8a3b-1f2e3d4c5b6a' },
  something_new: { deep: [1] },
};
const PAID = { status: 'succeeded', paid: true };
const MODES = { testMode: false, saveMethods: true };

const overTheWire = (value: unknown) => plainValue(readJson(JSON.stringify(value)));
const refund = (status: string, description: string, hour = '13') => ({
  ...{ id: `r-${hour}`, payment_id: PAYMENT.id, status, description, created_at: `2026-01-15T${hour}:00:00.000Z` },
});

function snapshot(changes: object, refunds: readonly object[] = [], modes = MODES) {
  return snapshotOf(paymentSchema.parse(overTheWire({ ...PAYMENT, ...changes })), modes, refundsSchema.parse(overTheWire({ items: refunds })).items);
}

describe('what YooKassa says of a payment', () => {
  for (const [status, changes, state, final] of [
    ['pending', {}, 'awaiting', false],
    ['waiting_for_capture', { paid: true }, 'held', false],
    ['succeeded', { paid: true }, 'paid', true],
    ['succeeded', { paid: false }, 'confirming', false],
    ['canceled', { cancellation_details: { party: 'yoo_money', reason: 'expired_on_confirmation' } }, 'expired', true],
    ['canceled', { cancellation_details: { party: 'yoo_money', reason: 'expired_on_capture' } }, 'expired', true],
    ['canceled', { cancellation_details: { party: 'payment_network', reason: '3d_secure_failed' } }, 'failed', true],
    ['canceled', {}, 'failed', true],
    ['something_new', { paid: true }, 'awaiting', false],
  ] as const) {
    it(`"${status}" with ${JSON.stringify(changes)} is "${state}" in the shop`, () => {
      const seen = snapshot({ status, ...changes });
      expect(seen).to.include({ state, final, invoiceId: PAYMENT.id, paymentId: PAYMENT.metadata.payment_id, test: false });
      expect(seen.received?.isPositive() ?? false).to.equal(state === 'paid');
    });
  }

  it('says in the status why a payment came to nothing', () => {
    const declined = snapshot({ status: 'canceled', cancellation_details: { party: 'payment_network', reason: 'insufficient_funds' } });
    expect(declined.providerStatus).to.equal('canceled:insufficient_funds');
    expect(snapshot(PAID).providerStatus).to.equal('succeeded');
  });

  it('that play money was paid counts only where play money is expected', () => {
    expect(snapshot({ ...PAID, test: true }).test).to.equal(true);
    expect(snapshot({ ...PAID, test: true }, [], { ...MODES, testMode: true }).test).to.equal(false);
    expect(snapshot({ ...PAID, test: false }).test).to.equal(false);
  });

  it('without a word about play money is nothing the shop can understand', () => {
    expect(paymentSchema.safeParse(overTheWire({ ...PAYMENT, test: undefined })).success).to.equal(false);
  });

  it('counts what came, less what went back', () => {
    expect(snapshot(PAID).received?.toDecimal()).to.equal('10');
    const partly = snapshot({ ...PAID, refunded_amount: { value: '2.50', currency: 'RUB' } });
    expect(partly).to.include({ state: 'paid', final: true });
    expect(partly.received?.toDecimal()).to.equal('7.5');
  });

  it('stays "succeeded" after a refund: only the refunded amount tells', () => {
    const refunded = snapshot({ ...PAID, refunded_amount: { value: '10.00', currency: 'RUB' } });
    expect(refunded).to.include({ state: 'refunded', final: true, providerStatus: 'succeeded' });
  });

  it('never guesses from amounts that contradict each other', () => {
    expect(snapshot({ ...PAID, refunded_amount: { value: '1.00', currency: 'USD' } }).received).to.equal(undefined);
    expect(snapshot({ ...PAID, refunded_amount: { value: '-1.00', currency: 'RUB' } }).received).to.equal(undefined);
    expect(snapshot({ status: 'canceled', paid: true }).received).to.equal(undefined);
  });

  it('has no requested amount when that is finer than a kopeck, or in a currency the shop has not', () => {
    expect(snapshot({}).requested?.toDecimal()).to.equal('10');
    expect(snapshot({ amount: { value: '10.001', currency: 'RUB' } }).requested).to.equal(undefined);
    expect(snapshot({ amount: { value: '1e1', currency: 'RUB' } }).requested).to.equal(undefined);
    expect(snapshot({ amount: { value: '10.00', currency: 'KZT' } }).requested).to.equal(undefined);
  });

  for (const metadata of [undefined, null, {}, { payment_id: "1'; --" }, { order: { deep: true } }]) {
    it(`names no payment of ours in the metadata ${JSON.stringify(metadata)} of another program`, () => {
      expect(snapshot({ metadata }).paymentId).to.equal(undefined);
    });
  }

  describe('with its refunds', () => {
    it('is being refunded while one is under way, whoever ordered it', () => {
      expect(snapshot(PAID, [refund('pending', 'By hand')])).to.include({ state: 'refund_pending', final: false });
    });

    it('shows a cancelled refund of ours, which nobody is told of', () => {
      expect(snapshot(PAID, [refund('canceled', 'Refund r-1')])).to.include({ state: 'refund_failed', final: true });
    });

    it('is what it was after a refund by hand came to nothing: the money is still to be credited', () => {
      expect(snapshot(PAID, [refund('canceled', 'By hand')])).to.include({ state: 'paid', final: true });
    });

    it('goes by the latest of them, in whatever order they are listed', () => {
      const [first, second] = [refund('canceled', 'Refund r-1', '13'), refund('pending', 'Refund r-2', '14')];
      expect(snapshot(PAID, [first, second]).state).to.equal('refund_pending');
      expect(snapshot(PAID, [second, first]).state).to.equal('refund_pending');
    });
  });

  describe('paid with something that was kept', () => {
    const method = (saved: boolean) => ({ payment_method: { type: 'bank_card', id: PAYMENT.id, saved, title: 'Bank card *4477' } });

    it('names it by its token and what the payer knows it by', () => {
      expect(snapshot({ ...PAID, ...method(true) }).savedMethod).to.deep.equal({ token: PAYMENT.id, label: 'Bank card *4477' });
      const untitled = { payment_method: { type: 'sbp', id: 'm-1', saved: true } };
      expect(snapshot({ ...PAID, ...untitled }).savedMethod).to.deep.equal({ token: 'm-1', label: 'sbp' });
    });

    it('names nothing before success, when the payer refused, or where the shop keeps nothing', () => {
      expect(snapshot(method(true)).savedMethod).to.equal(undefined);
      expect(snapshot({ ...PAID, ...method(false) }).savedMethod).to.equal(undefined);
      expect(snapshot({ ...PAID, ...method(true) }, [], { ...MODES, saveMethods: false }).savedMethod).to.equal(undefined);
    });
  });
});
