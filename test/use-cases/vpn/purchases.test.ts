import { expect } from 'chai';
import { Money } from '#domain/shared/money.js';
import type { TestShop } from '../../builders/shop/a-shop.js';
import { letTimePass, runJobs } from '../../builders/shop/run-jobs.js';
import { MAIN_PANEL } from '../../builders/shop/vpn-desk.js';
import { aPlan } from '../../builders/a-plan.js';
import { ton } from '../../builders/ton.js';
import { refusalOf } from '../refusal.js';
import { ANNA, aPerson, atPanel, aVpnShop, bought, DAY_MS, newsTold, onlySubscription, stateOf, wallet } from './a-subscriber.js';

describe('buying a subscription', () => {
  let shop: TestShop;
  beforeEach(async () => {
    shop = await aVpnShop();
  });

  const days = (count: number): Date => new Date(shop.clock.now().getTime() + count * DAY_MS);
  const draft = (planId = 'month', subscriptionId?: string) => shop.draftSubscription.execute({ userId: ANNA, planId, subscriptionId });

  it('from the balance makes an account at the panel that ends with what was paid for', async () => {
    const orderId = await bought(shop);
    const subscription = await onlySubscription(shop);
    expect(subscription.expiresAt).to.deep.equal(days(30));
    const account = atPanel(shop, subscription.id);
    expect([account?.expiresAt, account?.enabled, account?.marker, account?.placement]).to.deep.equal([days(30), true, `shop:${subscription.id}`, MAIN_PANEL.placement]);
    expect(await stateOf(shop, orderId)).to.equal('delivered');
    expect(await wallet(shop)).to.equal('98 + 0');
    expect(newsTold(shop)).to.deep.equal(['subscription-delivered']);
  });

  it('confirmed twenty times at once is one purchase and one account', async () => {
    const order = await draft();
    await Promise.all(Array.from({ length: 20 }, () => shop.confirmOrder.execute({ userId: ANNA, orderId: order.id })));
    await runJobs(shop);
    expect(await wallet(shop)).to.equal('98 + 0');
    expect(shop.panel.accounts).to.have.property('size', 1);
  });

  it('of time for one that is there adds it behind what there is', async () => {
    await bought(shop);
    const { id } = await onlySubscription(shop);
    await bought(shop, 'month', id);
    expect((await onlySubscription(shop)).expiresAt).to.deep.equal(days(60));
    expect(atPanel(shop, id)?.expiresAt).to.deep.equal(days(60));
  });

  it('twice at once for the same one adds both up (case 75)', async () => {
    await bought(shop);
    const { id } = await onlySubscription(shop);
    const [one, other] = [await draft('month', id), await draft('year', id)];
    await Promise.all([one, other].map((order) => shop.confirmOrder.execute({ userId: ANNA, orderId: order.id })));
    await runJobs(shop);
    expect((await onlySubscription(shop)).expiresAt).to.deep.equal(days(30 + 30 + 365));
    expect(atPanel(shop, id)?.expiresAt).to.deep.equal(days(30 + 30 + 365));
  });

  it('whose job was lost is found by the sweeper and delivered with the same end (case 73)', async () => {
    const order = await draft();
    await shop.confirmOrder.execute({ userId: ANNA, orderId: order.id });
    const { id, expiresAt } = await onlySubscription(shop);
    shop.memory.takeJobs();
    await letTimePass(shop, 10);
    expect(await stateOf(shop, order.id)).to.equal('delivered');
    expect(atPanel(shop, id)?.expiresAt).to.deep.equal(expiresAt);
  });

  it('in the last and in the first second around its end adds whole days to whichever is later (case 76)', async () => {
    for (const offset of [-1, 0, 1]) {
      shop = await aVpnShop();
      await bought(shop);
      const { id, expiresAt } = await onlySubscription(shop);
      shop.clock.set(new Date(expiresAt.getTime() + offset * 1000));
      await bought(shop, 'month', id);
      const base = Math.max(expiresAt.getTime(), shop.clock.now().getTime());
      expect((await onlySubscription(shop)).expiresAt.getTime()).to.equal(base + 30 * DAY_MS);
      expect(atPanel(shop, id)?.enabled).to.equal(true);
    }
  });

  it('after its time was over counts from now on, and the same account works again', async () => {
    await bought(shop);
    const { id } = await onlySubscription(shop);
    shop.clock.advance(40 * DAY_MS);
    await shop.attendSubscription.execute({ subscriptionId: id });
    await runJobs(shop);
    expect(atPanel(shop, id)?.enabled).to.equal(false);
    await bought(shop, 'month', id);
    expect([atPanel(shop, id)?.enabled, atPanel(shop, id)?.expiresAt]).to.deep.equal([true, days(30)]);
    expect(shop.panel.accounts).to.have.property('size', 1);
  });

  it('through a gateway delivers once it is paid, in the currency of that gateway', async () => {
    const order = await draft();
    const { payment } = await shop.confirmOrder.execute({ userId: ANNA, orderId: order.id, method: 'heleket' });
    expect(payment?.amount.toString()).to.equal('2 TON');
    await runJobs(shop);
    expect(shop.panel.accounts).to.have.property('size', 0);
    shop.gateway.pay(payment?.id ?? '', ton('2'));
    await shop.settlePayment.execute({ paymentId: payment?.id ?? '' });
    await runJobs(shop);
    expect(await stateOf(shop, order.id)).to.equal('delivered');
    expect((await onlySubscription(shop)).expiresAt).to.deep.equal(days(30));
  });

  it('that cannot be delivered any more when the money comes leaves it on the balance', async () => {
    const order = await draft();
    const { payment } = await shop.confirmOrder.execute({ userId: ANNA, orderId: order.id, method: 'heleket' });
    await shop.unitOfWork.run((tx) => tx.panels.save({ ...MAIN_PANEL, state: 'closed' }));
    shop.gateway.pay(payment?.id ?? '', ton('2'));
    await shop.settlePayment.execute({ paymentId: payment?.id ?? '' });
    await runJobs(shop);
    expect(await stateOf(shop, order.id)).to.equal('expired');
    expect(await wallet(shop)).to.equal('102 + 0');
    expect(shop.notifier.toldTo(ANNA)).to.deep.include.members([
      { kind: 'order-money-to-balance', orderId: order.id, amount: ton('2').toJSON(), balance: ton('102').toJSON(), why: 'undeliverable' },
    ]);
  });

  it('of an unknown or hidden plan, or one without a price, is refused before anything is paid', async () => {
    await shop.unitOfWork.run(async (tx) => {
      await tx.plans.save(aPlan({ id: 'hidden', state: 'hidden' }));
      await tx.plans.save(aPlan({ id: 'free', prices: [] }));
    });
    for (const planId of ['nothing', 'hidden', 'free', '__proto__']) {
      expect((await refusalOf(draft(planId))).code).to.equal('vpn.plan-not-found');
    }
    expect(await wallet(shop)).to.equal('100 + 0');
  });

  it('at a price that rose since it was shown is asked about again', async () => {
    const order = await draft();
    await shop.unitOfWork.run((tx) => tx.plans.save(aPlan({ prices: [ton('3')] })));
    const refusal = await refusalOf(shop.confirmOrder.execute({ userId: ANNA, orderId: order.id }));
    expect(refusal.code).to.equal('checkout.price-moved');
    expect(await wallet(shop)).to.equal('100 + 0');
  });

  it('of a plan that was taken off the shelf meanwhile is refused', async () => {
    const order = await draft();
    await shop.unitOfWork.run((tx) => tx.plans.save(aPlan({ state: 'hidden' })));
    expect((await refusalOf(shop.confirmOrder.execute({ userId: ANNA, orderId: order.id }))).code).to.equal('vpn.plan-not-found');
    expect(await wallet(shop)).to.equal('100 + 0');
  });

  it('at a price that fell charges what was shown, and in a currency without a price nothing', async () => {
    const order = await draft();
    expect((await refusalOf(shop.confirmOrder.execute({ userId: ANNA, orderId: order.id, currency: 'EUR' }))).code).to.equal('orders.not-offered-in');
    await shop.unitOfWork.run((tx) => tx.plans.save(aPlan({ prices: [ton('1')] })));
    await shop.confirmOrder.execute({ userId: ANNA, orderId: order.id });
    expect(await wallet(shop)).to.equal('98 + 2');
  });

  it('without the money for it charges nothing and says what is missing', async () => {
    const poor = await aVpnShop('1');
    const order = await poor.draftSubscription.execute({ userId: ANNA, planId: 'month' });
    expect((await refusalOf(poor.confirmOrder.execute({ userId: ANNA, orderId: order.id }))).code).to.equal('wallet.insufficient-funds');
    expect(await wallet(poor)).to.equal('1 + 0');
    expect(await poor.unitOfWork.run((tx) => tx.subscriptions.ofUser(ANNA))).to.deep.equal([]);
  });

  it('for somebody else\'s subscription is answered like for an unknown one', async () => {
    await bought(shop);
    const { id } = await onlySubscription(shop);
    await aPerson(shop, 2002, '100');
    const foreign = shop.draftSubscription.execute({ userId: 2002, planId: 'month', subscriptionId: id });
    expect((await refusalOf(foreign)).code).to.equal('vpn.subscription-not-found');
  });

  it('never puts more on a panel than it takes, however many buy at once', async () => {
    await shop.unitOfWork.run((tx) => tx.panels.save({ ...MAIN_PANEL, capacity: 3 }));
    const orders = await Promise.all(Array.from({ length: 8 }, () => draft()));
    const outcomes = await Promise.allSettled(orders.map((order) => shop.confirmOrder.execute({ userId: ANNA, orderId: order.id })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.lengthOf(3);
    await runJobs(shop);
    expect(await wallet(shop)).to.equal('94 + 0');
    expect((await refusalOf(draft())).code).to.equal('vpn.no-place');
  });

  it('with better terms first turns what is left into time on those, at the same value', async () => {
    const better = aPlan({ id: 'better', prices: [Money.parse('598', 'RUB'), ton('4')], allowance: { ...aPlan().allowance, devices: 9 } });
    await shop.unitOfWork.run((tx) => tx.plans.save(better));
    await bought(shop);
    const { id } = await onlySubscription(shop);
    shop.clock.advance(10 * DAY_MS);
    const before = shop.clock.now().getTime();
    const order = await draft('better', id);
    await shop.confirmOrder.execute({ userId: ANNA, orderId: order.id, currency: 'TON' });
    await runJobs(shop);
    // Twenty days at 2 TON a month are ten at 4.
    expect((await onlySubscription(shop)).expiresAt.getTime()).to.equal(before + 40 * DAY_MS);
    expect(atPanel(shop, id)?.deviceLimit).to.equal(9);
  });
});
