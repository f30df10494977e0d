import { expect } from 'chai';
import { PlanNotFound, PlanRefused } from '#domain/vpn/plan.js';
import { ShopPlans } from '#use-cases/catalog/shop-plans.js';
import { aPlan, FREELY } from '../../builders/a-plan.js';
import { aShop, type TestShop } from '../../builders/shop/a-shop.js';
import { ton } from '../../builders/ton.js';
import { plain } from '../../contracts/persistence/kit/plain.js';
import { refusalOf } from '../refusal.js';

describe('the plans of the shop', () => {
  let shop: TestShop;
  beforeEach(() => {
    shop = aShop();
  });

  const ids = async (): Promise<readonly string[]> => (await shop.plans.active()).map(({ id }) => id);

  it('begin with those that are shipped, once: what an operator did stays', async () => {
    await shop.plans.seed();
    expect(await ids()).to.deep.equal(['month', 'year']);
    await shop.plans.change('month', (plan) => ({ ...plan, state: 'hidden', prices: [ton('9')] }));
    await shop.plans.seed();
    expect(await ids()).to.deep.equal(['year']);
  });

  it('begin once however many processes open the shop at the same moment', async () => {
    await Promise.all(Array.from({ length: 5 }, () => shop.plans.seed()));
    expect(await ids()).to.deep.equal(['month', 'year']);
  });

  it('do not begin with the shipped ones where an operator was there before', async () => {
    await shop.plans.save(aPlan({ id: 'own' }));
    await shop.plans.seed();
    expect(await ids()).to.deep.equal(['own']);
  });

  it('do not come back into a shop that has begun before', async () => {
    await shop.memory.run((tx) => tx.settings.save('plans:seeded', true));
    await shop.plans.seed();
    expect(await ids()).to.deep.equal([]);
  });

  it('are sold while they are shown and have a price', async () => {
    await shop.plans.save(aPlan({ id: 'free', prices: [] }));
    await shop.plans.save(aPlan({ id: 'hidden', state: 'hidden' }));
    await shop.plans.save(aPlan({ id: 'sold', position: 2 }));
    expect(await ids()).to.deep.equal(['sold']);
    expect((await shop.plans.find('hidden'))?.id).to.equal('hidden');
  });

  it('come out of the cache as they went in', async () => {
    const plan = aPlan({ allowance: { ...FREELY, traffic: 1n << 40n, trafficPeriod: 'week', devices: 3, panels: ['de-1'] } });
    await shop.plans.save(plan);
    await shop.plans.all();
    const [kept] = await new ShopPlans({ run: () => Promise.reject(new Error('the store was asked')) }, shop.cache, []).all();
    expect(plain(kept)).to.deep.equal(plain(plan));
    expect([kept?.allowance.traffic, kept?.prices[0]?.equals(ton('2'))]).to.deep.equal([1n << 40n, true]);
  });

  it('are what an operator changed them to, from the next look on', async () => {
    await shop.plans.save(aPlan());
    await shop.plans.active();
    await shop.plans.change('month', (plan) => ({ ...plan, days: 31 }));
    expect((await shop.plans.find('month'))?.days).to.equal(31);
    await shop.plans.save(aPlan({ days: 28 }));
    expect((await shop.plans.find('month'))?.days).to.equal(28);
  });

  it('are changed neither where there is none nor into what cannot be sold', async () => {
    await shop.plans.save(aPlan());
    expect(await refusalOf(shop.plans.change('gone', (plan) => plan))).to.be.instanceOf(PlanNotFound);
    expect(await refusalOf(shop.plans.change('month', (plan) => ({ ...plan, days: 0 })))).to.be.instanceOf(PlanRefused);
    expect(await refusalOf(shop.plans.save(aPlan({ id: 'Not An Id' })))).to.be.instanceOf(PlanRefused);
    expect((await shop.plans.find('month'))?.days).to.equal(30);
  });
});
