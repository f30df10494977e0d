import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { CallSeam } from '#adapters/outbound/kit/call-seam.js';
import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import { HttpFailure } from '#adapters/outbound/kit/http-failure.js';
import { WataGateway } from '#adapters/outbound/payments/wata/gateway.js';
import { SigningKey } from '#sandbox/wata/signing-key.js';
import { NOW } from '../../../builders/now.js';
import { failureOf } from '../../../contracts/payments/gateway-world.js';

interface Vector {
  readonly public_key_response: { readonly value: string };
  readonly raw_body: string;
  readonly signature_base64: string;
}

const file = new URL('../../../contracts/payments/wata/vectors.json', import.meta.url);
const vector = JSON.parse(readFileSync(file, 'utf8')) as Vector;
const [key, nextKey, lastKey] = [new SigningKey(), new SigningKey(), new SigningKey()];

const TERMINAL = '99999999-8888-7777-6666-555555555555';
const EVENT = {
  transactionType: 'SBP',
  kind: 'Payment',
  id: 'eeeeeeee-2222-3333-4444-555555555555',
  transactionId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  transactionStatus: 'Paid',
  terminalPublicId: TERMINAL,
  amount: 500,
  currency: 'RUB',
  orderId: '0190f5c2-7d1e-7a10-8a3b-1f2e3d4c5b6a',
  paymentLinkId: '33333333-4444-5555-6666-777777777777',
} as const;
const REJECTED = (reason: string) => ({ verdict: 'rejected', reason });

const pem = (made: KeyObject): string => made.export({ type: 'spki', format: 'pem' }).toString();

function request(body: string | Uint8Array, signature: string | undefined) {
  return { body: Buffer.from(body), headers: { 'x-signature': signature }, remoteAddress: '62.84.126.140' };
}

function signed(event: object, signer = key) {
  const body = JSON.stringify(event);
  return request(body, signer.sign(body));
}

/** A gateway before a provider whose `/public-key` answers what `tells` says now. */
function shop(tells: () => string | Error, terminalId?: string) {
  const state = { time: NOW.getTime(), asked: 0 };
  const seam: CallSeam = {
    around: <Result>() => {
      state.asked += 1;
      const said = tells();
      if (said instanceof Error) return Promise.reject(said);
      return Promise.resolve({ status: 200, text: JSON.stringify({ value: said }), headers: new Headers() } as Result);
    },
  };
  const config = { token: 'a.b.c', baseUrl: 'https://api.example', terminalId, lifetimeSeconds: 3600 };
  const deps = { http: new HttpClient(seam, { retries: 0 }), clock: { now: () => new Date(state.time) }, webhookUrl: () => undefined, returnUrl: undefined };
  const gateway = new WataGateway(config, deps);
  const judge = async (webhook: ReturnType<typeof request>) => {
    await gateway.prepare(webhook);
    return gateway.receive(webhook);
  };
  return { gateway, judge, asked: () => state.asked, pass: (seconds: number) => (state.time += seconds * 1000) };
}

