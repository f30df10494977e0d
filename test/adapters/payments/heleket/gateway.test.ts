import { expect } from 'chai';
import type { CallSeam } from '#adapters/outbound/kit/call-seam.js';
import { type HttpAnswer, HttpClient } from '#adapters/outbound/kit/http-client.js';
import { HttpFailure } from '#adapters/outbound/kit/http-failure.js';
import { HeleketGateway } from '#adapters/outbound/payments/heleket/gateway.js';
import { InvoiceMismatch, ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { CUSTOMER_ID } from '../../../builders/a-customer.js';
import { minutesAfter, NOW } from '../../../builders/now.js';
import { ton } from '../../../builders/ton.js';
import { failureOf } from '../../../contracts/payments/gateway-world.js';
import { INVOICE_TEXT } from '../../../contracts/payments/gateway-world.js';

const PAYMENT_ID = '0190f5c2-7d1e-7a10-8a3b-1f2e3d4c5b6a';
const REQUEST = { paymentId: PAYMENT_ID, amount: ton('10'), userId: CUSTOMER_ID, expiresAt: minutesAfter(60), ...INVOICE_TEXT };
const RESULT = {
  uuid: '62f88b36-a9d5-4fa6-aa26-e040c3dbf26d',
  order_id: PAYMENT_ID,
  amount: '10.00',
  currency: 'TON',
  status: 'check',
  is_final: false,
  url: 'https://pay.heleket.com/pay/62f88b36',
  expired_at: NOW.getTime() / 1000 + 3600,
};

type Scripted = Error | { readonly status: number; readonly text: string; readonly headers?: Record<string, string> };

const ok = (result: unknown): Scripted => ({ status: 200, text: JSON.stringify({ state: 0, result }) });
const no = (status: number, body: object): Scripted => ({ status, text: JSON.stringify({ state: 1, ...body }) });

/** A provider that answers what the test wrote down, one answer a call. */
class ScriptedSeam implements CallSeam {
  readonly steps: string[] = [];

  constructor(private readonly answers: Scripted[]) {}

  around<Result>(call: { readonly step: string }): Promise<Result> {
    this.steps.push(call.step);
    const next = this.answers.shift();
    if (!next || next instanceof Error) return Promise.reject(next ?? new Error('one call too many'));
    const answer: HttpAnswer = { status: next.status, text: next.text, headers: new Headers(next.headers) };
    return Promise.resolve(answer as Result);
  }
}

function gatewayThatHears(...answers: Scripted[]) {
  const seam = new ScriptedSeam(answers);
  const config = {
    merchant: 'm',
    apiKey: 'canary-key',
    payoutKey: 'canary-payout',
    baseUrl: 'https://api.example',
    lifetimeSeconds: 3600,
    webhookIps: undefined,
    simplifiedSecret: undefined,
  };
  const deps = { http: new HttpClient(seam, { retries: 0 }), clock: { now: () => NOW }, webhookUrl: () => 'https://shop.example/webhook/heleket', returnUrl: undefined };
  return { gateway: new HeleketGateway(config, deps), seam };
}

async function kindOf(call: Promise<unknown>): Promise<string> {
  const error = await failureOf(call);
  if (!(error instanceof ProviderError)) throw error;
  return error.failure;
}

const TROUBLE: readonly (readonly [string, Scripted])[] = [
  ['no answer in time', new HttpFailure('unknown', 'heleket', 'no answer in time')],
  ['a server error', { status: 500, text: '{"message":"Server Error"}' }],
  ['a gateway error in HTML', { status: 502, text: '<html>Bad Gateway</html>' }],
  ['a success that is not JSON', { status: 200, text: 'OK' }],
  ['a redirect', { status: 302, text: '' }],
  ['a result of another form', ok({ uuid: RESULT.uuid })],
  ['ten thousand levels', { status: 200, text: '['.repeat(10_000) }],
];

describe('Heleket gateway', () => {
  for (const [what, answer] of TROUBLE) {
    it(`after ${what} does not know whether an invoice exists`, async () => {
      expect(await kindOf(gatewayThatHears(answer).gateway.create(REQUEST))).to.equal('unknown_outcome');
    });

    it(`after ${what} cannot tell how an invoice stands`, async () => {
      expect(await kindOf(gatewayThatHears(answer).gateway.fetch({ paymentId: PAYMENT_ID }))).to.equal('unavailable');
      expect(await kindOf(gatewayThatHears(answer).gateway.limits('TON'))).to.equal('unavailable');
    });
  }

  it('does not know whether a refund was made when its answer is lost', async () => {
    const { gateway, seam } = gatewayThatHears(ok({ ...RESULT, status: 'paid' }), new HttpFailure('unknown', 'heleket', 'no answer in time'));
    const call = gateway.refund({ refundId: 'r', reference: { paymentId: PAYMENT_ID }, amount: ton('10'), destination: 'UQ' });
    expect(await kindOf(call)).to.equal('unknown_outcome');
    expect(seam.steps).to.deep.equal(['fetch', 'refund']);
  });

  it('knows that nothing happened when it could not even connect', async () => {
    expect(await kindOf(gatewayThatHears(new HttpFailure('not-sent', 'heleket', 'refused')).gateway.create(REQUEST))).to.equal('unavailable');
  });

  for (const [answer, failure] of [
    [no(422, { errors: { amount: ['validation.required'] } }), 'rejected'],
    [no(422, { message: 'The network was not found' }), 'rejected'],
    [no(401, { message: 'Invalid Sign.' }), 'unauthorized'],
    [no(403, { message: 'You are forbidden' }), 'unauthorized'],
    [no(200, { message: 'You are forbidden' }), 'unauthorized'],
    [no(200, { message: 'No' }), 'rejected'],
    [{ status: 400, text: '{"message":"no state at all"}' } as Scripted, 'rejected'],
    [{ status: 200, text: '{"result":{}}' } as Scripted, 'rejected'],
    [{ status: 429, text: '', headers: { 'retry-after': '7' } } as Scripted, 'rate_limited'],
  ] as const) {
    it(`takes ${JSON.stringify(answer)} for "${failure}"`, async () => {
      expect(await kindOf(gatewayThatHears(answer).gateway.create(REQUEST))).to.equal(failure);
    });
  }

  it('waits as long as it is told to', async () => {
    const error = await failureOf(gatewayThatHears({ status: 429, text: '', headers: { 'retry-after': '7' } }).gateway.create(REQUEST));
    expect(error).to.have.property('retryAfterMs', 7_000);
  });

  it('finds the invoice whose order id the provider calls taken', async () => {
    const { gateway, seam } = gatewayThatHears(no(422, { errors: { order_id: ['validation.unique'] } }), ok(RESULT));
    expect(await gateway.create(REQUEST)).to.include({ invoiceId: RESULT.uuid, reused: true });
    expect(seam.steps).to.deep.equal(['create', 'fetch']);
  });

  it('repeats the refusal when there is no such invoice either', async () => {
    const { gateway } = gatewayThatHears(no(422, { errors: { order_id: ['validation.regex'] } }), no(404, { message: 'Payment was not found' }));
    expect(await kindOf(gateway.create(REQUEST))).to.equal('rejected');
  });

  it('tells an old invoice from a new one by its age', async () => {
    const made = (createdAt: string) => gatewayThatHears(ok({ ...RESULT, created_at: createdAt })).gateway.create(REQUEST);
    expect((await made('2026-01-15T15:00:00+03:00')).reused).to.equal(false);
    expect((await made('2026-01-15T14:50:00+03:00')).reused).to.equal(true);
  });

  for (const [field, change] of [
    ['amount', { amount: '10.000000001' }],
    ['currency', { amount: '10.0000000001' }],
    ['currency', { currency: 'USDT' }],
    ['order_id', { order_id: 'another' }],
    ['order_id', { order_id: null }],
    ['is_final', { is_final: true }],
    ['is_final', { status: 'cancel', is_final: null }],
    ['url', { url: null }],
  ] as const) {
    it(`refuses an invoice with ${JSON.stringify(change)}`, async () => {
      const error = await failureOf(gatewayThatHears(ok({ ...RESULT, ...change })).gateway.create(REQUEST));
      expect(error).to.be.instanceOf(InvoiceMismatch);
      expect(error).to.have.nested.property('details.field', field);
    });
  }

  it('shows no payment page but one on the web', async () => {
    const error = await failureOf(gatewayThatHears(ok({ ...RESULT, url: 'javascript:alert(1)' })).gateway.create(REQUEST));
    expect(error).to.include({ failure: 'unknown_outcome' });
  });

  it('knows no invoice the provider does not know', async () => {
    expect(await gatewayThatHears(no(404, { message: 'Payment was not found' })).gateway.fetch({ paymentId: PAYMENT_ID })).to.equal(undefined);
    expect(await gatewayThatHears(no(422, { message: 'Payment was not found' })).gateway.fetch({ paymentId: PAYMENT_ID })).to.equal(undefined);
  });

  it('does not take a wrong address for a missing invoice', async () => {
    const { gateway } = gatewayThatHears({ status: 404, text: '{"message":"Not Found"}' });
    expect(await kindOf(gateway.fetch({ paymentId: PAYMENT_ID }))).to.equal('rejected');
  });

  it('reads the limits of its coin on its chain, narrowed to what the coin can hold', async () => {
    const service = (network: string, least: string, most: string) => ({ network, currency: 'TON', is_available: true, limit: { min_amount: least, max_amount: most } });
    const { gateway } = gatewayThatHears(ok([service('bsc', '7', '8'), service('ton', '0.0100000001', '1000000.0000000009')]));
    const { minimum, maximum } = await gateway.limits('TON');
    expect([minimum?.toDecimal(), maximum?.toDecimal()]).to.deep.equal(['0.010000001', '1000000']);
  });

  it('sells nothing in a coin the provider has switched off', async () => {
    const off = [{ network: 'ton', currency: 'TON', is_available: false, limit: null }];
    expect(await kindOf(gatewayThatHears(ok(off)).gateway.limits('TON'))).to.equal('unavailable');
    expect(await kindOf(gatewayThatHears().gateway.limits('RUB'))).to.equal('not_supported');
  });

  it('reports trouble as its state instead of failing the health check', async () => {
    expect(await gatewayThatHears(no(401, { message: 'Invalid Sign.' })).gateway.ping()).to.deep.equal({ ok: false, detail: 'unauthorized', balances: [] });
  });

  it('tells nobody a key, whatever the provider says', async () => {
    const error = await failureOf(gatewayThatHears(no(401, { message: 'Invalid\nSign.\u001b[31m' })).gateway.create(REQUEST));
    expect(JSON.stringify([error, String(error)])).to.not.match(/canary|\\u001b|\\n/);
  });
});
