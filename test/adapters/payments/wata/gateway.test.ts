import { expect } from 'chai';
import { HttpFailure } from '#adapters/outbound/kit/http-failure.js';
import { Money } from '#domain/shared/money.js';
import { InvoiceMismatch } from '#use-cases/ports/providers/provider-error.js';
import { minutesAfter, NOW } from '../../../builders/now.js';
import { failureOf } from '../../../contracts/payments/gateway-world.js';
import { gatewayThatHears, INVOICE_ID, kindOf, LINK, LINK_ID, links, no, NONE, ok, PAYMENT_ID, REQUEST, type Scripted, TERMINAL, transactions } from './scripted-wata.js';

const created = (...answers: Scripted[]) => gatewayThatHears(answers).gateway.create(REQUEST);
const fetched = (...answers: Scripted[]) => gatewayThatHears(answers).gateway.fetch({ invoiceId: INVOICE_ID });

const TROUBLE: readonly (readonly [string, Scripted])[] = [
  ['no answer in time', new HttpFailure('unknown', 'wata', 'no answer in time')],
  ['a server error', no(500)],
  ['a gateway error in HTML', { status: 502, text: '<html>Bad Gateway</html>' }],
  ['a page of something in between', { status: 404, text: '<html>Not Found</html>' }],
  ['a success that is not JSON', { status: 200, text: 'OK' }],
  ['a redirect', { status: 302, text: '' }],
  ['an answer of another form', ok({ id: LINK_ID })],
  ['ten thousand levels', { status: 200, text: '['.repeat(10_000) }],
];

