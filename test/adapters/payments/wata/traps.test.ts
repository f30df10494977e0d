import { expect } from 'chai';
import { Money } from '#domain/shared/money.js';
import { InvoiceMismatch } from '#use-cases/ports/providers/provider-error.js';
import { failureOf, invoiceRequests } from '../../../contracts/payments/gateway-world.js';
import { openWataWorld, type WataWorld } from '../../../contracts/payments/wata/wata-world.js';

const rub = (text: string) => Money.parse(text, 'RUB');

describe('Wata and its traps', () => {
  let world: WataWorld;
  const request = invoiceRequests(() => world);

  beforeEach(async () => {
    world = await openWataWorld();
  });
  afterEach(() => world.close());

  const queryOf = (call = '') => new URL(call.split(' ')[1] ?? '', 'http://x').searchParams;
  const pay = (invoiceId: string, how: Parameters<WataWorld['simulator']['pay']>[1]) => world.simulator.pay(world.linkOf(invoiceId), how);

  it('no idempotence: after a lost answer the link is found by its order id, and no second one is made', async () => {
    const asked = request('10');
    world.loseNextAnswer();
    await failureOf(world.gateway.create(asked));
    expect(await world.gateway.create(asked)).to.include({ reused: true });
    expect(world.calls.filter((call) => call.startsWith('POST'))).to.have.lengthOf(1);
    expect(queryOf(world.calls[0]).get('OrderId')).to.equal(asked.paymentId);
  });

  it('two links under one order id: money through either is that of the order', async () => {
    const asked = request('10');
    const { invoiceId } = await world.gateway.create(asked);
    const other = world.simulator.open({ orderId: asked.paymentId, amount: '10.00', currency: 'RUB' });
    await world.simulator.pay(other.id);
    expect((await world.gateway.fetch({ invoiceId }))?.received?.toDecimal()).to.equal('10');
    await world.pay(invoiceId, rub('10'));
    expect(await world.gateway.fetch({ invoiceId })).to.include({ invoiceId, state: 'paid', final: true });
    expect((await world.gateway.fetch({ invoiceId }))?.received?.toDecimal()).to.equal('20');
  });

  it('the link is deleted when its time is over: what was asked for is still known by the invoice id', async () => {
    const asked = request('10.5');
    const { invoiceId } = await world.gateway.create(asked);
    world.pass(3601);
    expect((await world.call(`/links/${world.linkOf(invoiceId)}`)).status).to.equal(404);
    const snapshot = await world.gateway.fetch({ invoiceId });
    expect(snapshot).to.include({ invoiceId, paymentId: asked.paymentId, state: 'expired', final: true });
    expect(snapshot?.requested?.toDecimal()).to.equal('10.5');
    expect(await world.gateway.fetch({ paymentId: asked.paymentId })).to.equal(undefined);
  });

  it('the link is deleted after it was paid: the money is found by the order id', async () => {
    const asked = request('10');
    const { invoiceId } = await world.gateway.create(asked);
    await world.pay(invoiceId, rub('10'));
    world.pass(3601);
    expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'paid', final: true });
    expect(await world.gateway.fetch({ paymentId: asked.paymentId })).to.include({ invoiceId, state: 'paid' });
  });

  it('a payment at the bank while its link is deleted is not expired, and is money when it comes', async () => {
    const { invoiceId } = await world.gateway.create(request('10'));
    await pay(invoiceId, { pending: true });
    world.pass(3601);
    expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'confirming', final: false });
    await world.simulator.settle(world.linkOf(invoiceId), 'Paid');
    expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'paid', final: true });
  });

  it('a Declined attempt ends nothing: the payer tries again', async () => {
    const { invoiceId } = await world.gateway.create(request('10'));
    await pay(invoiceId, { pending: true });
    await world.simulator.settle(world.linkOf(invoiceId), 'Declined');
    expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'awaiting', final: false });
    await pay(invoiceId, { declined: 2 });
    expect((await world.gateway.fetch({ invoiceId }))?.received?.toDecimal()).to.equal('10');
  });

  it('an invoice that was paid is not made again', async () => {
    const asked = request('10');
    const { invoiceId } = await world.gateway.create(asked);
    await world.pay(invoiceId, rub('10'));
    expect(await failureOf(world.gateway.create(asked))).to.be.instanceOf(InvoiceMismatch);
    expect(world.invoicesOf(asked.paymentId)).to.equal(1);
  });

  it('a link cannot end within ten minutes: one that is made late lives a little longer than was asked', async () => {
    const asked = request('10');
    world.pass(3500);
    const { expiresAt } = await world.gateway.create(asked);
    expect(expiresAt.getTime() - world.now().getTime()).to.equal(15 * 60_000);
  });

  it('a refusal names the fields: below the minimum nothing is made', async () => {
    const error = await failureOf(world.gateway.create(request('9.99')));
    expect(error).to.include({ failure: 'rejected' }).and.have.property('message').that.contains('Amount');
    expect(world.simulator.invoices()).to.deep.equal([]);
  });

  it('one answer holds a page: the next needs all three parts of the cursor', async () => {
    const narrow = await openWataWorld({ timing: { mostPerPage: 2 } });
    try {
      const asked = invoiceRequests(() => narrow)('10');
      const { invoiceId } = await narrow.gateway.create(asked);
      await narrow.simulator.pay(narrow.linkOf(invoiceId), { declined: 4 });
      await narrow.pay(invoiceId, rub('10'));
      expect((await narrow.gateway.fetch({ invoiceId }))?.received?.toDecimal()).to.equal('20');
      const pages = narrow.calls.filter((call) => call.includes('/v2/transactions')).map(queryOf);
      expect(pages).to.have.lengthOf(3);
      for (const page of pages.slice(1)) expect([...page.keys()]).to.include.members(['OrderId', 'CursorId', 'CursorDate', 'CursorAmount']);
    } finally {
      await narrow.close();
    }
  });

  it('one list forgets links and the other knows no amounts asked: the books are read from both', async () => {
    const since = world.now();
    const [paid, refunded, open, over] = [request('10'), request('11'), request('12'), request('13')];
    const ids = [];
    for (const asked of [paid, refunded, over]) ids.push((await world.gateway.create(asked)).invoiceId);
    await world.pay(ids[0] ?? '', rub('10'));
    await world.pay(ids[1] ?? '', rub('11'));
    await world.gateway.refund({ refundId: 'r', reference: { invoiceId: ids[1] }, amount: rub('11'), destination: '' });
    world.pass(3601);
    const { invoiceId } = await world.gateway.create({ ...open, expiresAt: new Date(world.now().getTime() + 3_600_000) });
    const { invoices, nextCursor } = await world.gateway.scan(since);
    expect(nextCursor).to.equal(undefined);
    expect(invoices.map(({ snapshot }) => [snapshot.invoiceId, snapshot.state])).to.have.deep.members([[ids[0], 'paid'], [ids[1], 'refunded'], [invoiceId, 'awaiting']]);
    const back = invoices.find(({ snapshot }) => snapshot.state === 'refunded');
    expect(back?.createdAt).to.deep.equal(since);
  });

  it('money without an order id of ours is listed too, as nobody\'s', async () => {
    const since = world.now();
    const stranger = world.simulator.open({ orderId: null, amount: '10.00', currency: 'RUB' });
    await world.simulator.pay(stranger.id);
    const { invoices } = await world.gateway.scan(since);
    expect(invoices.map(({ snapshot }) => [snapshot.paymentId, snapshot.state, snapshot.received?.toDecimal()])).to.deep.include([undefined, 'paid', '10']);
  });

  it('reads are slow by decree: a 429 leaves the shop to come back, and the stand-in hears nothing meanwhile', async () => {
    const paced = await openWataWorld({ timing: { throttleMs: 30_000 } });
    try {
      const { invoiceId } = await paced.gateway.create(invoiceRequests(() => paced)('10'));
      const ask = () => paced.gateway.fetch({ invoiceId });
      expect(await ask()).to.include({ state: 'awaiting' });
      expect(await failureOf(ask())).to.include({ failure: 'rate_limited', retryAfterMs: 30_000 });
      const heard = paced.calls.length;
      paced.pass(29);
      expect(await failureOf(ask())).to.include({ failure: 'rate_limited', retryAfterMs: 1_000 });
      expect(paced.calls).to.have.lengthOf(heard);
      paced.pass(1);
      expect(await ask()).to.include({ state: 'awaiting' });
    } finally {
      await paced.close();
    }
  });

  it('the webhook before a payment is answered with 200, or the payment is declined', async () => {
    const { invoiceId } = await world.gateway.create(request('10'));
    await pay(invoiceId, { ask: true });
    const events = world.webhooks.map((webhook) => world.gateway.receive(webhook)).map((verdict) => ('eventKey' in verdict ? verdict.eventKey.split(':').at(-1) : undefined));
    expect(events).to.deep.equal(['Created', 'Paid']);
    expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'paid' });
  });
});
