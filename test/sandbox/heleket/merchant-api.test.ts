import { expect } from 'chai';
import { invoiceRequests } from '../../contracts/payments/gateway-world.js';
import { CREDENTIALS, type HeleketWorld, openHeleketWorld } from '../../contracts/payments/heleket/heleket-world.js';
import { ton } from '../../builders/ton.js';

const ORDER = { amount: '10', currency: 'TON', network: 'ton', order_id: 'order-1' };

describe("Heleket's stand-in towards a merchant", () => {
  let world: HeleketWorld;
  const request = invoiceRequests(() => world);

  beforeEach(async () => {
    world = await openHeleketWorld();
  });
  afterEach(() => world.close());

  async function raw(headers: Record<string, string>, body: string): Promise<{ status: number; body: unknown }> {
    const url = `${world.origin}/sandbox/heleket/api/v1/payment`;
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
    return { status: response.status, body: await response.json() };
  }

  it('turns away what is not signed with the right key', async () => {
    const invalid = { status: 401, body: { state: 1, message: 'Invalid Sign.' } };
    expect(await world.call('/v1/payment', ORDER, 'another key')).to.deep.equal(invalid);
    expect(await world.call('/v1/payment', ORDER, CREDENTIALS.payoutKey)).to.deep.equal(invalid);
    expect(await world.call('/v1/payment/refund', { uuid: 'x' }, CREDENTIALS.apiKey)).to.deep.equal(invalid);
    expect(await raw({ merchant: CREDENTIALS.merchant }, '{}')).to.deep.equal(invalid);
    expect(await raw({ merchant: 'somebody', sign: 'x' }, '{}')).to.deep.equal({ status: 403, body: { state: 1, message: 'You are forbidden' } });
    expect(world.simulator.invoices()).to.deep.equal([]);
  });

  for (const [field, value, code] of [
    ['amount', undefined, 'validation.required'],
    ['amount', 10, 'validation.decimal'],
    ['amount', '0', 'validation.decimal'],
    ['amount', '1e1', 'validation.decimal'],
    ['order_id', undefined, 'validation.required'],
    ['order_id', 'a b', 'validation.regex'],
    ['order_id', 'x'.repeat(129), 'validation.regex'],
    ['currency', undefined, 'validation.required'],
    ['lifetime', 299, 'validation.between'],
    ['lifetime', '3600', 'validation.between'],
    ['accuracy_payment_percent', 6, 'validation.between'],
    ['is_payment_multiple', 'true', 'validation.boolean'],
    ['url_callback', 'shop', 'validation.url'],
    ['additional_data', 'x'.repeat(256), 'validation.max'],
  ] as const) {
    it(`refuses an invoice whose ${field} is ${value === undefined ? 'missing' : JSON.stringify(value).slice(0, 20)}`, async () => {
      const answer = await world.call('/v1/payment', { ...ORDER, [field]: value });
      expect(answer).to.deep.equal({ status: 422, body: { state: 1, errors: { [field]: [code] } } });
    });
  }

  it('refuses coins, chains and amounts it does not deal in', async () => {
    const message = async (changes: object) => (await world.call('/v1/payment', { ...ORDER, ...changes })).body;
    expect(await message({ currency: 'DOGE' })).to.include({ message: 'The currency was not found' });
    expect(await message({ network: 'tron' })).to.include({ message: 'The network was not found' });
    expect(await message({ amount: '0.001' })).to.include({ message: 'Minimum amount 0.01 TON' });
    expect(await message({ amount: '1000001' })).to.include({ message: 'Maximum amount 1000000 TON' });
  });

  it('gives a repeated order id its old invoice and changes nothing about it', async () => {
    const first = await world.call('/v1/payment', ORDER);
    const second = await world.call('/v1/payment', { ...ORDER, amount: '99', lifetime: 300 });
    expect(second).to.deep.equal(first);
    expect(world.simulator.invoices()).to.have.lengthOf(1);
  });

  it('gives an expired invoice a new deadline only when it is asked for', async () => {
    await world.call('/v1/payment', ORDER);
    world.pass(3601);
    expect((await world.call('/v1/payment', ORDER)).body).to.have.nested.property('result.status', 'cancel');
    expect((await world.call('/v1/payment', { ...ORDER, is_refresh: true })).body).to.have.nested.property('result.status', 'check');
  });

  it('reads an invoice by one of its names, ours first', async () => {
    await world.call('/v1/payment', ORDER);
    await world.call('/v1/payment', { ...ORDER, order_id: 'order-2' });
    const [first, second] = world.simulator.invoices();
    const named = async (body: object) => (await world.call('/v1/payment/info', body)).body;
    expect(await named({ uuid: first?.uuid, order_id: 'order-2' })).to.have.nested.property('result.uuid', second?.uuid);
    expect(await named({ order_id: 'nobody' })).to.deep.equal({ state: 1, message: 'Payment was not found' });
    expect(await named({})).to.have.property('errors');
  });

  it('accepts less money within the accuracy the merchant allows', async () => {
    await world.call('/v1/payment', { ...ORDER, accuracy_payment_percent: 5 });
    const [invoice] = world.simulator.invoices();
    expect(await world.simulator.pay(invoice?.uuid ?? '', { amount: ton('9.5').minor })).to.include({ status: 'paid', paid: '9.5' });
  });

  it('closes an underpaid invoice at once when the merchant wants one payment only', async () => {
    await world.call('/v1/payment', { ...ORDER, is_payment_multiple: false });
    const [invoice] = world.simulator.invoices();
    expect(await world.simulator.pay(invoice?.uuid ?? '', { amount: ton('9').minor })).to.include({ status: 'wrong_amount' });
  });

  it('lists invoices page by page', async () => {
    for (let number = 0; number < 16; number += 1) await world.call('/v1/payment', { ...ORDER, order_id: `order-${number}` });
    const first = await world.call('/v1/payment/list', { date_from: '2026-01-15 00:00:00' });
    expect(first.body).to.have.nested.property('result.items').with.lengthOf(15);
    const cursor = (first.body as { result: { paginate: { nextCursor: string } } }).result.paginate.nextCursor;
    const second = await world.call(`/v1/payment/list?cursor=${cursor}`, { date_from: '2026-01-15 00:00:00' });
    expect(second.body).to.have.nested.property('result.items').with.lengthOf(1);
    const later = await world.call('/v1/payment/list', { date_from: '2026-01-16 00:00:00' });
    expect(later.body).to.have.nested.property('result.items').with.lengthOf(0);
  });

  it('holds what was paid, less its fee', async () => {
    const { invoiceId } = await world.gateway.create(request('10'));
    await world.pay(invoiceId, ton('10'));
    expect((await world.gateway.ping()).balances).to.deep.include({ amount: '9.900000000', currency: 'TON' });
  });

  it('sends a webhook for practice when asked', async () => {
    await world.call('/v1/payment', ORDER);
    const practice = { url_callback: `${world.origin}/webhook/heleket`, currency: 'TON', network: 'ton', status: 'paid', order_id: 'order-1' };
    expect(await world.call('/v1/test-webhook/payment', practice)).to.deep.equal({ status: 200, body: { state: 0, result: [] } });
    expect(world.webhooks.map((webhook) => world.gateway.receive(webhook).verdict)).to.deep.equal(['authentic']);
    expect((await world.call('/v1/test-webhook/payment', { ...practice, url_callback: '' })).status).to.equal(422);
  });
});