describe('Wata gateway', () => {
  for (const [what, answer] of TROUBLE) {
    it(`after ${what} does not know whether a link exists`, async () => {
      expect(await kindOf(created(NONE, answer))).to.equal('unknown_outcome');
    });

    it(`after ${what} to a look knows that it has sent nothing, and cannot tell how an order stands`, async () => {
      expect(await kindOf(created(answer))).to.equal('unavailable');
      expect(await kindOf(fetched(answer))).to.equal('unavailable');
      expect(await kindOf(fetched(transactions(), answer))).to.equal('unavailable');
    });
  }

  it('reads again after trouble, and never writes again: the provider knows no keys', async () => {
    const { gateway, seam } = gatewayThatHears([no(500), NONE, no(500), ok(LINK)], {}, 2);
    expect(await kindOf(gateway.create(REQUEST))).to.equal('unknown_outcome');
    expect(seam.steps).to.deep.equal(['links', 'links', 'create']);
  });

  it('does not guess which of several payments a refund without a name was made of', async () => {
    const one = { kind: 'Payment', status: 'Paid', amount: 500.5, currency: 'RUB', orderId: PAYMENT_ID };
    const stray = { ...one, id: 'c', kind: 'Refund' };
    const { gateway, seam } = gatewayThatHears([transactions({ ...one, id: 'a' }, { ...one, id: 'b' }, stray)]);
    const call = gateway.refund({ refundId: 'r', reference: { invoiceId: INVOICE_ID }, amount: REQUEST.amount, destination: '' });
    expect(await kindOf(call)).to.equal('rejected');
    expect(seam.steps).to.deep.equal(['transactions']);
  });

  it('knows that nothing happened when it could not even connect', async () => {
    expect(await kindOf(created(NONE, new HttpFailure('not-sent', 'wata', 'refused')))).to.equal('unavailable');
  });

  for (const [answer, failure] of [
    [no(400), 'rejected'],
    [no(400, 'PL_1002'), 'rejected'],
    [no(404), 'not_found'],
    [no(401), 'unauthorized'],
    [{ status: 401, text: '' } as Scripted, 'unauthorized'],
    [{ status: 403, text: '<html>' } as Scripted, 'unauthorized'],
    [{ status: 429, text: '' } as Scripted, 'rate_limited'],
  ] as const) {
    it(`takes ${JSON.stringify(answer).slice(0, 40)} for "${failure}"`, async () => {
      expect(await kindOf(created(NONE, answer))).to.equal(failure);
    });
  }

  it('says why it was refused, in the words of the provider and no control characters', async () => {
    expect(await failureOf(created(NONE, no(400, 'PL_1002')))).to.have.property('message', 'PL_1002 No [31m. Why');
  });

  for (const [what, answer, pause] of [
    ['in a header', { status: 429, text: '', headers: { 'retry-after': '7' } }, 7_000],
    ['in words', { status: 429, text: '{"error":{"message":"Too many requests, retry after 12 seconds"}}' }, 12_000],
    ['nowhere', { status: 429, text: 'slow down' }, 30_000],
  ] as const) {
    it(`that may read an object once in 30 seconds waits as long as it is told ${what}, and asks nobody meanwhile (429)`, async () => {
      const { gateway, seam, pass } = gatewayThatHears([answer, transactions({ id: 't', kind: 'Payment', status: 'Paid', amount: 500.5, currency: 'RUB', orderId: PAYMENT_ID })]);
      const ask = () => gateway.fetch({ invoiceId: INVOICE_ID });
      expect(await failureOf(ask())).to.include({ failure: 'rate_limited', retryAfterMs: pause });
      pass(2);
      expect(await failureOf(ask())).to.include({ failure: 'rate_limited', retryAfterMs: pause - 2_000 });
      expect(seam.steps).to.have.lengthOf(1);
      pass(pause / 1000);
      expect(await ask()).to.include({ state: 'paid' });
    });
  }

  for (const [field, change] of [
    ['amount', { amount: 501 }],
    ['currency', { amount: 500.001 }],
    ['currency', { currency: 'USD' }],
    ['currency', { currency: 'GEL' }],
    ['orderId', { orderId: 'another' }],
    ['orderId', { orderId: null }],
    ['status', { status: 'Closed' }],
    ['status', { expirationDateTime: NOW.toISOString() }],
    ['type', { type: 'ManyTime' }],
    ['isArbitraryAmountAllowed', { isArbitraryAmountAllowed: true }],
    ['terminalPublicId', { terminalPublicId: LINK_ID }],
  ] as const) {
    it(`refuses a link with ${JSON.stringify(change)}`, async () => {
      const error = await failureOf(created(NONE, ok({ ...LINK, ...change })));
      expect(error).to.be.instanceOf(InvoiceMismatch);
      expect(error).to.have.nested.property('details.field', field);
    });
  }

  it('gives out an open link of this payment again, and none that is closed', async () => {
    expect(await created(links(LINK))).to.include({ invoiceId: INVOICE_ID, reused: true });
    expect(await failureOf(created(links({ ...LINK, status: 'Closed' })))).to.be.instanceOf(InvoiceMismatch);
  });

  it('does not take the link of another order for its own, whatever the search finds', async () => {
    expect(await created(links({ ...LINK, orderId: `${PAYMENT_ID}0` }), ok(LINK))).to.include({ reused: false });
  });

  it('makes a new link where the old one is over but not deleted yet', async () => {
    expect(await created(links({ ...LINK, expirationDateTime: NOW.toISOString() }), ok(LINK))).to.include({ reused: false });
  });

  it('shows no payment page but one on the web', async () => {
    expect(await kindOf(created(NONE, ok({ ...LINK, url: 'javascript:alert(1)' })))).to.equal('unknown_outcome');
  });

  it('reads a time without a zone as UTC', async () => {
    const { expiresAt } = await created(NONE, ok({ ...LINK, expirationDateTime: minutesAfter(60).toISOString().slice(0, -1) }));
    expect(expiresAt).to.deep.equal(minutesAfter(60));
  });

  it('knows a deleted link by 404 (with or without a body), and only after it was told that nothing was paid', async () => {
    for (const gone of [no(404, 'PL_1001'), no(400, 'PL_1001'), { status: 404, text: '' }]) expect(await fetched(transactions(), gone)).to.include({ state: 'expired' });
    expect(await kindOf(fetched(no(404)))).to.equal('not_found');
  });

  it('believes nothing that is said for another terminal', async () => {
    const foreign = { id: 't', kind: 'Payment', status: 'Paid', amount: 500.5, currency: 'RUB', orderId: PAYMENT_ID, terminalPublicId: LINK_ID };
    expect(await kindOf(fetched(transactions(foreign)))).to.equal('unauthorized');
    expect(await kindOf(created(links({ ...LINK, terminalPublicId: LINK_ID })))).to.equal('unauthorized');
    expect(await fetched(transactions({ ...foreign, terminalPublicId: TERMINAL.toUpperCase() }))).to.include({ state: 'paid' });
  });

  it('knows nothing by an invoice id that is none, and falls back on the payment', async () => {
    expect(await gatewayThatHears([]).gateway.fetch({ invoiceId: 'nonsense' })).to.equal(undefined);
    expect(await gatewayThatHears([links(LINK), transactions()]).gateway.fetch({ invoiceId: 'nonsense', paymentId: PAYMENT_ID })).to.include({ state: 'awaiting' });
  });

  it('takes at least 10 RUB, 1 USD or 1 EUR, and nothing else', async () => {
    const { gateway } = gatewayThatHears([]);
    const said = [];
    for (const currency of gateway.descriptor.currencies) said.push(Object.values(await gateway.limits(currency)).map(String));
    expect(said).to.deep.equal([['10 RUB', '999999.99 RUB'], ['1 USD', '999999.99 USD'], ['1 EUR', '999999.99 EUR']]);
    expect(await kindOf(gateway.limits('TON'))).to.equal('not_supported');
    expect(await kindOf(gateway.create({ ...REQUEST, amount: Money.parse('1', 'TON') }))).to.equal('not_supported');
    expect(await kindOf(gateway.charge())).to.equal('not_supported');
  });

  it('tells nobody its token', async () => {
    for (const answer of [no(401), no(500), no(400)]) {
      const error = await failureOf(created(answer));
      expect(JSON.stringify([error, String(error)])).to.not.match(/canary/);
    }
  });
});
