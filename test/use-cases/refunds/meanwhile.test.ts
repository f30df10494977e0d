import { expect } from 'chai';
import { hold, release } from '#domain/wallet/ledger.js';
import type { PaymentGateway, RefundRequest } from '#use-cases/ports/providers/payment-gateway.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { aShop, OPERATOR, type TestShop } from '../../builders/shop/a-shop.js';
import { letTimePass, runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { VERA, wallet } from '../checkout/a-buyer.js';
import { refusalOf } from '../refusal.js';
import { aPaidTopUp, aPurchase, ask, givenBack, refundOf, stateOfPayment } from './a-refund.js';

describe('a refund and what happens to its payment meanwhile', () => {
  let shop: TestShop;
  let paymentId: string;
  beforeEach(async () => {
    shop = aShop();
    paymentId = await aPaidTopUp(shop);
  });

  it('is not sent for less than the gateway would give back, because the payer paid a second time', async () => {
    const { id } = await ask(shop, paymentId);
    shop.gateway.pay(paymentId, ton('20'), { providerStatus: 'paid_over' });
    await shop.settlePayment.execute({ paymentId });
    await runJobs(shop);
    expect(await refundOf(shop, id)).to.include({ state: 'refused', failure: 'amount-changed' });
    expect([await wallet(shop), givenBack(shop)]).to.deep.equal([{ available: '20', held: '0' }, []]);
    const again = await ask(shop, paymentId);
    await runJobs(shop);
    expect([(await refundOf(shop, again.id)).state, again.amount.toDecimal()]).to.deep.equal(['done', '20']);
    expect(await wallet(shop)).to.deep.equal({ available: '0', held: '0' });
  });

  it('is not done on the word about another invoice: a person looks, and nothing goes round in circles', async () => {
    shop.gateway.onRefund = 'refund_pending';
    const { id } = await ask(shop, paymentId);
    await runJobs(shop);
    shop.gateway.say(paymentId, { state: 'refunded', requested: ton('1') });
    await letTimePass(shop, 10);
    const refund = await refundOf(shop, id);
    expect([refund.state, refund.isDue(shop.clock.now()), await stateOfPayment(shop, paymentId)]).to.deep.equal(['sent', false, 'review']);
    expect(await wallet(shop)).to.deep.equal({ available: '0', held: '10' });
    await shop.deliverNotices.execute();
    expect(shop.notifier.toldTo(OPERATOR).map((notice) => (notice.kind === 'operator-alert' ? notice.alert : notice.kind))).to.include('payment-review');
    shop.gateway.say(paymentId, { state: 'refund_failed' });
    await letTimePass(shop, 120);
    expect((await refundOf(shop, id)).state).to.equal('sent');
    shop.gateway.say(paymentId, { state: 'refunded', requested: ton('10') });
    await letTimePass(shop, 120);
    expect([(await refundOf(shop, id)).state, await wallet(shop)]).to.deep.equal(['done', { available: '0', held: '0' }]);
  });

  it('that shows as done while its own call still fails is done', async () => {
    const late = new Proxy<PaymentGateway>(shop.gateway, {
      get: (target, name) =>
        name === 'refund'
          ? async (request: RefundRequest) => {
              await target.refund(request);
              await shop.settlePayment.execute({ paymentId });
              throw new ProviderError('heleket', 'unavailable', 'too late');
            }
          : (Reflect.get(target, name, target) as unknown),
    });
    const { id } = await ask(shop, paymentId);
    await aShop({ world: shop.world, unitOfWork: shop.unitOfWork, gateway: late }).settleRefund.execute({ refundId: id });
    expect([(await refundOf(shop, id)).state, await wallet(shop), givenBack(shop).length]).to.deep.equal(['done', { available: '0', held: '0' }, 1]);
  });

  it('is looked at once for each time it is due', async () => {
    shop.gateway.onRefund = 'refund_pending';
    const { id } = await ask(shop, paymentId);
    await runJobs(shop);
    const calls = shop.gateway.calls.length;
    for (let job = 0; job < 5; job += 1) await shop.settleRefund.execute({ refundId: id });
    expect(shop.gateway.calls.length).to.equal(calls);
  });

  it('is not asked for while a person looks at the payment, or the gateway gives it back already', async () => {
    shop.gateway.say(paymentId, { state: 'refund_pending' });
    await shop.settlePayment.execute({ paymentId });
    expect([await stateOfPayment(shop, paymentId), (await refusalOf(ask(shop, paymentId))).code]).to.deep.equal(['refund_requested', 'refunds.not-credited']);
    shop.gateway.say(paymentId, { state: 'held' });
    await shop.settlePayment.execute({ paymentId });
    expect([await stateOfPayment(shop, paymentId), (await refusalOf(ask(shop, paymentId))).code]).to.deep.equal(['review', 'refunds.not-credited']);
  });

  it('is not asked for while nobody knows whether the stars are paid', async () => {
    const order = await aPurchase(shop, 'heleket');
    shop.gateway.pay(order.paymentId, ton('2.1375'));
    await shop.settlePayment.execute({ paymentId: order.paymentId });
    shop.stars.onSubmit = 'is-lost';
    await runJobs(shop);
    const live = await shop.unitOfWork.run((tx) => tx.starAttempts.findCurrent(order.orderId));
    shop.stars.claim(live?.attempt.id ?? '', { outcome: 'unknown', reason: 'two voices' });
    await letTimePass(shop, 2);
    expect((await shop.unitOfWork.run((tx) => tx.orders.get(order.orderId))).state).to.equal('unknown');
    expect((await refusalOf(ask(shop, order.paymentId, true))).code).to.equal('refunds.order-under-way');
  });

  it('that waits for a second word is dropped when the gateway gives the money back by itself: it comes off the balance', async () => {
    await shop.unitOfWork.run((tx) => tx.ledger.post(hold('spent', VERA, ton('4'))));
    const { id } = await ask(shop, paymentId, true);
    await shop.unitOfWork.run((tx) => tx.ledger.post(release('spent', VERA, ton('4'))));
    shop.gateway.say(paymentId, { state: 'refunded' });
    await shop.settlePayment.execute({ paymentId });
    expect(await refundOf(shop, id)).to.include({ state: 'refused', failure: 'returned-by-provider' });
    expect([await stateOfPayment(shop, paymentId), await wallet(shop)]).to.deep.equal(['refunded', { available: '0', held: '0' }]);
  });
});
