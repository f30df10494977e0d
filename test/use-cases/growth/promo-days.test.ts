import { expect } from 'chai';
import { InvalidPromo } from '#domain/growth/promo-code.js';
import type { TestShop } from '../../builders/shop/a-shop.js';
import { aPromo } from '../../builders/shop/a-promo.js';
import { runJobs } from '../../builders/shop/run-jobs.js';
import { refusalOf } from '../refusal.js';
import { BOB, buys, daysLeft, topsUp, VERA, withFriends } from './friends.js';

describe('a promo code that gives days', () => {
  let shop: TestShop;
  beforeEach(async () => {
    shop = await withFriends();
    await shop.promoCatalog.add(aPromo({ code: 'WEEK', benefit: { kind: 'days', days: 7 } }));
  });
  const redeems = (userId = VERA, code = 'week') => shop.redeemPromo.execute({ userId, code });

  it('adds them to what the person has, once a person', async () => {
    await topsUp(shop, VERA);
    await buys(shop, VERA);
    expect(await redeems()).to.deep.equal({ outcome: 'days', days: 7, waits: false });
    expect(await refusalOf(redeems())).to.have.property('code', 'promo.used');
    expect(await daysLeft(shop, VERA)).to.equal(37);
  });

  it('keeps them until there is a subscription', async () => {
    expect(await redeems()).to.deep.equal({ outcome: 'days', days: 7, waits: true });
    await shop.beginTrial.execute({ userId: VERA });
    await runJobs(shop);
    expect(await daysLeft(shop, VERA)).to.equal(10);
  });

  it('gives them where it is entered on an order as well, which stays as it is', async () => {
    const order = await shop.draftSubscription.execute({ userId: VERA, planId: 'month' });
    expect(await shop.applyPromo.execute({ userId: VERA, orderId: order.id, code: 'WEEK' })).to.deep.equal({ outcome: 'days', days: 7, waits: true });
    expect(await shop.unitOfWork.run((tx) => tx.orders.get(order.id))).to.deep.equal(order);
  });

  it('gives none when it is used up, over or off', async () => {
    await shop.promoCatalog.add(aPromo({ code: 'ONE', benefit: { kind: 'days', days: 1 }, total: 1 }));
    await redeems(VERA, 'ONE');
    expect(await refusalOf(redeems(BOB, 'ONE'))).to.have.property('code', 'promo.over');
    await shop.promoCatalog.stop('WEEK');
    expect(await refusalOf(redeems(BOB))).to.have.property('code', 'promo.not-found');
    expect((await shop.showReferral.execute({ userId: BOB })).waitingDays).to.equal(0);
  });

  it('is not made where it makes no sense', async () => {
    const wrong = [
      { code: 'a b' },
      { code: 'WEEK' },
      { code: 'FREE', benefit: { kind: 'percent', percent: 100 } as const },
      { code: 'FREE', benefit: { kind: 'days', days: 0 } as const },
      { code: 'FREE', total: 0 },
      { code: 'FREE', each: 1.5 },
      { code: 'FREE', plans: ['decade'] },
    ];
    for (const changes of wrong) expect(await refusalOf(shop.promoCatalog.add(aPromo(changes))), JSON.stringify(changes)).to.be.instanceOf(InvalidPromo);
    expect((await shop.promoCatalog.all()).map(({ promo }) => promo.code)).to.deep.equal(['WEEK']);
  });
});
