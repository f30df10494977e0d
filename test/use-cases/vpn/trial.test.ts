import { expect } from 'chai';
import type { TestShop } from '../../builders/shop/a-shop.js';
import { runJobs } from '../../builders/shop/run-jobs.js';
import { MAIN_PANEL } from '../../builders/shop/vpn-desk.js';
import { refusalOf } from '../refusal.js';
import { ANNA, atPanel, aVpnShop, bought, DAY_MS, letDaysPass, newsTold, onlySubscription, wallet } from './a-subscriber.js';

describe('the trial', () => {
  let shop: TestShop;
  beforeEach(async () => {
    shop = await aVpnShop();
  });

  const tryIt = () => shop.beginTrial.execute({ userId: ANNA });

  it('is three days with its own limits, and the owner hears when it is ready (case 80)', async () => {
    shop.panel.failNext('ensure');
    const { id } = await tryIt();
    await runJobs(shop);
    expect(newsTold(shop)).to.deep.equal([]);
    const end = new Date(shop.clock.now().getTime() + 3 * DAY_MS);
    await letDaysPass(shop, 0.25);
    expect([atPanel(shop, id)?.expiresAt, atPanel(shop, id)?.trafficLimitBytes, atPanel(shop, id)?.deviceLimit]).to.deep.equal([end, 10n << 30n, 1]);
    expect(newsTold(shop)).to.deep.equal(['ready']);
    expect(await wallet(shop)).to.equal('100 + 0');
  });

  it('tapped two hundred times at once is given once (case 83)', async () => {
    const taps = await Promise.allSettled(Array.from({ length: 200 }, tryIt));
    expect(taps.filter(({ status }) => status === 'fulfilled')).to.have.lengthOf(1);
    await runJobs(shop);
    expect(shop.panel.accounts).to.have.property('size', 1);
  });

  it('is given once to a person, under whichever name and after whatever was deleted (case 84)', async () => {
    await tryIt();
    await letDaysPass(shop, 4);
    await shop.welcomeCustomer.execute({ profile: { userId: ANNA, username: 'renamed', firstName: 'Somebody else' } });
    expect((await refusalOf(tryIt())).code).to.equal('vpn.trial-taken');
    expect((await shop.showSubscriptions.all(ANNA)).mayTry).to.equal(false);
  });

  it('whose answer the panel lost is adopted, not made twice (case 81)', async () => {
    shop.panel.loseNext('ensure');
    await tryIt();
    await letDaysPass(shop, 0.1);
    expect(shop.panel.accounts).to.have.property('size', 1);
    expect(newsTold(shop)).to.deep.equal(['ready']);
  });

  it('shows its link on demand, whatever became of the news (case 82)', async () => {
    const { id } = await tryIt();
    shop.notifier.next({ outcome: 'unreachable', reason: 'blocked' });
    await runJobs(shop);
    expect(newsTold(shop)).to.deep.equal([]);
    const { accounts } = await shop.showSubscriptions.one({ userId: ANNA, subscriptionId: id });
    expect(accounts.map(({ account }) => account.link)).to.deep.equal([`https://main.example/sub/${atPanel(shop, id)?.linkToken ?? ''}`]);
  });

  it('is not taken where no panel has room', async () => {
    await shop.unitOfWork.run((tx) => tx.panels.save({ ...MAIN_PANEL, state: 'closed' }));
    expect((await refusalOf(tryIt())).code).to.equal('vpn.no-place');
    await shop.unitOfWork.run((tx) => tx.panels.save(MAIN_PANEL));
    expect((await tryIt()).state).to.equal('active');
  });

  it('keeps its days when a plan is bought for it, and gets the plan\'s terms', async () => {
    const { id, expiresAt } = await tryIt();
    await bought(shop, 'month', id);
    const subscription = await onlySubscription(shop);
    expect(subscription.expiresAt.getTime()).to.equal(expiresAt.getTime() + 30 * DAY_MS);
    expect(atPanel(shop, id)?.deviceLimit).to.equal(undefined);
  });

  it('has no plan to change from', async () => {
    const { id } = await tryIt();
    expect((await refusalOf(shop.changePlan.preview({ userId: ANNA, subscriptionId: id, planId: 'year' }))).code).to.equal('vpn.plan-not-found');
  });
});
