import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import type { HeleketConfig } from '#adapters/outbound/payments/heleket/config.js';
import { signRequest } from '#adapters/outbound/payments/heleket/signature.js';
import { HeleketWebhook } from '#adapters/outbound/payments/heleket/webhook.js';

const KEY = 'test_payment_key_0123456789abcdef';
const SECRET = 'the-secret-of-the-simple-form';
const REJECTED = (reason: string) => ({ verdict: 'rejected', reason });

const BODY = {
  type: 'payment',
  uuid: '62f88b36-a9d5-4fa6-aa26-e040c3dbf26d',
  order_id: 'order-1001',
  amount: '10.00',
  payment_amount: '10.00000000',
  is_final: true,
  status: 'paid',
};

function reader(changes: Partial<HeleketConfig> = {}): HeleketWebhook {
  return new HeleketWebhook({
    merchant: 'm',
    apiKey: KEY,
    payoutKey: undefined,
    baseUrl: 'https://api.example',
    lifetimeSeconds: 3600,
    webhookIps: undefined,
    simplifiedSecret: undefined,
    ...changes,
  });
}

function signed(body: object): string {
  return JSON.stringify({ ...body, sign: signRequest(JSON.stringify(body), KEY) });
}

function request(body: string | Uint8Array, headers: Record<string, string> = {}, remoteAddress = '31.133.220.8') {
  return { body: Buffer.from(body), headers, remoteAddress };
}

describe('Heleket webhook', () => {
  it('is small: a long one is refused, signed or not', () => {
    const padded = (length: number) => request(signed({ ...BODY, additional_data: 'x'.repeat(length) }));
    expect(reader().judge(padded(60_000))).to.include({ verdict: 'authentic' });
    expect(reader().judge(padded(66_000))).to.deep.equal(REJECTED('malformed'));
  });

  it('names the event by invoice, status and money', () => {
    expect(reader().judge(request(signed(BODY)))).to.deep.equal({
      verdict: 'authentic',
      eventKey: `${BODY.uuid}:paid:10.00000000`,
      reference: { invoiceId: BODY.uuid, paymentId: 'order-1001' },
    });
  });

  it('is refused without a signature, with another key, or with the signature of another body', () => {
    const other = signRequest(JSON.stringify({ ...BODY, amount: '1.00' }), KEY);
    for (const body of [JSON.stringify(BODY), signed(BODY).replace(/"sign":"./, '"sign":"x'), JSON.stringify({ ...BODY, sign: other })]) {
      expect(reader().judge(request(body))).to.deep.equal(REJECTED('bad-signature'));
    }
  });

  it('is refused when it is well signed but names nothing', () => {
    expect(reader().judge(request(signed({ ...BODY, uuid: '' })))).to.deep.equal(REJECTED('malformed'));
    expect(reader().judge(request(signed({ ...BODY, status: undefined })))).to.deep.equal(REJECTED('malformed'));
    expect(reader().judge(request(signed({ ...BODY, order_id: "1'; --" })))).to.deep.equal(REJECTED('malformed'));
  });

  for (const [what, body] of [
    ['an empty body', ''],
    ['a list', '[]'],
    ['ten thousand levels', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['ten thousand objects in each other', '{"a":'.repeat(10_000)],
    ['a byte order mark', `\ufeff${signed(BODY)}`],
    ['broken UTF-8', Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])],
    ['more than a webhook can be', `{"a":"${'x'.repeat(70_000)}"}`],
    ['ten megabytes', `{"a":"${'x'.repeat(10_000_000)}"}`],
    ['a number beyond all numbers', '{"amount":1e309}'],
    ['a prototype', '{"__proto__":{"status":"paid","polluted":true},"sign":"0"}'],
    ['a form', 'status=paid&uuid=1'],
  ] as const) {
    it(`is refused at once when it is ${what} (case 11)`, () => {
      const started = performance.now();
      expect(reader().judge(request(body))).to.have.property('verdict', 'rejected');
      expect(performance.now() - started, 'no more than one pass over it').to.be.lessThan(1_000);
      expect(({} as Record<string, unknown>).polluted).to.equal(undefined);
    });
  }

  describe('checked for where it comes from', () => {
    const strict = reader({ webhookIps: ['31.133.220.8', '2a02:5180::1'] });

    for (const address of ['31.133.220.8', '::ffff:31.133.220.8', '2a02:5180::1']) {
      it(`passes from ${address}`, () => {
        expect(strict.judge(request(signed(BODY), {}, address))).to.have.property('verdict', 'authentic');
      });
    }
    for (const address of ['31.133.220.9', '::ffff:31.133.220.9', '127.0.0.1', '', 'unknown']) {
      it(`is refused from "${address}" however well it is signed`, () => {
        expect(strict.judge(request(signed(BODY), {}, address))).to.deep.equal(REJECTED('foreign-address'));
      });
    }
  });

  describe('in the simplified form', () => {
    const simple = JSON.stringify({ order_id: '0190f5c2-7d1e-7a10-8a3b-1f2e3d4c5b6a', status: 'paid', amount: 10 });
    const proof = { 'x-signature': createHmac('sha256', SECRET).update(simple).digest('hex') };

    it('is a hint to look at the payment it names', () => {
      const shop = reader({ simplifiedSecret: SECRET });
      const reference = { invoiceId: undefined, paymentId: '0190f5c2-7d1e-7a10-8a3b-1f2e3d4c5b6a' };
      expect(shop.judge(request(simple, proof))).to.deep.include({ verdict: 'authentic', reference });
      expect(shop.referenceOf(Buffer.from(simple))).to.deep.equal(reference);
    });

    it('is refused while no secret is configured', () => {
      expect(reader().judge(request(simple, proof))).to.deep.equal(REJECTED('bad-signature'));
    });

    it('is refused under another secret, for another body, or without its header', () => {
      const shop = reader({ simplifiedSecret: SECRET });
      expect(reader({ simplifiedSecret: `${SECRET}!` }).judge(request(simple, proof))).to.deep.equal(REJECTED('bad-signature'));
      expect(shop.judge(request(simple.replace('10', '11'), proof))).to.deep.equal(REJECTED('bad-signature'));
      expect(shop.judge(request(simple))).to.deep.equal(REJECTED('bad-signature'));
    });

    it('is refused when it names no payment', () => {
      const empty = '{"status":"paid"}';
      const header = { 'x-signature': createHmac('sha256', SECRET).update(empty).digest('hex') };
      expect(reader({ simplifiedSecret: SECRET }).judge(request(empty, header))).to.deep.equal(REJECTED('malformed'));
    });
  });
});
