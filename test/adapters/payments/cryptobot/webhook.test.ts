import { expect } from 'chai';
import { CryptobotWebhook } from '#adapters/outbound/payments/cryptobot/webhook.js';
import { signatureOf } from '#sandbox/cryptobot/hook-sender.js';

const TOKEN = '12345:AAtestTokenForVectorsOnly';
const PAYMENT_ID = '0190f5c2-7d1e-7a10-8a3b-1f2e3d4c5b6a';
const INVOICE = { invoice_id: 777, status: 'paid', amount: '10', payload: JSON.stringify({ p: PAYMENT_ID, u: 1001 }) };
const UPDATE = { update_id: 1, update_type: 'invoice_paid', request_date: '2026-01-15T12:00:00.000Z', payload: INVOICE };
const shop = new CryptobotWebhook(TOKEN);

function judged(body: string, token = TOKEN) {
  return shop.judge({ body: Buffer.from(body), headers: { 'crypto-pay-api-signature': signatureOf(body, token) }, remoteAddress: '127.0.0.1' });
}
const keyOf = (update: object) => {
  const verdict = judged(JSON.stringify(update));
  return verdict.verdict === 'authentic' ? verdict.eventKey : verdict.reason;
};

describe('Crypto Pay webhook', () => {
  it('names the event by invoice and status, and the payment by our payload', () => {
    const reference = { invoiceId: '777', paymentId: PAYMENT_ID };
    expect(judged(JSON.stringify(UPDATE))).to.deep.equal({ verdict: 'authentic', eventKey: '777:paid', reference });
    expect(shop.referenceOf(Buffer.from(JSON.stringify(UPDATE)))).to.deep.equal(reference);
  });

  it('is told apart by its invoice, because update ids are not unique', () => {
    expect(keyOf({ ...UPDATE, payload: { ...INVOICE, invoice_id: 778 } })).to.not.equal(keyOf(UPDATE));
    expect(keyOf({ ...UPDATE, update_id: 2, request_date: '2026-01-16T12:00:00.000Z' })).to.equal(keyOf(UPDATE));
  });

  it('has its invoice id as text or as a number', () => {
    expect(keyOf({ ...UPDATE, payload: { ...INVOICE, invoice_id: '777' } })).to.equal('777:paid');
  });

  it('is refused under the token of another app', () => {
    expect(judged(JSON.stringify(UPDATE), `${TOKEN}x`)).to.deep.equal({ verdict: 'rejected', reason: 'bad-signature' });
  });

  it('points at the invoice alone when its payload is not ours', () => {
    expect(judged(JSON.stringify({ ...UPDATE, payload: { ...INVOICE, payload: 'order-1001' } }))).to.have.property('reference').that.deep.equals({ invoiceId: '777', paymentId: undefined });
  });

  for (const [what, body] of [
    ['names no invoice', JSON.stringify({ ...UPDATE, payload: {} })],
    ['names it by something else than a number', JSON.stringify({ ...UPDATE, payload: { ...INVOICE, invoice_id: "1'; --" } })],
    ['has no payload', JSON.stringify({ update_id: 1 })],
    ['is empty', ''],
    ['is a form', 'status=paid'],
    ['is ten thousand levels deep', '['.repeat(10_000)],
    ['is larger than a webhook can be', JSON.stringify({ ...UPDATE, more: 'x'.repeat(70_000) })],
    ['begins with a byte order mark', `\ufeff${JSON.stringify(UPDATE)}`],
  ] as const) {
    it(`is refused when it is well signed but ${what} (case 11)`, () => {
      expect(judged(body)).to.deep.equal({ verdict: 'rejected', reason: 'malformed' });
    });
  }
});
