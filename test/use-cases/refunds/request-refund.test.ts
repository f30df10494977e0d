import { expect } from 'chai';
import { MemoryPaymentGateway } from '#adapters/outbound/memory/providers/memory-payment-gateway.js';
import { NotRefundable, RefundNotWaiting } from '#use-cases/refunds/refund-errors.js';
import { aShop, aWorld, OPERATOR, type TestShop } from '../../builders/shop/a-shop.js';
import { letTimePass, runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { VERA, wallet } from '../checkout/a-buyer.js';
import { refusalOf } from '../refusal.js';
import { aPaidTopUp, aPurchase, ask, givenBack, refundOf, stateOfPayment, WALLET } from './a-refund.js';

const BOUGHT = '2.1375';

describe('an operator gives a payment back', () => {
  let shop: TestShop;
  beforeEach(() => {
    shop = aShop();
  });

  const tell = async (): Promise<readonly string[]> => {
    await shop.deliverNotices.execute();
    return shop.notifier.toldTo(VERA).map(({ kind }) => kind);
  };

  it('holds the money before anything is sent, and it leaves the books when the gateway has given it back', async () => {
    const paymentId = await aPaidTopUp(shop);
    const refund = await ask(shop, paymentId);
    expect(refund.state).to.equal('requested');
    expect(await wallet(shop)).to.deep.equal({ available: '0', held: '10' });
    expect(givenBack(shop)).to.deep.equal([]);
    await runJobs(shop);
    expect((await refundOf(shop, refund.id)).state).to.equal('done');
    expect(await wallet(shop)).to.deep.equal({ available: '0', held: '0' });
    expect(givenBack(shop)).to.deep.equal([paymentId]);
    expect(shop.gateway.refunds[0]).to.include({ destination: WALLET, refundId: refund.id });
    expect(await stateOfPayment(shop, paymentId)).to.equal('refunded');
  });

  it('is told to the buyer when it begins and when it is done, and stands in the history', async () => {
    const paymentId = await aPaidTopUp(shop);
    const { id } = await ask(shop, paymentId);
    expect(shop.memory.committed.statement.find(`refund:${id}`)).to.include({ type: 'refund', status: 'processing' });
    await runJobs(shop);
    expect((await tell()).slice(-2)).to.deep.equal(['refund-started', 'refund-done']);
    expect(shop.memory.committed.statement.find(`refund:${id}`)).to.include({ status: 'completed' });
  });

  it('is refused where the gateway gives nothing back', async () => {
    shop = aShop({ world: { ...aWorld(), gateway: new MemoryPaymentGateway({ capabilities: { refund: false, underpay: true, overpay: true, savedMethod: false } }) } });
    const paymentId = await aPaidTopUp(shop);
    expect(await refusalOf(ask(shop, paymentId))).to.be.instanceOf(NotRefundable).and.include({ why: 'no-refunds-here' });
    expect(await wallet(shop)).to.deep.equal({ available: '10', held: '0' });
  });

  it('is not withdrawn once it may have left', async () => {
    shop.gateway.onRefund = 'refund_pending';
    const { id } = await ask(shop, await aPaidTopUp(shop));
    await runJobs(shop);
    expect(await refusalOf(shop.decideRefund.execute({ refundId: id, decision: 'withdraw' }))).to.be.instanceOf(RefundNotWaiting);
    expect((await refundOf(shop, id)).state).to.equal('sent');
    expect(await wallet(shop)).to.deep.equal({ available: '0', held: '10' });
  });

  it('is not approved any more when the gateway has given the money back by itself', async () => {
    const paymentId = await aPaidTopUp(shop);
    await aPurchase(shop);
    await runJobs(shop);
    const { id } = await ask(shop, paymentId, true);
    expect((await refundOf(shop, id)).state).to.equal('proposed');
    await shop.unitOfWork.run(async (tx) => tx.payments.save((await tx.payments.lock(paymentId)).moved('review', { reviewReason: 'held-by-provider' })));
    expect(await refusalOf(shop.decideRefund.execute({ refundId: id, decision: 'approve' }))).to.be.instanceOf(NotRefundable);
    expect(givenBack(shop)).to.deep.equal([]);
  });

  it('follows a refund that takes its time to the end', async () => {
    shop.gateway.onRefund = 'refund_pending';
    const paymentId = await aPaidTopUp(shop);
    const { id } = await ask(shop, paymentId);
    await runJobs(shop);
    expect((await refundOf(shop, id)).state).to.equal('sent');
    expect(await wallet(shop)).to.deep.equal({ available: '0', held: '10' });
    await letTimePass(shop, 30);
    shop.gateway.say(paymentId, { state: 'refunded' });
    await letTimePass(shop, 60);
    expect((await refundOf(shop, id)).state).to.equal('done');
    expect(shop.gateway.refunds).to.have.length(1);
  });

  it('ends by the webhook as well as by asking', async () => {
    shop.gateway.onRefund = 'refund_pending';
    const paymentId = await aPaidTopUp(shop);
    const { id } = await ask(shop, paymentId);
    await runJobs(shop);
    shop.gateway.say(paymentId, { state: 'refunded' });
    await shop.receiveWebhook.execute({ gateway: 'heleket', request: shop.gateway.webhook(paymentId) });
    await runJobs(shop);
    expect((await refundOf(shop, id)).state).to.equal('done');
    expect(await wallet(shop)).to.deep.equal({ available: '0', held: '0' });
    expect((await tell()).slice(-1)).to.deep.equal(['refund-done']);
  });

  describe('only from money that is there', () => {
    it('is refused when the buyer has spent it', async () => {
      const paymentId = await aPaidTopUp(shop);
      await aPurchase(shop);
      const refusal = await refusalOf(ask(shop, paymentId));
      expect(refusal.code).to.equal('refunds.at-a-loss');
      expect(refusal).to.have.property('details').that.includes({ loss: BOUGHT, currency: 'TON', delivered: false });
      expect(shop.memory.committed.refunds.size).to.equal(0);
    });

    it('leaves nothing to spend meanwhile', async () => {
      await ask(shop, await aPaidTopUp(shop));
      expect((await refusalOf(aPurchase(shop))).code).to.equal('wallet.insufficient-funds');
    });

    it('is refused while the order of the payment is on its way', async () => {
      await aPaidTopUp(shop);
      const { paymentId } = await aPurchase(shop, 'heleket');
      shop.gateway.pay(paymentId, ton(BOUGHT));
      await shop.settlePayment.execute({ paymentId });
      expect((await refusalOf(ask(shop, paymentId, true))).code).to.equal('refunds.order-under-way');
    });

    it('is refused after the stars were delivered, however much else the buyer has', async () => {
      await aPaidTopUp(shop);
      const { paymentId } = await aPurchase(shop, 'heleket');
      shop.gateway.pay(paymentId, ton(BOUGHT));
      await shop.settlePayment.execute({ paymentId });
      await runJobs(shop);
      await letTimePass(shop, 5);
      expect(shop.stars.effects.deliveries).to.have.length(1);
      const refusal = await refusalOf(ask(shop, paymentId));
      expect(refusal).to.have.property('details').that.includes({ loss: BOUGHT, delivered: true });
    });

    it('is possible when the order of the payment failed and its price is back', async () => {
      await aPaidTopUp(shop);
      const { paymentId } = await aPurchase(shop, 'heleket');
      shop.stars.answer('bobby', { outcome: 'rejected', reason: 'restricted' });
      shop.gateway.pay(paymentId, ton(BOUGHT));
      await shop.settlePayment.execute({ paymentId });
      await runJobs(shop);
      await ask(shop, paymentId);
      await runJobs(shop);
      expect(givenBack(shop)).to.deep.equal([paymentId]);
      expect(await wallet(shop)).to.deep.equal({ available: '10', held: '0' });
    });
  });

  describe('at a loss', () => {
    async function aSpentTopUp(): Promise<string> {
      const paymentId = await aPaidTopUp(shop);
      await aPurchase(shop);
      await runJobs(shop);
      return paymentId;
    }

    it('is only proposed at first, and changes nothing', async () => {
      const { id, state, loss } = await ask(shop, await aSpentTopUp(), true);
      expect([state, loss.toDecimal()]).to.deep.equal(['proposed', BOUGHT]);
      await letTimePass(shop, 60);
      expect((await refundOf(shop, id)).state).to.equal('proposed');
      expect((await wallet(shop)).available).to.equal('7.8625');
      expect(givenBack(shop)).to.deep.equal([]);
    });

    it('books what the shop bears once a second step approves it', async () => {
      const paymentId = await aSpentTopUp();
      const { id } = await ask(shop, paymentId, true);
      await shop.decideRefund.execute({ refundId: id, decision: 'approve' });
      await runJobs(shop);
      expect((await refundOf(shop, id)).state).to.equal('done');
      expect(await wallet(shop)).to.deep.equal({ available: '0', held: '0' });
      expect(shop.memory.committed.transfers.find(`refund-loss:${id}`)?.transfer.amount.toDecimal()).to.equal(BOUGHT);
      expect((await refusalOf(shop.decideRefund.execute({ refundId: id, decision: 'approve' }))).code).to.equal('refunds.not-waiting');
    });

    it('takes back what it was to bear when the gateway refuses', async () => {
      const { id } = await ask(shop, await aSpentTopUp(), true);
      await shop.decideRefund.execute({ refundId: id, decision: 'approve' });
      await shop.decideRefund.execute({ refundId: id, decision: 'withdraw' });
      expect((await wallet(shop)).available).to.equal('7.8625');
      expect((await refundOf(shop, id)).failure).to.equal('withdrawn');
    });
  });

  it('is given back once: a second request is refused while one stands and after it is done', async () => {
    const paymentId = await aPaidTopUp(shop);
    await ask(shop, paymentId);
    expect((await refusalOf(ask(shop, paymentId))).code).to.equal('refunds.exists');
    await runJobs(shop);
    expect((await refusalOf(ask(shop, paymentId))).code).to.equal('refunds.exists');
    expect(shop.gateway.refunds).to.have.length(1);
  });

  it('is refused for a payment that brought nothing, and for a text that is no wallet', async () => {
    const paymentId = await aPaidTopUp(shop);
    const { id: open } = await shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: '10' });
    expect((await refusalOf(ask(shop, open))).code).to.equal('refunds.not-credited');
    const nowhere = shop.requestRefund.execute({ paymentId, destination: 'somewhere', reason: '', force: false });
    expect((await refusalOf(nowhere)).code).to.equal('refunds.bad-destination');
  });

  it('made at the provider itself while one stands is the same money, and leaves the books once', async () => {
    const paymentId = await aPaidTopUp(shop);
    const { id } = await ask(shop, paymentId);
    shop.gateway.say(paymentId, { state: 'refunded' });
    await shop.settlePayment.execute({ paymentId });
    await runJobs(shop);
    expect((await refundOf(shop, id)).state).to.equal('done');
    expect(givenBack(shop)).to.deep.equal([]);
    expect(await wallet(shop)).to.deep.equal({ available: '0', held: '0' });
    await shop.deliverNotices.execute();
    expect(shop.notifier.toldTo(OPERATOR)).to.deep.equal([]);
  });

  it('made at the provider itself takes what came since the refund was asked for off the balance as well', async () => {
    const paymentId = await aPaidTopUp(shop);
    const { id } = await ask(shop, paymentId);
    shop.gateway.pay(paymentId, ton('50'));
    await shop.settlePayment.execute({ paymentId });
    expect(await wallet(shop)).to.deep.equal({ available: '40', held: '10' });
    shop.gateway.say(paymentId, { state: 'refunded' });
    await shop.settlePayment.execute({ paymentId });
    expect((await refundOf(shop, id)).state).to.equal('done');
    expect(await stateOfPayment(shop, paymentId)).to.equal('refunded');
    expect(await wallet(shop)).to.deep.equal({ available: '0', held: '0' });
  });
});
