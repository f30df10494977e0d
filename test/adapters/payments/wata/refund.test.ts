import { expect } from 'chai';
import { Money } from '#domain/shared/money.js';
import { failureOf, invoiceRequests } from '../../../contracts/payments/gateway-world.js';
import { openWataWorld, type WataWorld } from '../../../contracts/payments/wata/wata-world.js';

const rub = (text: string) => Money.parse(text, 'RUB');

describe('Wata refund', () => {
  let world: WataWorld;
  const request = invoiceRequests(() => world);

  beforeEach(async () => {
    world = await openWataWorld();
  });
  afterEach(() => world.close());

  async function paidInvoice(times = 1): Promise<string> {
    const { invoiceId } = await world.gateway.create(request('10.5'));
    for (let time = 0; time < times; time += 1) await world.pay(invoiceId, rub('10.5'));
    return invoiceId;
  }

  const refund = (invoiceId: string, amount = '10.5') => world.gateway.refund({ refundId: 'r-1', reference: { invoiceId }, amount: rub(amount), destination: '' });
  const refundsOf = (invoiceId: string) => (world.simulator.invoice(world.linkOf(invoiceId))?.transactions ?? []).filter(({ kind }) => kind === 'Refund');
  const original = (invoiceId: string) => world.simulator.invoice(world.linkOf(invoiceId))?.transactions[0]?.id ?? '';
  const fromDashboard = (invoiceId: string, amount: string) => world.call('/transactions/refunds', `{"amount":${amount},"originalTransactionId":"${original(invoiceId)}"}`);

  it('is under way at first, and done when the provider says so', async () => {
    const invoiceId = await paidInvoice();
    expect(await refund(invoiceId)).to.deep.equal({ state: 'pending' });
    expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'refund_pending' });
    world.pass(10);
    expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'refunded', final: true });
    expect(await refund(invoiceId)).to.deep.equal({ state: 'done' });
    expect(refundsOf(invoiceId).map(({ amount, status }) => [amount, status])).to.deep.equal([['10.50', 'Paid']]);
  });

  it('is made once after a lost answer: there are no keys, so the refunds of the order are looked at first', async () => {
    const invoiceId = await paidInvoice();
    world.loseNextAnswer();
    expect(await failureOf(refund(invoiceId))).to.include({ failure: 'unknown_outcome' });
    expect(await refund(invoiceId)).to.deep.equal({ state: 'pending' });
    world.pass(10);
    expect(await refund(invoiceId)).to.deep.equal({ state: 'done' });
    expect(refundsOf(invoiceId)).to.have.lengthOf(1);
  });

  it('gives back each payment of an order that was paid twice', async () => {
    const invoiceId = await paidInvoice(2);
    expect(await refund(invoiceId, '21')).to.deep.equal({ state: 'pending' });
    expect(new Set(refundsOf(invoiceId).map(({ originalTransactionId }) => originalTransactionId)).size).to.equal(2);
    world.pass(10);
    expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'refunded' });
  });

  it('is refused when the order holds more than it is to give back, for a payment came meanwhile', async () => {
    const invoiceId = await paidInvoice(2);
    expect(await failureOf(refund(invoiceId))).to.include({ failure: 'rejected' });
    expect(await failureOf(refund(invoiceId, '22'))).to.include({ failure: 'rejected' });
    expect(refundsOf(invoiceId)).to.deep.equal([]);
  });

  it('gives back the rest where somebody has returned a part already', async () => {
    const invoiceId = await paidInvoice();
    await fromDashboard(invoiceId, '4');
    expect(await refund(invoiceId)).to.deep.equal({ state: 'pending' });
    world.pass(10);
    expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'paid' });
    expect(await refund(invoiceId)).to.deep.equal({ state: 'pending' });
    expect(refundsOf(invoiceId).map(({ amount }) => amount)).to.deep.equal(['4.00', '6.50']);
  });

  it('that another one stands in the way of counts as under way (TRA_1103)', async () => {
    const invoiceId = await paidInvoice();
    const answer = { status: 400, text: '{"error":{"code":"TRA_1103","message":"Another refund is being processed"}}' };
    world.answerNextWrite(answer);
    expect(await refund(invoiceId)).to.deep.equal({ state: 'pending' });
    expect(refundsOf(invoiceId)).to.deep.equal([]);
  });

  for (const [code, failure] of [['TRA_1101', 'rejected'], ['TRA_1102', 'rejected']] as const) {
    it(`that the provider refuses with ${code} did not happen`, async () => {
      const invoiceId = await paidInvoice();
      world.answerNextWrite({ status: 400, text: JSON.stringify({ error: { code, message: 'No' } }) });
      expect(await failureOf(refund(invoiceId))).to.include({ failure });
    });
  }

  for (const [what, change, failure] of [
    ['is declined at once', { transactionStatus: 'Declined' }, 'rejected'],
    ['is about another payment', { originalTransactionId: 'another' }, 'unknown_outcome'],
  ] as const) {
    it(`whose answer ${what} is "${failure}"`, async () => {
      const invoiceId = await paidInvoice();
      const usual = { transactionId: 'r', originalTransactionId: original(invoiceId), transactionStatus: 'Pending', kind: 'Refund' };
      world.answerNextWrite({ status: 200, text: JSON.stringify({ ...usual, ...change }) });
      expect(await failureOf(refund(invoiceId))).to.include({ failure });
    });
  }

  it('of which a part has left is not called refused when the rest is', async () => {
    const invoiceId = await paidInvoice(2);
    world.answerNextWrite(undefined, { status: 400, text: '{"error":{"code":"TRA_1102","message":"Insufficient funds"}}' });
    expect(await failureOf(refund(invoiceId, '21'))).to.include({ failure: 'unknown_outcome' });
    expect(refundsOf(invoiceId)).to.have.lengthOf(1);
  });

  it('goes back the way it came and nowhere else', () => {
    const { gateway } = world;
    expect(gateway.descriptor.capabilities.refund).to.equal(true);
    expect([gateway.isDestination('', 'RUB'), gateway.isDestination('', 'EUR')]).to.deep.equal([true, true]);
    expect([gateway.isDestination('', 'TON'), gateway.isDestination('2200000000000000', 'RUB')]).to.deep.equal([false, false]);
  });

  it('is refused for an invoice nobody paid, and for one nobody knows', async () => {
    const { invoiceId } = await world.gateway.create(request('10'));
    expect(await failureOf(refund(invoiceId))).to.include({ failure: 'rejected' });
    expect(await failureOf(refund('nonsense'))).to.include({ failure: 'not_found' });
  });
});
