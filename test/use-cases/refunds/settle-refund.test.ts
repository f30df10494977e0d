import { expect } from 'chai';
import { ProviderError, type ProviderErrorKind } from '#use-cases/ports/providers/provider-error.js';
import { aShop, OPERATOR, type TestShop } from '../../builders/shop/a-shop.js';
import { letTimePass, runJobs } from '../../builders/shop/run-jobs.js';
import { VERA, wallet } from '../checkout/a-buyer.js';
import { refusalOf } from '../refusal.js';
import { aPaidTopUp, ask, givenBack, refundOf, stateOfPayment } from './a-refund.js';

describe('a refund that does not go smoothly', () => {
  let shop: TestShop;
  let paymentId: string;
  beforeEach(async () => {
    shop = aShop();
    paymentId = await aPaidTopUp(shop);
  });

  const failing = (failure: ProviderErrorKind, moment: 'before' | 'after' = 'before'): void =>
    shop.gateway.failNext('refund', new ProviderError('heleket', failure, 'out of order'), moment);
  const alerts = async (): Promise<readonly string[]> => {
    await shop.deliverNotices.execute();
    return shop.notifier.toldTo(OPERATOR).map((notice) => (notice.kind === 'operator-alert' ? notice.alert : notice.kind));
  };
  const sent = async (): Promise<string> => {
    const { id } = await ask(shop, paymentId);
    await runJobs(shop);
    return id;
  };

  it('is tried again when it surely did not leave', async () => {
    failing('unavailable');
    const id = await sent();
    expect(await refundOf(shop, id)).to.include({ state: 'requested', failure: 'unavailable' });
    await letTimePass(shop, 2);
    expect((await refundOf(shop, id)).state).to.equal('done');
    expect(shop.gateway.refunds).to.have.length(1);
  });

  it('asks for a person when it cannot leave for hours, and still goes on', async () => {
    for (let tried = 0; tried < 7; tried += 1) failing('rate_limited');
    const id = await sent();
    await letTimePass(shop, 260);
    expect(await alerts()).to.include('refund-waiting');
    expect((await refundOf(shop, id)).state).to.equal('done');
  });

  for (const failure of ['rejected', 'unauthorized', 'not_found'] as const) {
    it(`gives the money back to the balance when the gateway says "${failure}"`, async () => {
      failing(failure);
      const id = await sent();
      expect(await refundOf(shop, id)).to.include({ state: 'refused', failure });
      expect(await wallet(shop)).to.deep.equal({ available: '10', held: '0' });
      expect(shop.notifier.toldTo(VERA).map(({ kind }) => kind)).to.include('refund-refused');
      expect(await alerts()).to.deep.equal(['refund-refused']);
      expect(givenBack(shop)).to.deep.equal([]);
    });
  }

  it('can be asked for again after it was refused', async () => {
    failing('rejected');
    await sent();
    const again = await sent();
    expect((await refundOf(shop, again)).state).to.equal('done');
    expect(await wallet(shop)).to.deep.equal({ available: '0', held: '0' });
  });

  it('whose answer was lost is found by looking, and not sent again', async () => {
    failing('unknown_outcome', 'after');
    const id = await sent();
    expect((await refundOf(shop, id)).state).to.equal('unknown');
    await letTimePass(shop, 3);
    expect((await refundOf(shop, id)).state).to.equal('done');
    expect(shop.gateway.refunds).to.have.length(1);
  });

  describe('of which there is no sign', () => {
    let id: string;
    beforeEach(async () => {
      failing('unknown_outcome');
      id = await sent();
      await letTimePass(shop, 24 * 60);
    });

    it('stays unknown, holds the money, and is put before a person once', async () => {
      expect((await refundOf(shop, id)).state).to.equal('unknown');
      expect(await wallet(shop)).to.deep.equal({ available: '0', held: '10' });
      expect(await alerts()).to.deep.equal(['refund-unclear']);
      expect(shop.gateway.calls.filter((step) => step === 'refund')).to.have.length(1);
    });

    it('is sent again when a person has made sure', async () => {
      await shop.decideRefund.execute({ refundId: id, decision: 'resend' });
      await runJobs(shop);
      expect((await refundOf(shop, id)).state).to.equal('done');
      expect(shop.gateway.refunds).to.have.length(1);
    });

    it('is released when a person withdraws it', async () => {
      await shop.decideRefund.execute({ refundId: id, decision: 'withdraw' });
      expect(await wallet(shop)).to.deep.equal({ available: '10', held: '0' });
      expect((await refusalOf(shop.decideRefund.execute({ refundId: id, decision: 'resend' }))).code).to.equal('refunds.not-waiting');
    });

    it('is taken off the balance if it shows after all, although it was withdrawn', async () => {
      await shop.decideRefund.execute({ refundId: id, decision: 'withdraw' });
      shop.gateway.say(paymentId, { state: 'refunded' });
      await shop.settlePayment.execute({ paymentId });
      expect(await wallet(shop)).to.deep.equal({ available: '0', held: '0' });
      expect(await stateOfPayment(shop, paymentId)).to.equal('refunded');
    });
  });

  it('that fails at the provider comes back to the balance', async () => {
    shop.gateway.onRefund = 'refund_pending';
    const id = await sent();
    await letTimePass(shop, 2);
    expect(await stateOfPayment(shop, paymentId)).to.equal('refund_requested');
    shop.gateway.say(paymentId, { state: 'refund_failed' });
    await letTimePass(shop, 60);
    expect(await refundOf(shop, id)).to.include({ state: 'refused', failure: 'refused-by-provider' });
    expect(await wallet(shop)).to.deep.equal({ available: '10', held: '0' });
    expect(await stateOfPayment(shop, paymentId)).to.equal('credited');
  });

  it('does not take the failure of an earlier one for its own', async () => {
    shop.gateway.say(paymentId, { state: 'refund_failed' });
    failing('unknown_outcome', 'after');
    shop.gateway.onRefund = 'refund_failed';
    const id = await sent();
    await letTimePass(shop, 4);
    expect((await refundOf(shop, id)).state).to.equal('unknown');
    shop.gateway.say(paymentId, { state: 'refunded' });
    await letTimePass(shop, 10);
    expect((await refundOf(shop, id)).state).to.equal('done');
  });

  it('waits out a gateway that does not answer', async () => {
    shop.gateway.onRefund = 'refund_pending';
    const id = await sent();
    shop.gateway.say(paymentId, { state: 'refunded' });
    for (let asked = 0; asked < 4; asked += 1) shop.gateway.failNext('fetch');
    await letTimePass(shop, 90);
    expect((await refundOf(shop, id)).state).to.equal('done');
  });

  it('is sent by one of many workers', async () => {
    const { id } = await ask(shop, paymentId);
    await Promise.all(Array.from({ length: 20 }, () => shop.settleRefund.execute({ refundId: id })));
    expect(shop.gateway.refunds).to.have.length(1);
    expect((await refundOf(shop, id)).state).to.equal('done');
  });

  it('asked for fifty times at once is given back once', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => ask(shop, paymentId)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    await runJobs(shop);
    expect(shop.gateway.refunds).to.have.length(1);
    expect(await wallet(shop)).to.deep.equal({ available: '0', held: '0' });
  });
});
