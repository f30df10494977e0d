import { expect } from 'chai';
import type { CallSeam } from '#adapters/outbound/kit/call-seam.js';
import { type HttpAnswer, HttpClient, type HttpClientOptions } from '#adapters/outbound/kit/http-client.js';
import { HttpFailure } from '#adapters/outbound/kit/http-failure.js';
import { CryptobotGateway } from '#adapters/outbound/payments/cryptobot/gateway.js';
import { writePayload } from '#adapters/outbound/payments/cryptobot/payload.js';
import { InvoiceMismatch, ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { CUSTOMER_ID } from '../../../builders/a-customer.js';
import { minutesAfter, NOW } from '../../../builders/now.js';
import { ton } from '../../../builders/ton.js';
import { failureOf, INVOICE_TEXT } from '../../../contracts/payments/gateway-world.js';

const PAYMENT_ID = '0190f5c2-7d1e-7a10-8a3b-1f2e3d4c5b6a';
const REQUEST = { paymentId: PAYMENT_ID, amount: ton('10'), userId: CUSTOMER_ID, expiresAt: minutesAfter(60), ...INVOICE_TEXT };
const INVOICE = {
  invoice_id: 777,
  currency_type: 'crypto',
  asset: 'TON',
  amount: '10',
  status: 'active',
  payload: writePayload(PAYMENT_ID, CUSTOMER_ID),
  bot_invoice_url: 'https://t.me/CryptoBot?start=IVabc',
  created_at: NOW.toISOString(),
};

type Scripted = Error | { readonly status: number; readonly text: string; readonly headers?: Record<string, string> };

const ok = (result: unknown): Scripted => ({ status: 200, text: JSON.stringify({ ok: true, result }) });
const no = (code: number, name: string, status = code): Scripted => ({ status, text: JSON.stringify({ ok: false, error: { code, name } }) });
const NONE = ok({ items: [] });
const LOST = new HttpFailure('unknown', 'cryptobot', 'no answer in time');

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
  return gatewayOver(new ScriptedSeam(answers), {});
}

function gatewayOver(seam: ScriptedSeam, options: HttpClientOptions) {
  const config = { token: '1:canary', baseUrl: 'https://api.example', testnet: false, assets: undefined, transfers: false };
  const deps = { http: new HttpClient(seam, { retries: 0, ...options }), clock: { now: () => NOW }, webhookUrl: () => undefined, returnUrl: undefined };
  return { gateway: new CryptobotGateway(config, deps), seam };
}

async function kindOf(call: Promise<unknown>): Promise<string> {
  const error = await failureOf(call);
  if (!(error instanceof ProviderError)) throw error;
  return error.failure;
}

const TROUBLE: readonly (readonly [string, Scripted])[] = [
  ['no answer in time', LOST],
  ['a server error in the envelope', no(500, 'APP_ERROR')],
  ['a server error under a status that says yes', no(502, 'APP_ERROR', 200)],
  ['a refusal under a status of trouble', no(400, 'APP_ERROR', 503)],
  ['a gateway error in HTML', { status: 502, text: '<html>Bad Gateway</html>' }],
  ['a refusal that is not JSON', { status: 403, text: '<html>Forbidden</html>' }],
  ['a success that is not JSON', { status: 200, text: 'OK' }],
  ['a redirect', { status: 302, text: '' }],
  ['a yes that is none', { status: 400, text: JSON.stringify({ ok: true, result: INVOICE }) }],
  ['an envelope without a reason', { status: 400, text: '{"ok":false}' }],
  ['a result of another form', ok({ invoice_id: 777 })],
  ['ten thousand levels', { status: 200, text: '['.repeat(10_000) }],
];

