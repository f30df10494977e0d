import { expect } from 'chai';
import { aPlan } from '../../builders/a-plan.js';
import type { TestShop } from '../../builders/shop/a-shop.js';
import { runJobs } from '../../builders/shop/run-jobs.js';
import { SECRETS } from '../../builders/shop/vpn-desk.js';
import { ANNA, atPanel, aVpnShop, bought, DAY_MS, newsTold, onlySubscription } from './a-subscriber.js';

const GB = 1n << 30n;

describe('what a subscription uses', () => {
  let shop: TestShop;
  let id: string;
  beforeEach(async () => {
    shop = await aVpnShop();
    await shop.unitOfWork.run((tx) => tx.plans.save(aPlan({ allowance: { ...aPlan().allowance, traffic: 10n * GB, trafficPeriod: 'month' } })));
    await bought(shop);
    ({ id } = await onlySubscription(shop));
  });

  const use = (bytes: bigint): void => shop.panel.use(SECRETS.keyOf(id), bytes);
  const measure = () => shop.measureUsage.execute();
  const days = () => shop.showSubscriptions.usage({ userId: ANNA, subscriptionId: id, since: '2000-01-01' });
  const warnings = async () => {
    await runJobs(shop);
    return newsTold(shop).filter((news) => news === 'traffic-low').length;
  };

  it('is counted once by the day, however often its panel is asked', async () => {
    use(3n * GB);
    await measure();
    await measure();
    shop.clock.advance(DAY_MS);
    use(2n * GB);
    await measure();
    expect((await days()).map(({ bytes }) => bytes)).to.deep.equal([3n * GB, 2n * GB]);
    expect((await shop.showSubscriptions.one({ userId: ANNA, subscriptionId: id })).usedBytes).to.equal(5n * GB);
  });

  it('is counted also where a visit for another reason has seen it first', async () => {
    use(3n * GB);
    await bought(shop, 'month', id);
    await measure();
    expect((await days()).map(({ bytes }) => bytes)).to.deep.equal([3n * GB]);
  });

  it('warns at 80 percent, once a period', async () => {
    use(8n * GB - 1n);
    await measure();
    expect(await warnings()).to.equal(0);
    use(1n);
    await measure();
    use(1n);
    await measure();
    expect(await warnings()).to.equal(1);
    shop.clock.advance(28 * DAY_MS);
    use(1n);
    await measure();
    expect(await warnings()).to.equal(2);
  });

  it('counts on from nothing where the account was made anew', async () => {
    use(3n * GB);
    await measure();
    const made = atPanel(shop, id);
    shop.panel.accounts.clear();
    if (made?.marker !== undefined) await shop.panel.ensure({ ...made, marker: made.marker });
    use(1n * GB);
    await measure();
    expect((await days()).map(({ bytes }) => bytes)).to.deep.equal([4n * GB]);
  });

  it('is left for the next time where a panel does not answer', async () => {
    use(3n * GB);
    shop.panel.failNext('list');
    await measure();
    expect(await days()).to.deep.equal([]);
    await measure();
    expect(await days()).to.have.lengthOf(1);
  });

  it('is forgotten after two months', async () => {
    use(3n * GB);
    await measure();
    shop.clock.advance(61 * DAY_MS);
    await measure();
    expect(await days()).to.deep.equal([]);
  });
});

describe('an account that its panel hinted at', () => {
  let shop: TestShop;
  let id: string;
  beforeEach(async () => {
    shop = await aVpnShop();
    await bought(shop);
    ({ id } = await onlySubscription(shop));
  });
  const look = async () => {
    await shop.lookAtAccount.execute({ subscriptionId: id, panelId: 'main' });
    await runJobs(shop);
  };

  it('is made again where somebody removed it, with what is left (case 79)', async () => {
    const made = atPanel(shop, id);
    shop.panel.accounts.clear();
    await look();
    expect(atPanel(shop, id)).to.deep.equal(made);
  });

  it('is left as somebody changed it by hand (case 77)', async () => {
    const made = atPanel(shop, id);
    if (made?.marker === undefined) throw new Error('there is no account');
    const changed = { ...made, marker: made.marker, expiresAt: new Date('2030-01-01T00:00:00Z') };
    await shop.panel.ensure(changed);
    shop.panel.use(SECRETS.keyOf(id), GB);
    await look();
    expect(atPanel(shop, id)?.expiresAt).to.deep.equal(changed.expiresAt);
    expect((await shop.showSubscriptions.one({ userId: ANNA, subscriptionId: id })).usedBytes).to.equal(GB);
  });

  it('stays away when its time is over, or the subscription is closed', async () => {
    shop.clock.advance(31 * DAY_MS);
    shop.panel.accounts.clear();
    await look();
    expect(shop.panel.accounts.size).to.equal(0);
    await shop.cancelSubscription.execute({ subscriptionId: id, policy: 'keep' });
    await runJobs(shop);
    await look();
    expect(shop.panel.accounts.size).to.equal(0);
  });
});
