import { expect } from 'chai';
import { HttpFailure } from '#adapters/outbound/kit/http-failure.js';
import { Money } from '#domain/shared/money.js';
import { InvoiceMismatch } from '#use-cases/ports/providers/provider-error.js';
import { failureOf } from '../../../contracts/payments/gateway-world.js';
import { ANSWER, gatewayThatHears, INVOICE_ID, kindOf, list, no, ok, PAYMENT_ID, REQUEST, type Scripted } from './scripted-yookassa.js';

const TROUBLE: readonly (readonly [string, Scripted])[] = [
  ['no answer in time', new HttpFailure('unknown', 'yookassa', 'no answer in time')],
  ['a server error, which says that the outcome is unknown', no(500, 'internal_server_error')],
  ['a gateway error in HTML', { status: 502, text: '<html>Bad Gateway</html>' }],
  ['a refusal of somebody in between', { status: 403, text: '<html>Blocked</html>' }],
  ['a success that is not JSON', { status: 200, text: 'OK' }],
  ['a redirect', { status: 302, text: '' }],
  ['an object of another form', ok({ id: INVOICE_ID })],
  ['ten thousand levels', { status: 200, text: '['.repeat(10_000) }],
];

describe('YooKassa gateway', () => {
  for (const [what, answer] of TROUBLE) {
    it(`after ${what} does not know whether a payment exists`, async () => {
      expect(await kindOf(gatewayThatHears([answer]).gateway.create(REQUEST))).to.equal('unknown_outcome');
      expect(await kindOf(gatewayThatHears([answer]).gateway.charge({ ...REQUEST, token: 'm' }))).to.equal('unknown_outcome');
    });

    it(`after ${what} cannot tell how a payment stands`, async () => {
      expect(await kindOf(gatewayThatHears([answer]).gateway.fetch({ invoiceId: INVOICE_ID }))).to.equal('unavailable');
      expect(await kindOf(gatewayThatHears([answer]).gateway.fetch({ paymentId: PAYMENT_ID }))).to.equal('unavailable');
    });
  }

  it('knows that nothing happened when it could not even connect', async () => {
    expect(await kindOf(gatewayThatHears([new HttpFailure('not-sent', 'yookassa', 'refused')]).gateway.create(REQUEST))).to.equal('unavailable');
  });

  for (const [answer, failure] of [
    [no(401, 'invalid_credentials'), 'unauthorized'],
    [no(403, 'forbidden'), 'not_supported'],
    [no(404, 'not_found'), 'not_found'],
    [no(405, 'method_not_allowed'), 'rejected'],
    [no(429, 'too_many_requests'), 'rate_limited'],
    [{ status: 429, text: '' } as Scripted, 'rate_limited'],
  ] as const) {
    it(`takes ${JSON.stringify(answer)} for "${failure}"`, async () => {
      expect(await kindOf(gatewayThatHears([answer, list()]).gateway.create(REQUEST))).to.equal(failure);
    });
  }

  it('waits as long as it is told to, which is said in milliseconds', async () => {
    const told = await failureOf(gatewayThatHears([no(429, 'too_many_requests', { retry_after: 1800 })]).gateway.create(REQUEST));
    expect(told).to.have.property('retryAfterMs', 1_800);
    const header = await failureOf(gatewayThatHears([{ status: 429, text: '', headers: { 'retry-after': '7' } }]).gateway.create(REQUEST));
    expect(header).to.have.property('retryAfterMs', 7_000);
  });

  for (const [field, change] of [
    ['amount', { amount: { value: '10.01', currency: 'RUB' } }],
    ['currency', { amount: { value: '10.001', currency: 'RUB' } }],
    ['currency', { amount: { value: '10.00', currency: 'USD' } }],
    ['metadata', { metadata: { payment_id: 'another' } }],
    ['metadata', { metadata: null }],
    ['test', { test: true }],
    ['status', { status: 'canceled' }],
    ['status', { status: 'succeeded', paid: true }],
    ['confirmation_url', { confirmation: null }],
    ['confirmation_url', { confirmation: { confirmation_url: 'javascript:alert(1)' } }],
  ] as const) {
    it(`shows nobody a payment with ${JSON.stringify(change)}`, async () => {
      const error = await failureOf(gatewayThatHears([ok({ ...ANSWER, ...change })]).gateway.create(REQUEST));
      expect(error).to.be.instanceOf(InvoiceMismatch);
      expect(error).to.have.nested.property('details.field', field);
    });
  }

  it('sends payers back to Telegram while the shop has no link of its own', async () => {
    const { gateway } = gatewayThatHears([ok({ ...ANSWER, status: 'succeeded', paid: true })]);
    expect((await gateway.charge({ ...REQUEST, token: 'm' })).url).to.equal('https://t.me/');
  });

  it('knows no payment the provider does not know', async () => {
    expect(await gatewayThatHears([no(404, 'not_found')]).gateway.fetch({ invoiceId: INVOICE_ID })).to.equal(undefined);
    expect(await gatewayThatHears([list()]).gateway.fetch({ paymentId: PAYMENT_ID })).to.equal(undefined);
  });

  it('looks through every page for a payment of ours, and asks no further once it is found', async () => {
    const page = (items: readonly object[]) => ok({ type: 'list', items, next_cursor: 'more' });
    const { gateway, steps } = gatewayThatHears([page([{ ...ANSWER, metadata: {} }]), page([ANSWER])]);
    expect(await gateway.fetch({ paymentId: PAYMENT_ID })).to.include({ invoiceId: INVOICE_ID, state: 'awaiting' });
    expect(steps).to.deep.equal(['scan', 'scan']);
  });

  it('does not call a payment unknown that it has not looked for far enough', async () => {
    const pages = Array.from({ length: 60 }, () => ok({ type: 'list', items: [], next_cursor: 'more' }));
    const { gateway, steps } = gatewayThatHears(pages);
    expect(await kindOf(gateway.fetch({ paymentId: PAYMENT_ID }))).to.equal('unavailable');
    expect(steps).to.have.lengthOf(50);
  });

  it('does not credit a payment whose refunds it could not read', async () => {
    const { gateway, steps } = gatewayThatHears([ok({ ...ANSWER, status: 'succeeded', paid: true }), no(500, 'internal_server_error')]);
    expect(await kindOf(gateway.fetch({ invoiceId: INVOICE_ID }))).to.equal('unavailable');
    expect(steps).to.deep.equal(['fetch', 'refunds']);
  });

  it('collects rubles and nothing else', async () => {
    const { gateway, steps } = gatewayThatHears([]);
    expect(gateway.descriptor.currencies).to.deep.equal(['RUB']);
    const amount = Money.parse('10', 'USD');
    for (const call of [gateway.limits('USD'), gateway.create({ ...REQUEST, amount }), gateway.charge({ ...REQUEST, amount, token: 'm' })]) {
      expect(await kindOf(call)).to.equal('not_supported');
    }
    expect(steps).to.deep.equal([]);
  });

  describe('asked how it is', () => {
    const shop = (changes: object) => ok({ account_id: '123456', test: false, fiscalization_enabled: false, ...changes });

    it('reports trouble as its state instead of failing the health check', async () => {
      expect(await gatewayThatHears([no(401, 'invalid_credentials')]).gateway.ping()).to.deep.equal({ ok: false, detail: 'unauthorized', balances: [] });
    });

    it('tells of a test shop where real money is expected, and of receipts nobody configured', async () => {
      expect(await gatewayThatHears([shop({})]).gateway.ping()).to.include({ ok: true, detail: 'answers' });
      expect(await gatewayThatHears([shop({ test: true })]).gateway.ping()).to.include({ ok: false });
      expect(await gatewayThatHears([shop({ test: true })], { testMode: true }).gateway.ping()).to.include({ ok: true });
      expect(await gatewayThatHears([shop({ fiscalization_enabled: true })]).gateway.ping()).to.include({ ok: false });
      const receipt = { email: 'shop@example.com', vatCode: 1, taxSystem: undefined };
      expect(await gatewayThatHears([shop({ fiscalization_enabled: true })], { receipt }).gateway.ping()).to.include({ ok: true });
    });
  });

  it('tells nobody its key, whatever the provider says', async () => {
    const error = await failureOf(gatewayThatHears([no(401, 'invalid_credentials', { description: 'Wrong\nkey\u001b[31m' })]).gateway.create(REQUEST));
    expect(JSON.stringify([error, String(error)])).to.not.match(/canary|\\u001b|\\n/);
  });

  it('repeats no more of what the provider says than fits a line', async () => {
    const error = await failureOf(gatewayThatHears([no(401, 'invalid_credentials', { description: 'x'.repeat(2_000) })]).gateway.create(REQUEST));
    expect(error).to.have.property('message').that.has.lengthOf(160);
  });
});