describe('Crypto Pay gateway', () => {
  for (const [what, answer] of TROUBLE) {
    it(`after ${what} does not know whether an invoice exists`, async () => {
      expect(await kindOf(gatewayThatHears(NONE, answer, NONE).gateway.create(REQUEST))).to.equal('unknown_outcome');
    });

    it(`after ${what} cannot tell how an invoice stands`, async () => {
      expect(await kindOf(gatewayThatHears(answer).gateway.fetch({ invoiceId: '777' }))).to.equal('unavailable');
    });

    it(`after ${what} makes no invoice, for there may be one already`, async () => {
      const { gateway, seam } = gatewayThatHears(answer);
      expect(await kindOf(gateway.create(REQUEST))).to.equal('unavailable');
      expect(seam.steps).to.deep.equal(['invoices']);
    });
  }

  it('knows that nothing happened when it could not even connect', async () => {
    const { gateway, seam } = gatewayThatHears(NONE, new HttpFailure('not-sent', 'cryptobot', 'refused'));
    expect(await kindOf(gateway.create(REQUEST))).to.equal('unavailable');
    expect(seam.steps).to.deep.equal(['invoices', 'create']);
  });

  for (const [answer, failure] of [
    [no(400, 'EXPIRES_IN_INVALID'), 'rejected'],
    [no(400, 'PARAM_ASSET_INVALID', 200), 'rejected'],
    [no(401, 'UNAUTHORIZED'), 'unauthorized'],
    [no(401, 'UNAUTHORIZED', 200), 'unauthorized'],
    [no(403, 'METHOD_DISABLED'), 'not_supported'],
    [no(400, 'INVOICE_NOT_FOUND'), 'not_found'],
    [no(429, 'TOO_MANY_REQUESTS', 200), 'rate_limited'],
    [{ status: 429, text: '', headers: { 'retry-after': '7' } } as Scripted, 'rate_limited'],
  ] as const) {
    it(`takes ${JSON.stringify(answer)} for "${failure}"`, async () => {
      expect(await kindOf(gatewayThatHears(NONE, answer).gateway.create(REQUEST))).to.equal(failure);
    });
  }

  it('waits as long as it is told to', async () => {
    const error = await failureOf(gatewayThatHears({ status: 429, text: '', headers: { 'retry-after': '7' } }).gateway.create(REQUEST));
    expect(error).to.have.property('retryAfterMs', 7_000);
  });

  it('finds the invoice at once whose answer was lost, because creating knows no key', async () => {
    const { gateway, seam } = gatewayThatHears(NONE, LOST, ok([INVOICE]));
    expect(await gateway.create(REQUEST)).to.include({ invoiceId: '777', reused: false });
    expect(seam.steps).to.deep.equal(['invoices', 'create', 'invoices']);
  });

  it('never asks twice in a row for an invoice, though it may for a list', async () => {
    const { gateway, seam } = gatewayOver(new ScriptedSeam([LOST, NONE, LOST, NONE]), { retries: 2, pauseMs: 1 });
    expect(await kindOf(gateway.create(REQUEST))).to.equal('unknown_outcome');
    expect(seam.steps).to.deep.equal(['invoices', 'invoices', 'create', 'invoices']);
  });

  it('reads a list as an object or as a bare array', async () => {
    for (const list of [{ items: [INVOICE] }, [INVOICE]]) expect((await gatewayThatHears(ok(list)).gateway.fetch({ invoiceId: '777' }))?.invoiceId).to.equal('777');
  });

  it('takes no other invoice for the one it asked for', async () => {
    expect(await gatewayThatHears(ok([{ ...INVOICE, invoice_id: 778 }])).gateway.fetch({ invoiceId: '777' })).to.equal(undefined);
    const { gateway, seam } = gatewayThatHears();
    expect(await gateway.fetch({ invoiceId: '777,778' })).to.equal(undefined);
    expect(seam.steps).to.deep.equal([]);
  });

  for (const [field, change] of [
    ['amount', { amount: '10.000000001' }],
    ['currency', { amount: '10.0000000001' }],
    ['currency', { asset: 'USDT' }],
    ['currency', { currency_type: 'fiat', fiat: 'RUB' }],
    ['payload', { payload: writePayload(PAYMENT_ID, CUSTOMER_ID + 1) }],
    ['payload', { payload: writePayload('another', CUSTOMER_ID) }],
    ['payload', { payload: null }],
    ['status', { status: 'expired' }],
    ['status', { status: 'paid' }],
    ['bot_invoice_url', { bot_invoice_url: null }],
    ['bot_invoice_url', { bot_invoice_url: 'https://t.me/CryptoTestnetBot?start=IVabc' }],
  ] as const) {
    it(`refuses an invoice with ${JSON.stringify(change)}`, async () => {
      const error = await failureOf(gatewayThatHears(NONE, ok({ ...INVOICE, ...change })).gateway.create(REQUEST));
      expect(error).to.be.instanceOf(InvoiceMismatch);
      expect(error).to.have.nested.property('details.field', field);
    });
  }

  it('shows no payment page but one on the web', async () => {
    const evil = ok({ ...INVOICE, bot_invoice_url: 'javascript:alert(1)' });
    expect(await kindOf(gatewayThatHears(NONE, evil, NONE).gateway.create(REQUEST))).to.equal('unknown_outcome');
  });

  it('has no way to charge without the payer, and collects no stars', async () => {
    const { gateway } = gatewayThatHears();
    expect(await kindOf(gateway.charge())).to.equal('not_supported');
    expect(await kindOf(gateway.limits('XTR'))).to.equal('not_supported');
  });

  it('reports trouble as its state instead of failing the health check', async () => {
    expect(await gatewayThatHears(no(401, 'UNAUTHORIZED')).gateway.ping()).to.deep.equal({ ok: false, detail: 'unauthorized', balances: [] });
  });

  it('tells nobody the token, whatever the provider says', async () => {
    const error = await failureOf(gatewayThatHears(no(400, 'NO\n\u001b[31m')).gateway.create(REQUEST));
    expect(JSON.stringify([error, String(error)])).to.not.match(/canary|\\u001b|\\n/);
  });
});
