import { expect } from 'chai';
import { Money } from '#domain/shared/money.js';
import { aPlan } from '../../builders/a-plan.js';
import type { TestShop } from '../../builders/shop/a-shop.js';
import { runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { refusalOf } from '../refusal.js';
import { ANNA, atPanel, aVpnShop, bought, DAY_MS, letDaysPass, newsTold, onlySubscription, wallet } from './a-subscriber.js';

describe('keeping a subscription', () => {
  let shop: TestShop;
  let id: string;
  beforeEach(async () => {
    shop = await aVpnShop();
    await bought(shop);
    ({ id } = await onlySubscription(shop));
  });

  const own = () => ({ userId: ANNA, subscriptionId: id });
  const stranger = () => ({ userId: 5, subscriptionId: id });

  it('reminds three days and one day before the end and tells of the end, each once', async () => {
    await letDaysPass(shop, 33);
    expect(newsTold(shop)).to.deep.equal(['subscription-delivered', 'three-days', 'one-day', 'expired']);
  });

  it('says how much is really left when a reminder comes late', async () => {
    shop.clock.advance(28.5 * DAY_MS);
    await letDaysPass(shop, 0.1);
    const late = shop.notifier.toldTo(ANNA).find((notice) => notice.kind === 'subscription-news' && notice.news === 'three-days');
    expect(late).to.include({ daysLeft: 2 });
  });

  it('reminds anew when it was extended', async () => {
    await letDaysPass(shop, 28);
    await bought(shop, 'month', id);
    await letDaysPass(shop, 30);
    expect(newsTold(shop)).to.deep.equal(['subscription-delivered', 'three-days', 'subscription-delivered', 'three-days']);
  });

  it('a link that leaked is replaced once, however often it is tapped', async () => {
    const leaked = atPanel(shop, id);
    for (let tap = 0; tap < 3; tap += 1) await shop.rotateLink.execute({ ...own(), generation: 1 });
    await runJobs(shop);
    const fresh = atPanel(shop, id);
    expect(fresh?.credential).to.not.equal(leaked?.credential);
    expect(fresh?.linkToken).to.not.equal(leaked?.linkToken);
    expect((await onlySubscription(shop)).generation).to.equal(2);
    expect(newsTold(shop)).to.deep.equal(['subscription-delivered', 'rotated']);
  });

  it('a rotation nobody answered is said again with the same secrets', async () => {
    shop.panel.loseNext('rotate');
    await shop.rotateLink.execute({ ...own(), generation: 1 });
    await runJobs(shop);
    const rotated = atPanel(shop, id);
    await letDaysPass(shop, 0.1);
    expect(atPanel(shop, id)?.credential).to.equal(rotated?.credential);
    expect(newsTold(shop)).to.include('rotated');
  });

  it('has the name its owner gives it, whatever is in it', async () => {
    expect((await shop.renameSubscription.execute({ ...own(), name: '  Мамин   📱 ' })).name).to.equal('Мамин 📱');
    expect((await refusalOf(shop.renameSubscription.execute({ ...own(), name: ' \u200b ' }))).code).to.equal('vpn.name-missing');
  });

  it('is nobody else\'s to change or see', async () => {
    const foreign = [
      shop.renameSubscription.execute({ ...stranger(), name: 'Mine' }),
      shop.rotateLink.execute({ ...stranger(), generation: 1 }),
      shop.chooseRenewal.execute({ ...stranger(), renews: true }),
      shop.changePlan.execute({ ...stranger(), planId: 'year' }),
      shop.changePlan.preview({ ...stranger(), planId: 'year' }),
      shop.showSubscriptions.one(stranger()),
      shop.showSubscriptions.usage({ ...stranger(), since: '2026-01-01' }),
    ];
    for (const call of foreign) expect((await refusalOf(call)).code).to.equal('vpn.subscription-not-found');
    expect((await onlySubscription(shop)).generation).to.equal(1);
  });

  it('moves to another plan at the same value, as it was shown, and once', async () => {
    const better = aPlan({ id: 'better', prices: [Money.parse('598', 'RUB'), ton('4')], allowance: { ...aPlan().allowance, devices: 9 } });
    await shop.unitOfWork.run((tx) => tx.plans.save(better));
    const shown = await shop.changePlan.preview({ ...own(), planId: 'better' });
    expect([shown.secondsBefore, shown.secondsAfter]).to.deep.equal([30 * 86_400, 15 * 86_400]);
    await Promise.all([1, 2, 3].map(() => shop.changePlan.execute({ ...own(), planId: 'better' })));
    await runJobs(shop);
    const { planId, expiresAt } = await onlySubscription(shop);
    expect([planId, expiresAt.getTime()]).to.deep.equal(['better', shop.clock.now().getTime() + 15 * DAY_MS]);
    expect([atPanel(shop, id)?.deviceLimit, atPanel(shop, id)?.expiresAt]).to.deep.equal([9, expiresAt]);
    await shop.changePlan.execute({ ...own(), planId: 'month' });
    expect((await onlySubscription(shop)).expiresAt.getTime()).to.equal(shop.clock.now().getTime() + 30 * DAY_MS);
  });

  it('does not move to a plan that is not sold', async () => {
    await shop.unitOfWork.run((tx) => tx.plans.save(aPlan({ id: 'old', state: 'hidden' })));
    expect((await refusalOf(shop.changePlan.execute({ ...own(), planId: 'old' }))).code).to.equal('vpn.plan-not-found');
  });

  it('does not move to a plan that cannot be weighed against its own', async () => {
    await shop.unitOfWork.run((tx) => tx.plans.save(aPlan({ id: 'euro', prices: [Money.parse('5', 'EUR')], allowance: { ...aPlan().allowance, devices: 1 } })));
    expect((await refusalOf(shop.changePlan.execute({ ...own(), planId: 'euro' }))).code).to.equal('vpn.not-comparable');
  });

  it('gets days as a gift once for each reason', async () => {
    const give = (reason: string) => shop.giveDays.execute({ subscriptionId: id, days: 2, reason });
    const gifts = await Promise.all(['outage', 'outage', 'birthday'].map(give));
    expect(gifts.filter(Boolean)).to.have.lengthOf(2);
    await runJobs(shop);
    expect(atPanel(shop, id)?.expiresAt?.getTime()).to.equal(shop.clock.now().getTime() + 34 * DAY_MS);
    expect(newsTold(shop).filter((news) => news === 'gift')).to.have.lengthOf(2);
  });

  describe('cancelled by an operator', () => {
    const cancel = (policy: 'keep' | 'pro-rata') => shop.cancelSubscription.execute({ subscriptionId: id, policy });

    it('gives the unused share back to the balance once, and the account is gone', async () => {
      shop.clock.advance(15 * DAY_MS);
      expect((await cancel('pro-rata')).map(String)).to.deep.equal(['1 TON']);
      expect(await cancel('pro-rata')).to.deep.equal([]);
      await runJobs(shop);
      expect(await wallet(shop)).to.equal('99 + 0');
      expect(shop.panel.accounts).to.have.property('size', 0);
      expect(newsTold(shop)).to.include('closed');
    });

    it('gives back for what is left of every purchase, and never more than was paid (I8)', async () => {
      await bought(shop, 'month', id);
      await bought(shop, 'year', id);
      await cancel('pro-rata');
      expect(await wallet(shop)).to.equal('100 + 0');
    });

    it('gives back for what is left of the last purchase only, once the others are used up', async () => {
      await bought(shop, 'month', id);
      shop.clock.advance(45 * DAY_MS);
      expect((await cancel('pro-rata')).map(String)).to.deep.equal(['1 TON']);
    });

    it('counts a purchase that was given back before as none', async () => {
      for (let time = 0; time < 50; time += 1) shop.panel.failNext('ensure');
      const orderId = await bought(shop, 'month', id);
      await shop.giveBackOverdue.execute({ orderId });
      expect((await cancel('pro-rata')).map(String)).to.deep.equal(['2 TON']);
      expect(await wallet(shop)).to.equal('100 + 0');
    });

    it('gives nothing for days that nobody paid', async () => {
      const trial = await shop.beginTrial.execute({ userId: ANNA });
      await runJobs(shop);
      expect(await shop.cancelSubscription.execute({ subscriptionId: trial.id, policy: 'pro-rata' })).to.deep.equal([]);
      expect(await wallet(shop)).to.equal('98 + 0');
    });

    it('keeps the money where the policy says so', async () => {
      await cancel('keep');
      await runJobs(shop);
      expect(await wallet(shop)).to.equal('98 + 0');
      expect(shop.panel.accounts).to.have.property('size', 0);
    });

    it('before its panel was told of an extension gives that back whole', async () => {
      for (let time = 0; time < 50; time += 1) shop.panel.failNext('ensure');
      await bought(shop, 'month', id);
      await cancel('keep');
      expect(await wallet(shop)).to.equal('98 + 0');
    });

    it('that does not exist is said to be unknown', async () => {
      expect((await refusalOf(shop.cancelSubscription.execute({ subscriptionId: 'nothing', policy: 'keep' }))).code).to.equal('vpn.subscription-not-found');
    });
  });
});
