import { expect } from 'chai';
import { Money } from '#domain/shared/money.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import { MemoryUnitOfWork } from '#adapters/outbound/memory/persistence/memory-unit-of-work.js';
import { aWorld, type TestShop } from '../../builders/shop/a-shop.js';
import { runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { availableOf, BOB, buys, buysThroughGateway, comes, daysLeft, newestOf, orders, toldTo, topsUp, VERA, withFriends } from './friends.js';

describe("a friend's first payment", () => {
  let shop: TestShop;
  beforeEach(async () => {
    shop = await withFriends();
  });
  const rewards = () => shop.memory.committed.rewards.all();
  const stats = async (userId = VERA) => (await shop.showReferral.execute({ userId })).stats;

  it('adds a week to what the referrer has, and both are told', async () => {
    await shop.beginTrial.execute({ userId: VERA });
    await runJobs(shop);
    await topsUp(shop, BOB);
    expect(await daysLeft(shop, VERA)).to.equal(3);
    await buys(shop, BOB);
    expect([await daysLeft(shop, VERA), await daysLeft(shop, BOB)]).to.deep.equal([10, 30]);
    expect(await toldTo(shop, VERA, 'referral-reward')).to.deep.equal([{ kind: 'referral-reward', days: 7, waits: false }]);
    expect(await stats()).to.deep.equal({ invited: 1, paid: 1, days: 7, money: [] });
    expect((await shop.panel.find((await accountOf(VERA))))?.expiresAt).to.deep.equal((await newestOf(shop, VERA)).expiresAt);
  });

  it('waits while the referrer has nothing, and is added once when something begins', async () => {
    await topsUp(shop, BOB);
    await buys(shop, BOB);
    expect(await toldTo(shop, VERA, 'referral-reward')).to.deep.equal([{ kind: 'referral-reward', days: 7, waits: true }]);
    expect((await shop.showReferral.execute({ userId: VERA })).waitingDays).to.equal(7);
    await shop.beginTrial.execute({ userId: VERA });
    await runJobs(shop);
    expect(await daysLeft(shop, VERA)).to.equal(10);
    expect((await toldTo(shop, VERA, 'bonus-granted')).map(({ days }) => days)).to.deep.equal([7]);
    await topsUp(shop, VERA);
    await buys(shop, VERA);
    expect(await daysLeft(shop, VERA)).to.equal(30);
    expect((await shop.showReferral.execute({ userId: VERA })).waitingDays).to.equal(0);
  });

  it('waits for a subscription that is over until it is extended', async () => {
    await shop.beginTrial.execute({ userId: VERA });
    await runJobs(shop);
    shop.clock.advance(4 * 86_400_000);
    await topsUp(shop, BOB);
    await buys(shop, BOB);
    expect((await toldTo(shop, VERA, 'referral-reward'))[0]).to.include({ waits: true });
    await topsUp(shop, VERA);
    await buys(shop, VERA, (await newestOf(shop, VERA)).id);
    expect(await daysLeft(shop, VERA)).to.equal(37);
  });

  it('counts for stars as well, whichever way they are paid', async () => {
    const { id: orderId } = await shop.draftOrder.execute({ userId: BOB, stars: '100', method: 'heleket' });
    await shop.chooseRecipient.execute({ userId: BOB, orderId, username: 'bobby' });
    const { payment, order } = await shop.confirmOrder.execute({ userId: BOB, orderId });
    shop.gateway.pay(payment?.id ?? '', order.price);
    await shop.settlePayment.execute({ paymentId: payment?.id ?? '' });
    for (let round = 0; round < 20; round += 1) {
      await runJobs(shop);
      shop.clock.advance(60_000);
      await shop.sweepDueWork.execute();
    }
    expect((await shop.unitOfWork.run((tx) => tx.orders.get(orderId))).state).to.equal('delivered');
    expect((await stats()).paid).to.equal(1);
  });

  it('is rewarded once, however often its delivery is told and wherever the work is cut off (case 85)', async () => {
    const world = aWorld();
    const memory = new MemoryUnitOfWork({ clock: world.clock });
    let cuts = 0;
    const cutting: UnitOfWork = {
      run: (work) =>
        memory.run(async (tx) => {
          const result = await work(tx);
          if (cuts > 0 && (await tx.referrals.find(BOB))) {
            cuts -= 1;
            throw new Error('the process was cut off before the commit');
          }
          return result;
        }),
    };
    const cut = { ...(await withFriends({ world, unitOfWork: cutting })), memory };
    await topsUp(cut, BOB);
    await orders(cut, BOB);
    cuts = 3;
    for (let round = 0; round < 8; round += 1) {
      await runJobs(cut).catch(() => undefined);
      world.clock.advance(10 * 60_000);
      await cut.sweepDueWork.execute();
    }
    expect(cuts).to.equal(0);
    await runJobs(cut);
    expect((await newestOf(cut, BOB)).isOpen(world.clock.now())).to.equal(true);
    expect(memory.committed.rewards.all().map(({ state }) => state)).to.deep.equal(['granted']);
    expect(memory.committed.bonuses.all().map(({ days, state }) => [days, state])).to.deep.equal([[7, 'waiting']]);
    expect(await toldTo(cut, VERA, 'referral-reward')).to.have.length(1);
  });

  it('is the first one only, and each friend has one', async () => {
    await topsUp(shop, BOB);
    await buys(shop, BOB);
    await buys(shop, BOB, (await newestOf(shop, BOB)).id);
    await buysThroughGateway(shop, BOB);
    expect((await stats()).days).to.equal(7);
    await comes(shop, 1003, VERA);
    await buysThroughGateway(shop, 1003);
    expect(await stats()).to.deep.equal({ invited: 2, paid: 2, days: 14, money: [] });
  });

  it('is nothing where nobody paid: for a trial, or for what a bonus bought', async () => {
    await shop.referralRules.change({ mode: 'money', amount: ton('2') });
    await shop.beginTrial.execute({ userId: BOB });
    await runJobs(shop);
    await comes(shop, 1003, BOB);
    await buysThroughGateway(shop, 1003);
    expect(await availableOf(shop, BOB)).to.equal('2');
    await buys(shop, BOB);
    expect((await newestOf(shop, BOB)).planId).to.equal('month');
    expect((await stats()).paid).to.equal(0);
    await topsUp(shop, BOB);
    await buys(shop, BOB);
    expect([(await stats()).paid, await availableOf(shop, VERA)]).to.deep.equal([1, '2']);
  });

  it('brings money, never more than was paid, once its order is delivered', async () => {
    await shop.referralRules.change({ mode: 'money', amount: ton('5') });
    const { paymentId } = await orders(shop, BOB, 'heleket');
    expect(await availableOf(shop, VERA)).to.equal('0');
    shop.gateway.pay(paymentId, ton('2'));
    await shop.settlePayment.execute({ paymentId });
    await runJobs(shop);
    expect(await availableOf(shop, VERA)).to.equal('2');
    expect(await toldTo(shop, VERA, 'referral-reward')).to.deep.equal([{ kind: 'referral-reward', amount: ton('2').toJSON(), balance: ton('2').toJSON() }]);
    const lines = shop.memory.committed.statement.where(({ userId }) => userId === VERA);
    expect(lines.map(({ type, status, amount }) => [type, status, amount.toDecimal()])).to.deep.equal([['bonus', 'completed', '2']]);
  });

  it('is decided by what was promised on its day, for good', async () => {
    await topsUp(shop, BOB);
    await shop.referralRules.change({ mode: 'off' });
    await buys(shop, BOB);
    await shop.referralRules.change({ mode: 'days', days: 30 });
    await buys(shop, BOB);
    expect(await stats()).to.deep.equal({ invited: 1, paid: 1, days: 0, money: [] });
  });

  it('is one in the currency of the reward, where that is money', async () => {
    await topsUp(shop, BOB);
    await shop.referralRules.change({ mode: 'money', amount: Money.parse('100', 'RUB') });
    await buys(shop, BOB);
    expect(rewards()).to.deep.equal([]);
    await shop.referralRules.change({ mode: 'money', amount: ton('1') });
    await buys(shop, BOB);
    expect(await availableOf(shop, VERA)).to.equal('1');
  });

  it('brings nothing to oneself, to strangers, around in a ring, or to who comes later (case 86)', async () => {
    await comes(shop, 2001, 2001);
    await comes(shop, 2002, 9999);
    await comes(shop, VERA, BOB);
    await comes(shop, BOB, 2001);
    await comes(shop, 2001, BOB);
    for (const userId of [VERA, 2001, 2002]) await buysThroughGateway(shop, userId);
    expect(rewards()).to.deep.equal([]);
    await buysThroughGateway(shop, BOB);
    expect(rewards().map(({ referredId, referrerId }) => [referredId, referrerId])).to.deep.equal([[BOB, VERA]]);
  });

  async function accountOf(userId: number) {
    const { id } = await newestOf(shop, userId);
    const [account] = await shop.unitOfWork.run((tx) => tx.vpnAccounts.of(id));
    if (!account) throw new Error('there is no account');
    return { key: account.key, marker: `shop:${id}` };
  }
});
