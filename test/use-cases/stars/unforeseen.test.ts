import { expect } from 'chai';
import { BALANCE } from '#domain/orders/order.js';
import { OperatorNeeded, RetryLater } from '#use-cases/ports/providers/star-provider.js';
import type { StarStep } from '#adapters/outbound/memory/providers/memory-star-provider.js';
import { aShop, OPERATOR, type TestShop } from '../../builders/shop/a-shop.js';
import { letTimePass, runJobs } from '../../builders/shop/run-jobs.js';
import { VERA, wallet, withBalance } from '../checkout/a-buyer.js';

const UNTOUCHED = { available: '10', held: '0' };

describe('a delivery that meets what nobody foresaw', () => {
  let shop: TestShop;

  const order = async (username = 'bobby'): Promise<string> => {
    const { id } = await shop.draftOrder.execute({ userId: VERA, stars: '100', method: BALANCE });
    await shop.chooseRecipient.execute({ userId: VERA, orderId: id, username });
    await shop.confirmOrder.execute({ userId: VERA, orderId: id });
    return id;
  };
  const states = (id: string) => shop.unitOfWork.run(async (tx) => [(await tx.orders.get(id)).state, (await tx.fulfilments.find(id))?.state]);
  const alerts = (): string[] => shop.notifier.toldTo(OPERATOR).map((notice) => (notice.kind === 'operator-alert' ? notice.alert : notice.kind));
  const breaks = (step: StarStep, times: number, error: Error = new TypeError('no such field')): void => {
    for (let n = 0; n < times; n += 1) shop.stars.failNext(step, error);
  };

  beforeEach(async () => {
    shop = aShop();
    await withBalance(shop, '10');
  });

  it('before the payment leaves the wallet to the others, calls an operator, and ends in money back', async () => {
    breaks('prepare', 1);
    const [broken, other] = [await order(), await order('vera')];
    await runJobs(shop);
    expect([await states(broken), await states(other)]).to.deep.equal([['fulfilling', 'queued'], ['delivered', 'delivered']]);
    breaks('prepare', 500);
    await letTimePass(shop, 65);
    expect(alerts()).to.deep.equal(['delivery-failing']);
    expect(await states(broken)).to.deep.equal(['failed', 'refunded']);
    expect((await wallet(shop)).held).to.equal('0');
  });

  it('and was interrupted while preparing gives the money back at the deadline instead of beginning again', async () => {
    const id = await order();
    await shop.unitOfWork.run(async (tx) => {
      const claimed = await tx.fulfilments.claim(id, shop.clock.now(), shop.clock.now());
      const paid = await tx.orders.lock(id);
      await tx.orders.save(paid.moved('fulfilling'));
      if (claimed) await tx.fulfilments.save(claimed.moved('checked', shop.clock.now(), { lane: 'memory-wallet' }), { keepLease: true });
    });
    expect(await states(id)).to.deep.equal(['fulfilling', 'checked']);
    shop.clock.advance(61 * 60_000);
    await shop.fulfilStars.execute({ orderId: id });
    expect(await states(id)).to.deep.equal(['failed', 'refunded']);
    expect(await wallet(shop)).to.deep.equal(UNTOUCHED);
    expect(shop.stars.calls).to.not.include('prepare');
  });

  it('while the payment is in the air only looks again: nothing is signed, nothing is given back', async () => {
    breaks('observe', 3);
    const id = await order();
    await runJobs(shop);
    expect(await states(id)).to.deep.equal(['fulfilling', 'onchain_wait']);
    await letTimePass(shop, 3);
    expect(await states(id)).to.deep.equal(['delivered', 'delivered']);
    expect(shop.stars.effects.payments).to.have.length(1);
  });

  it('while the payment is in the air calls an operator when only a person can help', async () => {
    breaks('observe', 3, new OperatorNeeded('need-wallet'));
    const id = await order();
    await letTimePass(shop, 2);
    expect(alerts()).to.deep.equal(['stars-need-wallet']);
    await letTimePass(shop, 3);
    expect(await states(id)).to.deep.equal(['delivered', 'delivered']);
  });

  it('when the delivery is looked for counts as delivered after half an hour, and an operator looks', async () => {
    breaks('confirmDelivery', 500);
    const id = await order();
    await runJobs(shop);
    expect(await states(id)).to.deep.equal(['fulfilling', 'acked']);
    await letTimePass(shop, 40);
    expect(await states(id)).to.deep.equal(['delivered', 'delivered']);
    expect(alerts()).to.deep.equal(['delivery-unconfirmed']);
  });

  it('because the provider never listens calls an operator after half an hour, and goes on telling it', async () => {
    breaks('acknowledge', 500, new RetryLater('provider-error', 1_000));
    const id = await order();
    await letTimePass(shop, 20);
    expect([await states(id), alerts()]).to.deep.equal([['fulfilling', 'paid'], []]);
    await letTimePass(shop, 60);
    expect([await states(id), alerts()]).to.deep.equal([['fulfilling', 'paid'], ['delivery-unacknowledged']]);
    expect(shop.stars.effects.payments).to.have.length(1);
  });
});
