import { expect } from 'chai';
import { Money } from '#domain/shared/money.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { topUp } from '#domain/wallet/ledger.js';
import type { TestShop } from '../../builders/shop/a-shop.js';
import { runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { ANNA, atPanel, aVpnShop, aVpnShopWithCards, bought, DAY_MS, letDaysPass, newsTold, onlySubscription, wallet } from './a-subscriber.js';

const RUB = Money.zero('RUB');

describe('a subscription that renews itself', () => {
  it('from the balance is carried over a day before its end, once for the period, and its owner hears before and after', async () => {
    const shop = await aVpnShop('10');
    await bought(shop);
    const { id, expiresAt } = await onlySubscription(shop);
    await shop.chooseRenewal.execute({ userId: ANNA, subscriptionId: id, renews: true });
    await letDaysPass(shop, 30);
    const renewed = await onlySubscription(shop);
    expect(renewed.expiresAt.getTime()).to.equal(expiresAt.getTime() + 30 * DAY_MS);
    expect(atPanel(shop, id)?.expiresAt).to.deep.equal(renewed.expiresAt);
    expect(await wallet(shop)).to.equal('6 + 0');
    expect(newsTold(shop)).to.deep.equal(['subscription-delivered', 'three-days', 'subscription-delivered']);
  });

  it('looked at by many at once is renewed once (case 78)', async () => {
    const shop = await aVpnShop('10');
    await bought(shop);
    const { id } = await onlySubscription(shop);
    await shop.chooseRenewal.execute({ userId: ANNA, subscriptionId: id, renews: true });
    shop.clock.advance(29 * DAY_MS + 60_000);
    await Promise.all(Array.from({ length: 20 }, () => shop.attendSubscription.execute({ subscriptionId: id })));
    await runJobs(shop);
    expect(await wallet(shop)).to.equal('6 + 0');
  });

  it('that the balance does not cover takes nothing, says so once, and is tried again until the end', async () => {
    const shop = await aVpnShop('2');
    await bought(shop);
    const { id, expiresAt } = await onlySubscription(shop);
    await shop.chooseRenewal.execute({ userId: ANNA, subscriptionId: id, renews: true });
    await letDaysPass(shop, 29.5);
    expect(newsTold(shop)).to.deep.equal(['subscription-delivered', 'three-days', 'renewal-failed']);
    await shop.unitOfWork.run((tx) => tx.ledger.post(topUp({ gateway: 'heleket', chargeId: 'late', userId: ANNA, amount: ton('3'), total: ton('3') })));
    await letDaysPass(shop, 0.25);
    expect((await onlySubscription(shop)).expiresAt.getTime()).to.equal(expiresAt.getTime() + 30 * DAY_MS);
    expect(await wallet(shop)).to.equal('1 + 0');
  });

  it('that is never covered ends, and the owner hears that too', async () => {
    const shop = await aVpnShop('2');
    await bought(shop);
    const { id } = await onlySubscription(shop);
    await shop.chooseRenewal.execute({ userId: ANNA, subscriptionId: id, renews: true });
    await letDaysPass(shop, 31);
    expect((await onlySubscription(shop)).state).to.equal('expired');
    expect(atPanel(shop, id)?.enabled).to.equal(false);
    expect(newsTold(shop)).to.deep.equal(['subscription-delivered', 'three-days', 'renewal-failed', 'expired']);
  });

  it('turned off is not renewed any more', async () => {
    const shop = await aVpnShop('10');
    await bought(shop);
    const { id } = await onlySubscription(shop);
    await shop.chooseRenewal.execute({ userId: ANNA, subscriptionId: id, renews: true });
    await shop.chooseRenewal.execute({ userId: ANNA, subscriptionId: id, renews: false });
    await letDaysPass(shop, 31);
    expect(await wallet(shop)).to.equal('8 + 0');
    expect(newsTold(shop)).to.deep.equal(['subscription-delivered', 'three-days', 'one-day', 'expired']);
  });

  describe('with a card that was kept', () => {
    let shop: TestShop;
    let id: string;
    beforeEach(async () => {
      shop = await aVpnShopWithCards();
      const order = await shop.draftSubscription.execute({ userId: ANNA, planId: 'month' });
      await shop.chooseOrderRenewal.execute({ userId: ANNA, orderId: order.id, autoRenew: true });
      const { payment } = await shop.confirmOrder.execute({ userId: ANNA, orderId: order.id, method: 'yookassa' });
      shop.gateway.methods.add('card-token');
      shop.gateway.pay(payment?.id ?? '', Money.parse('299', 'RUB'), { savedMethod: { token: 'card-token', label: '•• 4444' } });
      await shop.settlePayment.execute({ paymentId: payment?.id ?? '' });
      await runJobs(shop);
      id = (await onlySubscription(shop)).id;
    });

    it('remembers the card its owner agreed to have kept', async () => {
      expect((await onlySubscription(shop)).renewal).to.deep.equal({ way: 'saved', gateway: 'yookassa', token: 'card-token', label: '•• 4444' });
    });

    it('is charged without its owner and extended by what was charged', async () => {
      const { expiresAt } = await onlySubscription(shop);
      await letDaysPass(shop, 30);
      expect((await onlySubscription(shop)).expiresAt.getTime()).to.equal(expiresAt.getTime() + 30 * DAY_MS);
      expect(shop.gateway.invoices).to.have.property('size', 2);
      expect(await wallet(shop, ANNA, RUB)).to.equal('0 + 0');
    });

    it('whose charge nobody answered is asked about, never charged again (case 78)', async () => {
      const { expiresAt } = await onlySubscription(shop);
      shop.gateway.failNext('charge', new ProviderError('yookassa', 'unknown_outcome', 'no answer'), 'after');
      await letDaysPass(shop, 30);
      expect(shop.gateway.invoices).to.have.property('size', 2);
      expect((await onlySubscription(shop)).expiresAt.getTime()).to.equal(expiresAt.getTime() + 30 * DAY_MS);
    });

    it('is charged once for a period, also when its owner wishes for it again meanwhile (case 78)', async () => {
      shop.clock.advance(29 * DAY_MS + 60_000);
      await shop.attendSubscription.execute({ subscriptionId: id });
      await shop.chooseRenewal.execute({ userId: ANNA, subscriptionId: id, renews: true });
      shop.clock.advance(2 * 3_600_000);
      await shop.attendSubscription.execute({ subscriptionId: id });
      await runJobs(shop);
      expect(shop.gateway.invoices).to.have.property('size', 2);
    });

    it('is left alone while its gateway is switched off, and charged when it is on again before the end', async () => {
      await shop.settings.changeGateways({ order: [], off: ['yookassa'] });
      await letDaysPass(shop, 29.2);
      expect(shop.gateway.calls).to.not.include('charge');
      expect(newsTold(shop)).to.include('renewal-failed');
      await shop.settings.changeGateways({ order: [], off: [] });
      await letDaysPass(shop, 0.1);
      expect(shop.gateway.calls.filter((call) => call === 'charge')).to.have.lengthOf(1);
    });

    it('that is refused is not extended, and its owner hears of it', async () => {
      shop.gateway.methods.clear();
      await letDaysPass(shop, 31);
      const ended = await onlySubscription(shop);
      expect([ended.id, ended.state]).to.deep.equal([id, 'expired']);
      expect(newsTold(shop)).to.include('renewal-failed');
      expect(newsTold(shop).filter((news) => news === 'subscription-delivered')).to.have.lengthOf(1);
    });
  });
});
