import { expect } from 'chai';
import { Money } from '#domain/shared/money.js';
import { failureOf, invoiceRequests } from '../../../contracts/payments/gateway-world.js';
import { openYookassaWorld, type YookassaWorld } from '../../../contracts/payments/yookassa/yookassa-world.js';
import { ANSWER, gatewayThatHears, INVOICE_ID, kindOf, list, no, ok } from './scripted-yookassa.js';

const rubles = (text: string) => Money.parse(text, 'RUB');
const ORDER = { refundId: 'r-1', reference: { invoiceId: INVOICE_ID }, amount: rubles('10'), destination: '' };
const PAID = ok({ ...ANSWER, status: 'succeeded', paid: true, refunded_amount: { value: '0.00', currency: 'RUB' } });
const REFUNDED = ok({ ...ANSWER, status: 'succeeded', paid: true, refunded_amount: { value: '10.00', currency: 'RUB' } });
const made = (status: string) => ({ id: 'x', payment_id: INVOICE_ID, status, created_at: ANSWER.created_at, description: 'Refund r-1' });

describe('YooKassa refund', () => {
  let world: YookassaWorld;
  const request = invoiceRequests(() => world);

  beforeEach(async () => {
    world = await openYookassaWorld();
  });
  afterEach(() => world.close());

  async function paidInvoice(): Promise<string> {
    const { invoiceId } = await world.gateway.create(request('10'));
    await world.simulator.pay(invoiceId);
    return invoiceId;
  }

  const refund = (invoiceId: string, refundId = 'r-1') => world.gateway.refund({ ...ORDER, refundId, reference: { invoiceId } });
  const refundsOf = (invoiceId: string) => world.simulator.invoice(invoiceId)?.refunds ?? [];

  it('is under way at first, and done when the refunded amount says so', async () => {
    const invoiceId = await paidInvoice();
    expect(await refund(invoiceId)).to.deep.equal({ state: 'pending' });
    expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'refund_pending', final: false });
    world.pass(10);
    expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'refunded', final: true, providerStatus: 'succeeded' });
    expect(await refund(invoiceId)).to.deep.equal({ state: 'done' });
    expect(refundsOf(invoiceId)).to.have.lengthOf(1);
  });

  it('is told of when it is done', async () => {
    const invoiceId = await paidInvoice();
    await refund(invoiceId);
    world.pass(10);
    await world.gateway.fetch({ invoiceId });
    await world.simulator.stop();
    expect(world.webhooks).to.have.lengthOf(2);
    const [, told] = world.webhooks;
    expect(Buffer.from(told?.body ?? []).toString('utf8')).to.contain('"event":"refund.succeeded"');
    expect(world.gateway.referenceOf(told?.body ?? Buffer.alloc(0))).to.deep.equal({ invoiceId, paymentId: undefined });
  });

  it('goes by our payment id as well', async () => {
    const asked = request('10');
    const { invoiceId } = await world.gateway.create(asked);
    await world.simulator.pay(invoiceId);
    expect(await world.gateway.refund({ ...ORDER, reference: { paymentId: asked.paymentId } })).to.deep.equal({ state: 'pending' });
  });

  it('whose answer was lost is not made twice, under its own key or another', async () => {
    const invoiceId = await paidInvoice();
    const { gateway } = gatewayThatHears([PAID, list(), no(500, 'internal_server_error')]);
    expect(await kindOf(gateway.refund(ORDER))).to.equal('unknown_outcome');
    await refund(invoiceId);
    expect(await refund(invoiceId)).to.deep.equal({ state: 'pending' });
    expect(await refund(invoiceId, 'r-2')).to.deep.equal({ state: 'pending' });
    expect(refundsOf(invoiceId)).to.have.lengthOf(1);
  });

  it('is looked for before it is sent, since its key ends after a day', async () => {
    const invoiceId = await paidInvoice();
    await refund(invoiceId);
    world.pass(25 * 3_600);
    expect(await refund(invoiceId)).to.deep.equal({ state: 'done' });
    const { gateway, steps } = gatewayThatHears([PAID, list(made('pending'))]);
    expect(await gateway.refund(ORDER)).to.deep.equal({ state: 'pending' });
    expect(steps).to.deep.equal(['fetch', 'refunds']);
  });

  it('that is cancelled later is told to nobody, and found by asking', async () => {
    const invoiceId = await paidInvoice();
    world.simulator.endNextRefund('insufficient_funds');
    expect(await refund(invoiceId)).to.deep.equal({ state: 'pending' });
    world.pass(10);
    expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'refund_failed', final: true });
    await world.simulator.stop();
    expect(world.webhooks, 'of the payment only').to.have.lengthOf(1);
  });

  it('that was cancelled stays so under its id; another may follow under another', async () => {
    const invoiceId = await paidInvoice();
    world.simulator.endNextRefund('rejected_by_timeout');
    await refund(invoiceId);
    world.pass(10);
    expect(await kindOf(refund(invoiceId)), 'its key would still say that it is under way').to.equal('rejected');
    expect(refundsOf(invoiceId)).to.have.lengthOf(1);
    expect(await refund(invoiceId, 'r-2')).to.deep.equal({ state: 'pending' });
    world.pass(10);
    expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'refunded' });
  });

  it('that is done at once is done, and one that is cancelled at once is rejected', async () => {
    expect(await gatewayThatHears([PAID, list(), ok(made('succeeded'))]).gateway.refund(ORDER)).to.deep.equal({ state: 'done' });
    expect(await kindOf(gatewayThatHears([PAID, list(), ok(made('canceled'))]).gateway.refund(ORDER))).to.equal('rejected');
  });

  it('that was made meanwhile counts as what it is, although the provider refuses another', async () => {
    const { gateway, steps } = gatewayThatHears([PAID, list(), no(400, 'invalid_request'), REFUNDED]);
    expect(await gateway.refund(ORDER)).to.deep.equal({ state: 'done' });
    expect(steps).to.deep.equal(['fetch', 'refunds', 'refund', 'fetch']);
    expect(await kindOf(gatewayThatHears([PAID, list(), no(400, 'invalid_request'), PAID, list()]).gateway.refund(ORDER))).to.equal('rejected');
  });

  it('is refused for a payment nobody paid, and for one nobody knows', async () => {
    const { invoiceId } = await world.gateway.create(request('10'));
    expect(await kindOf(refund(invoiceId))).to.equal('rejected');
    expect(await kindOf(refund(INVOICE_ID))).to.equal('not_found');
  });

  it('cannot give back more than lies there', async () => {
    const invoiceId = await paidInvoice();
    await world.simulator.refundByHand(invoiceId, 250n);
    expect(await failureOf(refund(invoiceId))).to.include({ failure: 'rejected' });
    expect((await world.gateway.fetch({ invoiceId }))?.received?.toDecimal()).to.equal('7.5');
  });

  it('by hand is a refund like any other', async () => {
    const invoiceId = await paidInvoice();
    await world.simulator.refundByHand(invoiceId);
    expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'refunded' });
  });

  it('carries a receipt where the shop makes receipts', async () => {
    const fiscal = await openYookassaWorld({ wantsReceipts: true });
    try {
      const gateway = fiscal.gatewayWith({ receipt: { email: 'shop@example.com', vatCode: 1, taxSystem: undefined } });
      const { invoiceId } = await gateway.create(request('10'));
      await fiscal.simulator.pay(invoiceId);
      expect(await gateway.refund({ ...ORDER, reference: { invoiceId } })).to.deep.equal({ state: 'pending' });
    } finally {
      await fiscal.close();
    }
  });

  it('goes back the way it came and nowhere else', () => {
    expect(world.gateway.isDestination('')).to.equal(true);
    for (const place of ['4477', 'UQBvW8Z5huBkMJYdnfAEM5JqTNkuWX3diqYENkWsIL0XglxD']) expect(world.gateway.isDestination(place)).to.equal(false);
  });
});
