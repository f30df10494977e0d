import { expect } from 'chai';
import { plainValue, readJson } from '#adapters/outbound/kit/json-reader.js';
import { snapshotOf } from '#adapters/outbound/payments/heleket/snapshot.js';
import { invoiceSchema } from '#adapters/outbound/payments/heleket/wire.js';

const INVOICE = {
  uuid: '62f88b36-a9d5-4fa6-aa26-e040c3dbf26d',
  order_id: '0190f5c2-7d1e-7a10-8a3b-1f2e3d4c5b6a',
  amount: '10.00',
  currency: 'TON',
  payer_currency: 'TON',
  payer_amount: '10.000000000',
  payment_amount: null as unknown,
  status: 'check',
};

/** As it would come over the wire. */
function snapshot(changes: Record<string, unknown>) {
  return snapshotOf(invoiceSchema.parse(plainValue(readJson(JSON.stringify({ ...INVOICE, ...changes })))));
}

const received = (changes: Record<string, unknown>) => snapshot({ status: 'paid', ...changes }).received?.toDecimal();

describe('what Heleket says of an invoice', () => {
  for (const [status, state, final] of [
    ['check', 'awaiting', false],
    ['process', 'confirming', false],
    ['confirm_check', 'confirming', false],
    ['wrong_amount_waiting', 'partially_paid', false],
    ['paid', 'paid', true],
    ['paid_over', 'paid', true],
    ['wrong_amount', 'underpaid', true],
    ['cancel', 'expired', true],
    ['fail', 'failed', true],
    ['system_fail', 'failed', true],
    ['locked', 'held', false],
    ['refund_process', 'refund_pending', false],
    ['refund_paid', 'refunded', true],
    ['refund_fail', 'refund_failed', true],
    ['something_new', 'awaiting', false],
    ['constructor', 'awaiting', false],
  ] as const) {
    it(`"${status}" is "${state}" in the shop`, () => {
      expect(snapshot({ status })).to.include({ state, final, providerStatus: status, invoiceId: INVOICE.uuid, paymentId: INVOICE.order_id });
    });
  }

  it('is not final when the provider itself says so, whatever the status', () => {
    expect(snapshot({ status: 'paid', is_final: false }).final).to.equal(false);
    expect(snapshot({ status: 'wrong_amount', is_final: false }).final).to.equal(false);
    expect(snapshot({ status: 'paid', is_final: null }).final).to.equal(true);
  });

  it('may stand under the older name of the status', () => {
    expect(snapshot({ status: undefined, payment_status: 'cancel' })).to.include({ state: 'expired', providerStatus: 'cancel' });
    expect(snapshot({ status: 'paid', payment_status: 'check' }).state).to.equal('paid');
  });

  it('counts what was paid in the same coin to the last digit', () => {
    expect(received({ payment_amount: '9.999999999' })).to.equal('9.999999999');
    expect(received({ status: 'paid_over', payment_amount: '12.50000000' })).to.equal('12.5');
    expect(received({ status: 'cancel', payment_amount: '0' })).to.equal('0');
  });

  it('cuts dust finer than the coin instead of rounding it up', () => {
    expect(received({ payment_amount: '9.9999999999' })).to.equal('9.999999999');
  });

  it('takes a bare number on the wire for what it spells', () => {
    const text = JSON.stringify({ ...INVOICE, status: 'paid' }).replace('"payment_amount":null', '"payment_amount":10.000000001');
    expect(snapshotOf(invoiceSchema.parse(plainValue(readJson(text)))).received?.toDecimal()).to.equal('10.000000001');
  });

  it('counts another coin in proportion to what was due in it, rounded down (case 29)', () => {
    const usdt = { payer_currency: 'USDT', payer_amount: '30.00' };
    expect(received({ ...usdt, payment_amount: '30.00' })).to.equal('10');
    expect(received({ ...usdt, status: 'wrong_amount', payment_amount: '10.00' })).to.equal('3.333333333');
    expect(received({ ...usdt, status: 'paid_over', payment_amount: '33.00' })).to.equal('11');
  });

  it('knows an exact payment by its status where the other coin has no figure', () => {
    const unknown = { payer_currency: 'USDT', payer_amount: null, payment_amount: '31.00' };
    expect(received(unknown)).to.equal('10');
    expect(received({ ...unknown, status: 'paid_over' })).to.equal(undefined);
    expect(received({ ...unknown, status: 'wrong_amount' })).to.equal(undefined);
  });

  it('never guesses from an amount it cannot read', () => {
    for (const odd of ['1e1', '-10', '10,00', '']) expect(received({ status: 'paid_over', payment_amount: odd })).to.equal(undefined);
    expect(received({ payment_amount: '10', payer_currency: 'USDT', payer_amount: '0' })).to.equal(undefined);
    expect(received({ payment_amount: '1e1' })).to.equal(undefined);
  });

  it('has no requested amount when that is finer than the coin, or in a coin the shop has not', () => {
    expect(snapshot({ amount: '10.00' }).requested?.toDecimal()).to.equal('10');
    expect(snapshot({ amount: '10.0000000001' }).requested).to.equal(undefined);
    expect(snapshot({ amount: '10', currency: 'DOGE' }).requested).to.equal(undefined);
    expect(snapshot({ amount: '10', currency: 'USDT' }).requested?.currency).to.equal('USDT');
  });
});
