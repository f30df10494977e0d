import { expect } from 'chai';
import { plainValue, readJson } from '#adapters/outbound/kit/json-reader.js';
import { snapshotOf } from '#adapters/outbound/payments/cryptobot/snapshot.js';
import { invoiceSchema } from '#adapters/outbound/payments/cryptobot/wire.js';

const PAYMENT_ID = '0190f5c2-7d1e-7a10-8a3b-1f2e3d4c5b6a';
const INVOICE = { invoice_id: 777, currency_type: 'crypto', asset: 'TON', amount: '10', status: 'active', payload: JSON.stringify({ p: PAYMENT_ID, u: 1001 }) };

/** As it would come over the wire. */
function read(text: string, testnet = false) {
  return snapshotOf(invoiceSchema.parse(plainValue(readJson(text))), testnet);
}
const snapshot = (changes: Record<string, unknown>, testnet = false) => read(JSON.stringify({ ...INVOICE, ...changes }), testnet);

describe('what Crypto Pay says of an invoice', () => {
  for (const [status, state, final] of [
    ['active', 'awaiting', false],
    ['paid', 'paid', true],
    ['expired', 'expired', true],
    ['something_new', 'awaiting', false],
    ['constructor', 'awaiting', false],
  ] as const) {
    it(`"${status}" is "${state}" in the shop`, () => {
      expect(snapshot({ status })).to.include({ state, final, providerStatus: status, invoiceId: '777', paymentId: PAYMENT_ID });
    });
  }

  it('has numbers as text or as numbers, and either is read to the last digit', () => {
    for (const amount of ['10.000000001', '"10.000000001"']) {
      expect(read(JSON.stringify(INVOICE).replace('"10"', amount)).requested?.toDecimal()).to.equal('10.000000001');
    }
    expect(read(JSON.stringify(INVOICE).replace('777', '"777"')).invoiceId).to.equal('777');
  });

  it('brings exactly what was asked once it is paid, and nothing before', () => {
    expect(snapshot({ status: 'paid' }).received?.toString()).to.equal('10 TON');
    for (const status of ['active', 'expired', 'something_new']) expect(snapshot({ status }).received).to.equal(undefined);
  });

  it('counts a fiat invoice in its fiat money, whatever coin it was paid in', () => {
    const fiat = { currency_type: 'fiat', asset: undefined, fiat: 'RUB', amount: '500', status: 'paid', paid_asset: 'USDT', paid_amount: '5.55', paid_fiat_rate: 90.1 };
    expect(snapshot(fiat).requested?.toString()).to.equal('500 RUB');
    expect(snapshot(fiat).received?.toString()).to.equal('500 RUB');
  });

  it('does not take the coin of a fiat invoice for its currency', () => {
    expect(snapshot({ currency_type: 'fiat', fiat: 'EUR', asset: 'TON' }).requested?.currency).to.equal('EUR');
    expect(snapshot({ currency_type: 'fiat', asset: 'TON' }).requested).to.equal(undefined);
  });

  it('never guesses from an amount it cannot read, or in money the shop has not', () => {
    for (const amount of ['1e1', '-10', '10,00', '', '10.0000000001']) expect(snapshot({ amount, status: 'paid' })).to.include({ requested: undefined, received: undefined });
    expect(snapshot({ asset: 'BTC' }).requested).to.equal(undefined);
    expect(snapshot({ asset: 'JET' }, true).requested).to.equal(undefined);
  });

  it('names no payment when the payload is not ours', () => {
    for (const payload of [undefined, null, '', 'order-1001', '{"p":"x"}', '{"p":"x","u":0}', '{"p":"a b","u":1}', '[]', '{"p":{},"u":1}', '{"p":"x","u":1e3}']) {
      expect(snapshot({ payload }).paymentId, String(payload)).to.equal(undefined);
    }
  });

  it('is play money when it leads to the bot of the testnet, unless that is what the shop expects', () => {
    const url = { bot_invoice_url: 'https://t.me/CryptoTestnetBot?start=IVabc' };
    expect(snapshot(url).test).to.equal(true);
    expect(snapshot(url, true).test).to.equal(false);
    expect(snapshot({ bot_invoice_url: 'https://t.me/CryptoBot?start=IVabc' }).test).to.equal(false);
  });
});