describe('Wata webhook', () => {
  it('is genuine over its raw bytes, and not when it is parsed and printed again (500.00 becomes 500)', async () => {
    const { judge } = shop(() => vector.public_key_response.value);
    expect(await judge(request(vector.raw_body, vector.signature_base64))).to.deep.equal({
      verdict: 'authentic',
      eventKey: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee:Payment:Paid',
      reference: { invoiceId: 'order-1001_33333333-4444-5555-6666-777777777777_50000_RUB', paymentId: 'order-1001' },
    });
    const printedAgain = JSON.stringify(JSON.parse(vector.raw_body));
    expect(printedAgain).to.contain('"amount":500,');
    expect(await judge(request(printedAgain, vector.signature_base64))).to.deep.equal(REJECTED('bad-signature'));
  });

  it('is genuine under a key that came with its line ends spelled out', async () => {
    const { judge } = shop(() => vector.public_key_response.value.replaceAll('\n', '\\n'));
    expect(await judge(request(vector.raw_body, vector.signature_base64))).to.have.property('verdict', 'authentic');
  });

  it('is refused without a signature, with another one, or with one bit changed', async () => {
    const { judge } = shop(() => key.publicPem());
    const genuine = signed(EVENT);
    const flipped = Buffer.from(genuine.body);
    flipped.writeUInt8(flipped.readUInt8(40) ^ 1, 40);
    expect(await judge(genuine)).to.have.property('verdict', 'authentic');
    for (const forged of [request(genuine.body, undefined), request(genuine.body, ''), request(genuine.body, 'x'), signed(EVENT, nextKey), { ...genuine, body: flipped }]) {
      expect(await judge(forged)).to.deep.equal(REJECTED('bad-signature'));
    }
  });

  it('before a payment is genuine too, as an event of its own', async () => {
    const { judge } = shop(() => key.publicPem());
    const keys = [];
    for (const transactionStatus of ['Created', 'Paid', 'Declined', 'SomethingNew']) {
      const verdict = await judge(signed({ ...EVENT, transactionStatus }));
      keys.push('eventKey' in verdict ? verdict.eventKey : undefined);
    }
    expect(keys).to.deep.equal(['Created', 'Paid', 'Declined', 'SomethingNew'].map((status) => `${EVENT.transactionId}:Payment:${status}`));
  });

  it('names the payment alone where the amount is not that of the link: of a refund it may be a part', async () => {
    const { judge, gateway } = shop(() => key.publicPem());
    const paymentId = EVENT.orderId;
    for (const odd of [{ kind: 'Refund', amount: 100 }, { amount: null }, { amount: 500.001 }, { currency: 'GEL' }, { paymentLinkId: null }]) {
      const webhook = signed({ ...EVENT, ...odd });
      expect(await judge(webhook), JSON.stringify(odd)).to.deep.include({ verdict: 'authentic', reference: { invoiceId: undefined, paymentId } });
      expect(gateway.referenceOf(webhook.body)).to.deep.equal({ invoiceId: undefined, paymentId });
    }
  });

  it('about money without an order id names what there is, so that a person looks', async () => {
    const { judge } = shop(() => key.publicPem());
    expect(await judge(signed({ ...EVENT, orderId: null }))).to.deep.include({ reference: { invoiceId: EVENT.paymentLinkId, paymentId: undefined } });
    expect(await judge(signed({ ...EVENT, orderId: null, paymentLinkId: null }))).to.deep.include({ reference: { invoiceId: EVENT.transactionId, paymentId: undefined } });
  });

  it('of another merchant is refused where the terminal is known: all are signed with one key', async () => {
    const mine = shop(() => key.publicPem(), TERMINAL);
    expect(await mine.judge(signed(EVENT))).to.have.property('verdict', 'authentic');
    expect(await mine.judge(signed({ ...EVENT, terminalPublicId: EVENT.id }))).to.deep.equal(REJECTED('foreign-address'));
    expect(await shop(() => key.publicPem()).judge(signed({ ...EVENT, terminalPublicId: EVENT.id }))).to.have.property('verdict', 'authentic');
  });

  for (const [what, body] of [
    ['a list', '[]'],
    ['no JSON', 'status=Paid'],
    ['ten thousand levels', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['broken UTF-8', Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])],
    ['no transaction', JSON.stringify({ ...EVENT, transactionId: undefined })],
    ['a transaction with an odd name', JSON.stringify({ ...EVENT, transactionId: "1'; --" })],
    ['more than a webhook can be', JSON.stringify({ ...EVENT, orderDescription: 'x'.repeat(70_000) })],
  ] as const) {
    it(`is refused, however well it is signed, when it is ${what}`, async () => {
      const { judge } = shop(() => key.publicPem());
      await judge(signed(EVENT));
      const bytes = Buffer.from(body);
      expect(await judge(request(bytes, key.sign(bytes)))).to.deep.equal(REJECTED('malformed'));
    });
  }
});

