import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { openYookassaWorld, type YookassaWorld } from '../../contracts/payments/yookassa/yookassa-world.js';

const vectors = JSON.parse(readFileSync(new URL('../../contracts/payments/yookassa/vectors.json', import.meta.url), 'utf8')) as {
  readonly basic_auth: { readonly authorization: string };
};

const ORDER = {
  amount: { value: '10.00', currency: 'RUB' },
  capture: true,
  description: 'A month of VPN',
  metadata: { payment_id: 'order-1' },
  confirmation: { type: 'redirect', return_url: 'https://t.me/polaris_bot' },
};
const ITEM = { description: 'A month of VPN', quantity: '2.00', amount: { value: '5.00', currency: 'RUB' }, vat_code: 1, payment_subject: 'service', payment_mode: 'full_payment' };
const RECEIPT = { customer: { email: 'shop@example.com' }, items: [ITEM] };
const DAY = 24 * 3_600;

type Fields = Record<string, unknown>;

describe("YooKassa's stand-in towards a merchant", () => {
  let world: YookassaWorld;
  let number = 0;

  beforeEach(async () => {
    world = await openYookassaWorld();
  });
  afterEach(() => world.close());

  async function write(path: string, body: object, key = `key-${(number += 1)}`): Promise<{ status: number; body: Fields }> {
    return (await world.call(path, { method: 'POST', body, headers: { 'idempotence-key': key } })) as { status: number; body: Fields };
  }
  const read = async (path: string) => (await world.call(path)) as { status: number; body: Fields };
  const opened = async (changes: object = {}) => String((await write('/payments', { ...ORDER, ...changes })).body.id);
  const idsOf = (body: Fields) => (body.items as Fields[]).map(({ id }) => id);

  it('lets in who knows the shop and its key, as HTTP Basic spells them', async () => {
    const asked = (authorization: string) => world.call('/me', { headers: { authorization } });
    expect((await asked(vectors.basic_auth.authorization)).body).to.include({ account_id: '123456', test: true });
    for (const wrong of ['', 'Basic MTIz', vectors.basic_auth.authorization.replace('Basic', 'Bearer')]) {
      expect(await asked(wrong)).to.have.nested.include({ status: 401, 'body.type': 'error', 'body.code': 'invalid_credentials' });
    }
  });

  it('answers a new payment with all that a merchant reads', async () => {
    const { status, body } = await write('/payments', ORDER);
    expect(status).to.equal(200);
    expect(body).to.deep.include({ status: 'pending', paid: false, test: true, amount: ORDER.amount, metadata: ORDER.metadata, created_at: world.now().toISOString() });
    expect(body.id).to.match(/^[0-9a-f-]{36}$/);
    expect(body).to.have.nested.property('confirmation.confirmation_url', `${world.origin}/sandbox/yookassa/pay/${String(body.id)}`);
    expect((await read(`/payments/${String(body.id)}`)).body).to.deep.equal(body);
    expect((await read('/payments/nobody')).body).to.include({ type: 'error', code: 'not_found' });
  });

  for (const [parameter, changes] of [
    ['amount.value', { amount: { value: '10', currency: 'RUB' } }],
    ['amount.value', { amount: { value: 10, currency: 'RUB' } }],
    ['amount.value', { amount: { value: '0.00', currency: 'RUB' } }],
    ['amount.value', { amount: undefined }],
    ['amount.currency', { amount: { value: '10.00', currency: 'USD' } }],
    ['capture', { capture: undefined }],
    ['description', { description: 'x'.repeat(129) }],
    ['metadata', { metadata: { order: 7 } }],
    ['metadata', { metadata: { ['k'.repeat(33)]: 'x' } }],
    ['metadata', { metadata: Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`k${index}`, 'x'])) }],
    ['confirmation.type', { confirmation: undefined }],
    ['confirmation.return_url', { confirmation: { type: 'redirect', return_url: 'shop' } }],
    ['save_payment_method', { save_payment_method: 'yes' }],
    ['payment_method_id', { payment_method_id: 'method-1' }],
    ['receipt', { receipt: { ...RECEIPT, items: [{ ...ITEM, quantity: '1.00' }] } }],
  ] as const) {
    it(`refuses a payment whose ${parameter} is ${JSON.stringify(changes).slice(0, 60)}`, async () => {
      expect(await write('/payments', { ...ORDER, ...changes })).to.have.nested.include({ status: 400, 'body.code': 'invalid_request', 'body.parameter': parameter });
      expect(world.simulator.invoices()).to.deep.equal([]);
    });
  }

  it('takes writes in JSON and under a key only', async () => {
    const bare = await world.call('/payments', { method: 'POST', body: ORDER });
    expect(bare).to.have.nested.include({ status: 400, 'body.parameter': 'Idempotence-Key' });
    expect(await write('/payments', ORDER, 'k'.repeat(65))).to.have.nested.include({ status: 400, 'body.parameter': 'Idempotence-Key' });
    const form = await world.call('/payments', { method: 'POST', body: ORDER, headers: { 'content-type': 'text/plain', 'idempotence-key': 'k' } });
    expect(form.status).to.equal(415);
  });

  describe('under one key', () => {
    it('answers as the first time, even when the payment has moved on since', async () => {
      const first = await write('/payments', ORDER, 'k');
      await world.simulator.pay(String(first.body.id));
      expect(await write('/payments', ORDER, 'k')).to.deep.equal(first);
      expect(world.simulator.invoices()).to.have.lengthOf(1);
    });

    it('refuses another body', async () => {
      await write('/payments', ORDER, 'k');
      const other = await write('/payments', { ...ORDER, description: 'Other' }, 'k');
      expect(other).to.have.nested.include({ status: 400, 'body.parameter': 'Idempotence-Key' });
    });

    it('makes a second payment after a day', async () => {
      await write('/payments', ORDER, 'k');
      world.pass(DAY);
      await write('/payments', ORDER, 'k');
      expect(world.simulator.invoices()).to.have.lengthOf(2);
    });

    it('may say for a while that it is at work, having done it', async () => {
      world.simulator.processFor(1);
      expect(await write('/payments', ORDER, 'k')).to.have.nested.include({ status: 202, 'body.type': 'processing' });
      expect((await write('/payments', ORDER, 'k')).status).to.equal(200);
      expect(world.simulator.invoices()).to.have.lengthOf(1);
    });

    it('keeps no refusal', async () => {
      await write('/payments', { ...ORDER, capture: false }, 'k');
      expect((await write('/payments', ORDER, 'k')).status).to.equal(200);
    });
  });

  describe('lists payments', () => {
    it('newest first, ten at a time unless told', async () => {
      const made: string[] = [];
      for (let count = 0; count < 12; count += 1) made.unshift(await opened());
      const first = await read('/payments');
      expect(idsOf(first.body)).to.deep.equal(made.slice(0, 10));
      const second = await read(`/payments?cursor=${String(first.body.next_cursor)}`);
      expect(idsOf(second.body)).to.deep.equal(made.slice(10));
      expect(second.body).not.to.have.property('next_cursor');
      expect(idsOf((await read('/payments?limit=100')).body)).to.have.lengthOf(12);
    });

    it('of a time and a status, and by nothing that is ours', async () => {
      const early = await opened();
      world.pass(60);
      const late = await opened();
      await world.simulator.pay(late);
      const since = world.now().toISOString();
      expect(idsOf((await read(`/payments?created_at.gte=${since}`)).body)).to.deep.equal([late]);
      expect(idsOf((await read(`/payments?created_at.lte=${new Date(world.now().getTime() - 1).toISOString()}`)).body)).to.deep.equal([early]);
      expect(idsOf((await read('/payments?status=succeeded')).body)).to.deep.equal([late]);
      expect(idsOf((await read('/payments?metadata.payment_id=order-2')).body)).to.have.lengthOf(2);
    });

    for (const query of ['limit=0', 'limit=101', 'limit=x', 'cursor=nowhere', 'created_at.gte=yesterday']) {
      it(`refuses ${query}`, async () => {
        expect((await read(`/payments?${query}`)).status).to.equal(400);
      });
    }
  });

  describe('returns money', () => {
    const sum = (value: string) => ({ value, currency: 'RUB' });

    it('in parts, up to the rest of the sum, and says so in the payment alone', async () => {
      const payment = await opened();
      await world.simulator.pay(payment);
      expect((await write('/refunds', { payment_id: payment, amount: sum('4.00') })).body).to.include({ status: 'pending', payment_id: payment });
      expect((await write('/refunds', { payment_id: payment, amount: sum('6.01') })).status).to.equal(400);
      expect((await write('/refunds', { payment_id: payment, amount: sum('6.00') })).status).to.equal(200);
      world.pass(10);
      expect((await read(`/payments/${payment}`)).body).to.deep.include({ status: 'succeeded', refunded_amount: sum('10.00'), refundable: false });
      const { body } = await read(`/refunds?payment_id=${payment}`);
      expect((body.items as Fields[]).map(({ status }) => status)).to.deep.equal(['succeeded', 'succeeded']);
      expect((await read('/refunds/nobody')).status).to.equal(404);
    });

    it('only of a payment that was made', async () => {
      const payment = await opened();
      expect((await write('/refunds', { payment_id: payment, amount: sum('1.00') })).status).to.equal(400);
      expect((await write('/refunds', { payment_id: 'nobody', amount: sum('1.00') })).status).to.equal(404);
    });

    it('or does not, for a reason that shows when asked', async () => {
      const payment = await opened();
      await world.simulator.pay(payment);
      world.simulator.endNextRefund('payment_expired');
      const { body } = await write('/refunds', { payment_id: payment, amount: sum('10.00') });
      world.pass(10);
      expect((await read(`/refunds/${String(body.id)}`)).body).to.have.nested.include({ status: 'canceled', 'cancellation_details.reason': 'payment_expired' });
      expect((await read(`/payments/${payment}`)).body).to.deep.include({ refunded_amount: sum('0.00') });
    });
  });

  it('wants receipts of a shop that makes them, and sees that they add up', async () => {
    const fiscal = await openYookassaWorld({ wantsReceipts: true });
    try {
      const asked = (receipt: object | undefined, key: string) => fiscal.call('/payments', { method: 'POST', body: { ...ORDER, receipt }, headers: { 'idempotence-key': key } });
      expect(await asked(undefined, '1')).to.have.nested.include({ status: 400, 'body.description': 'Receipt is missing or illegal' });
      expect((await asked({ ...RECEIPT, customer: {} }, '2')).status).to.equal(400);
      expect((await asked(RECEIPT, '3')).status).to.equal(200);
    } finally {
      await fiscal.close();
    }
  });

  it('deals in real money under a live key', async () => {
    const live = await openYookassaWorld({ secretKey: 'live_AbCdEf' });
    try {
      expect((await live.call('/me')).body).to.include({ test: false });
    } finally {
      await live.close();
    }
  });
});
