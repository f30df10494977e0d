import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { YookassaWebhook } from '#adapters/outbound/payments/yookassa/webhook.js';

const { ip } = JSON.parse(readFileSync(new URL('../../../contracts/payments/yookassa/vectors.json', import.meta.url), 'utf8')) as {
  readonly ip: { readonly cases: Readonly<Record<string, boolean>> };
};
const REJECTED = (reason: string) => ({ verdict: 'rejected', reason });

const ID = '2f3b588d-000f-5000-8000-1d5cb7ad2f6e';
const OURS = '0190f5c2-7d1e-7a10-8a3b-1f2e3d4c5b6a';
const PAID = {
  type: 'notification',
  event: 'payment.succeeded',
  object: { id: ID, status: 'succeeded', paid: true, amount: { value: '10.00', currency: 'RUB' }, metadata: { payment_id: OURS } },
};
const REFUNDED = {
  type: 'notification',
  event: 'refund.succeeded',
  object: { id: '216749f7-0016-50be-b000-078d43a63ae4', status: 'succeeded', payment_id: ID, amount: { value: '10.00', currency: 'RUB' } },
};

const strict = new YookassaWebhook({ checksWebhookIp: true });
const open = new YookassaWebhook({ checksWebhookIp: false });

function request(body: object | string | Uint8Array, remoteAddress = '185.71.76.1') {
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
  return { body: bytes, headers: {}, remoteAddress };
}

const digestOf = (body: object): string => createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 16);

describe('YooKassa notification', () => {
  it('names the event by what happened, to what, and how it stands', () => {
    expect(strict.judge(request(PAID))).to.deep.equal({
      verdict: 'authentic',
      eventKey: `payment.succeeded:${ID}:succeeded:${digestOf(PAID)}`,
      reference: { invoiceId: ID, paymentId: OURS },
    });
  });

  it('of a refund leads to the payment it is of', () => {
    expect(strict.judge(request(REFUNDED))).to.deep.equal({
      verdict: 'authentic',
      eventKey: `refund.succeeded:${REFUNDED.object.id}:succeeded:${digestOf(REFUNDED)}`,
      reference: { invoiceId: ID, paymentId: undefined },
    });
    expect(strict.referenceOf(request(REFUNDED).body)).to.deep.equal({ invoiceId: ID, paymentId: undefined });
  });

  it('tells events of one payment apart, what somebody made up among them, and copies of one not (case 7)', () => {
    const key = (body: object) => {
      const verdict = open.judge(request(body));
      return 'eventKey' in verdict ? verdict.eventKey : undefined;
    };
    const canceled = { ...PAID, event: 'payment.canceled', object: { ...PAID.object, status: 'canceled' } };
    expect(new Set([key(PAID), key({ ...PAID }), key({ ...PAID, extra: 1 }), key(canceled), key(REFUNDED)]).size).to.equal(4);
  });

  it('is taken with metadata of another program, and names nothing by them', () => {
    const foreign = { ...PAID, object: { ...PAID.object, metadata: { payment_id: "1'; --", order: 7 } } };
    expect(open.judge(request(foreign))).to.have.deep.property('reference', { invoiceId: ID, paymentId: undefined });
  });

  it('proves nothing by a Signature header, which is read by nobody', () => {
    const headers = { signature: 'v1 nonsense' };
    expect(strict.judge({ ...request(PAID), headers })).to.deep.equal(strict.judge(request(PAID)));
    expect(strict.judge({ ...request(PAID, '10.0.0.1'), headers })).to.deep.equal(REJECTED('foreign-address'));
  });

  for (const [address, allowed] of Object.entries(ip.cases)) {
    it(`${allowed ? 'passes' : 'is refused'} from ${address}`, () => {
      expect(strict.judge(request(PAID, address)).verdict).to.equal(allowed ? 'authentic' : 'rejected');
    });
  }

  for (const address of ['', 'unknown', '127.0.0.1', '::1', '::ffff:185.71.76.32']) {
    it(`is refused from "${address}", unless addresses are not looked at`, () => {
      expect(strict.judge(request(PAID, address))).to.deep.equal(REJECTED('foreign-address'));
      expect(open.judge(request(PAID, address))).to.have.property('verdict', 'authentic');
    });
  }

  for (const [what, body] of [
    ['an empty body', ''],
    ['a list', '[]'],
    ['nothing it names', { ...PAID, object: {} }],
    ['no notification', { ...PAID, type: 'error' }],
    ['an id that is none', { ...PAID, object: { ...PAID.object, id: '../refunds' } }],
    ['ten thousand levels', '{"a":'.repeat(10_000)],
    ['a byte order mark', `\ufeff${JSON.stringify(PAID)}`],
    ['broken UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['ten megabytes', JSON.stringify({ ...PAID, x: 'x'.repeat(10_000_000) })],
    ['more than a notification can be', JSON.stringify({ ...PAID, x: 'x'.repeat(70_000) })],
    ['a prototype', '{"__proto__":{"type":"notification"},"polluted":true}'],
    ['a form', 'event=payment.succeeded'],
  ] as const) {
    it(`is refused at once when it is ${what}`, () => {
      const started = performance.now();
      expect(open.judge(request(body))).to.deep.equal(REJECTED('malformed'));
      expect(performance.now() - started).to.be.lessThan(1_000);
    });
  }

  it('that names no payment leads nowhere', () => {
    expect(open.referenceOf(Buffer.from('{}'))).to.deep.equal({});
  });
});