describe("Wata's public key", () => {
  it('is read before the first webhook, and then kept', async () => {
    const { judge, asked, gateway } = shop(() => key.publicPem());
    expect(gateway.receive(signed(EVENT)), 'nothing is genuine without a key').to.deep.equal(REJECTED('bad-signature'));
    for (let time = 0; time < 3; time += 1) expect(await judge(signed(EVENT))).to.have.property('verdict', 'authentic');
    expect(asked()).to.equal(1);
  });

  it('that cannot be had leaves the webhook untaken, so that it comes again: fail closed', async () => {
    const away = new HttpFailure('unknown', 'wata', 'no answer in time');
    let said: string | Error = away;
    const { judge, asked, pass } = shop(() => said);
    expect(await failureOf(judge(signed(EVENT)))).to.include({ failure: 'unavailable' });
    said = key.publicPem();
    expect(await failureOf(judge(signed(EVENT))), 'not asked again at once').to.include({ failure: 'unavailable' });
    expect(asked()).to.equal(1);
    pass(5);
    expect(await judge(signed(EVENT))).to.have.property('verdict', 'authentic');
  });

  for (const [what, value] of [
    ['is no key', 'nonsense'],
    ['is a short one', pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)],
    ['is of another kind', pem(generateKeyPairSync('ed25519').publicKey)],
  ] as const) {
    it(`that ${what} is none`, async () => {
      expect(await failureOf(shop(() => value).judge(signed(EVENT)))).to.include({ failure: 'unavailable' });
    });
  }

  it('that has changed is read again at the first webhook it signs, while the one before is still good', async () => {
    let current = key;
    const { judge, asked, pass } = shop(() => current.publicPem());
    await judge(signed(EVENT));
    current = nextKey;
    pass(60);
    expect(await judge(signed(EVENT, nextKey))).to.have.property('verdict', 'authentic');
    expect(await judge(signed(EVENT, key)), 'signed before, come after').to.have.property('verdict', 'authentic');
    expect(asked()).to.equal(2);
    current = lastKey;
    pass(60);
    expect(await judge(signed(EVENT, lastKey))).to.have.property('verdict', 'authentic');
    expect(await judge(signed(EVENT, nextKey))).to.have.property('verdict', 'authentic');
    expect(await judge(signed(EVENT, key)), 'two keys are kept').to.deep.equal(REJECTED('bad-signature'));
  });

  it('is asked for once a minute at most, however many forgeries come', async () => {
    const { judge, asked, pass } = shop(() => key.publicPem());
    await judge(signed(EVENT));
    pass(60);
    for (let time = 0; time < 20; time += 1) expect(await judge(signed(EVENT, nextKey))).to.deep.equal(REJECTED('bad-signature'));
    expect(asked()).to.equal(2);
    pass(60);
    for (const worthless of [request('{}', undefined), request('x'.repeat(70_000), 'x')]) await judge(worthless);
    expect(asked()).to.equal(2);
    await Promise.all([judge(signed(EVENT, nextKey)), judge(signed(EVENT, nextKey))]);
    expect(asked()).to.equal(3);
  });

  it('that is not answered when it seems to have changed leaves the known one in force', async () => {
    let said: string | Error = key.publicPem();
    const { judge, pass } = shop(() => said);
    await judge(signed(EVENT));
    said = new HttpFailure('unknown', 'wata', 'no answer in time');
    pass(60);
    expect(await judge(signed(EVENT, nextKey))).to.deep.equal(REJECTED('bad-signature'));
    expect(await judge(signed(EVENT))).to.have.property('verdict', 'authentic');
  });

  it('is read again in the background when it has grown old', async () => {
    let current = key;
    const { judge, asked, pass, gateway } = shop(() => current.publicPem());
    await judge(signed(EVENT));
    current = nextKey;
    pass(6 * 3600 + 1);
    expect(await judge(signed(EVENT))).to.have.property('verdict', 'authentic');
    expect(asked()).to.equal(2);
    await gateway.prepare(signed(EVENT, nextKey));
    expect(gateway.receive(signed(EVENT, nextKey))).to.have.property('verdict', 'authentic');
    expect(asked()).to.equal(2);
  });
});
