import { expect } from 'chai';
import type { TestShop } from '../../builders/shop/a-shop.js';
import { runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { availableOf, BOB, buys, buysThroughGateway, comes, daysLeft, isChargedBack, newestOf, toldTo, topsUp, VERA, withFriends } from './friends.js';

describe('a reward whose source goes back', () => {
  let shop: TestShop;
  beforeEach(async () => {
    shop = await withFriends();
  });
  const stats = async () => (await shop.showReferral.execute({ userId: VERA })).stats;
  const money = (amount = '1') => shop.referralRules.change({ mode: 'money', amount: ton(amount) });
  const owed = (userId = VERA) => shop.memory.committed.rewards.where(({ referrerId }) => referrerId === userId).map((reward) => reward.owed?.toDecimal());
  const refunds = async (paymentId: string, force = false) => {
    const { id } = await shop.requestRefund.execute({ paymentId, destination: 'wallet-of-bob', reason: 'asked', force });
    if (force) await shop.decideRefund.execute({ refundId: id, decision: 'approve' });
    await runJobs(shop);
    return (await shop.unitOfWork.run((tx) => tx.refunds.get(id))).state;
  };
  /** What is summed over all accounts that are no person's. */
  const accountOf = (kind: string) => shop.memory.committed.entries.where(({ account }) => account === kind).reduce((sum, { amount }) => sum + amount, 0n);

  it('is taken off the days that are left, once (case 87)', async () => {
    await topsUp(shop, VERA);
    await buys(shop, VERA);
    const { paymentId } = await buysThroughGateway(shop, BOB);
    expect(await daysLeft(shop, VERA)).to.equal(37);
    await isChargedBack(shop, paymentId);
    expect(await daysLeft(shop, VERA)).to.equal(30);
    expect(await toldTo(shop, VERA, 'referral-reversed')).to.deep.equal([{ kind: 'referral-reversed', days: 7 }]);
    expect(await stats()).to.deep.equal({ invited: 1, paid: 0, days: 0, money: [] });
    await isChargedBack(shop, paymentId);
    expect(await daysLeft(shop, VERA)).to.equal(30);
  });

  it('is not added any more where it still waits', async () => {
    const { paymentId } = await buysThroughGateway(shop, BOB);
    await isChargedBack(shop, paymentId);
    await topsUp(shop, VERA);
    await buys(shop, VERA);
    expect(await daysLeft(shop, VERA)).to.equal(30);
  });

  it('takes no more days than are left', async () => {
    await shop.beginTrial.execute({ userId: VERA });
    await runJobs(shop);
    const { paymentId } = await buysThroughGateway(shop, BOB);
    shop.clock.advance(8 * 86_400_000);
    await isChargedBack(shop, paymentId);
    expect(await daysLeft(shop, VERA)).to.equal(0);
    expect((await newestOf(shop, VERA)).expiresAt.getTime()).to.be.at.most(shop.clock.now().getTime());
  });

  it('is taken off the balance where it was money (case 87)', async () => {
    await money();
    const { paymentId } = await buysThroughGateway(shop, BOB);
    expect(await availableOf(shop, VERA)).to.equal('1');
    await isChargedBack(shop, paymentId);
    expect([await availableOf(shop, VERA), owed()]).to.deep.equal(['0', ['0']]);
    expect([accountOf('expense:referral'), accountOf('expense:loss')]).to.deep.equal([0n, 0n]);
    const [line] = shop.memory.committed.statement.where(({ userId }) => userId === VERA);
    expect(line).to.include({ type: 'bonus', status: 'cancelled' });
  });

  it('leaves a debt where it was spent, which the next rewards make up for, and never less than nothing (case 87)', async () => {
    await money('2');
    const { paymentId } = await buysThroughGateway(shop, BOB);
    await buys(shop, VERA);
    expect(await availableOf(shop, VERA)).to.equal('0');
    await isChargedBack(shop, paymentId);
    expect([await availableOf(shop, VERA), owed()]).to.deep.equal(['0', ['2']]);
    expect([accountOf('expense:referral'), accountOf('expense:loss')]).to.deep.equal([0n, -2_000_000_000n]);
    await money('1.5');
    for (const userId of [1003, 1004]) {
      await comes(shop, userId, VERA);
      await buysThroughGateway(shop, userId);
    }
    expect([await availableOf(shop, VERA), owed()[0]]).to.deep.equal(['1', '0']);
    expect([accountOf('expense:referral'), accountOf('expense:loss')]).to.deep.equal([-3_000_000_000n, 0n]);
  });

  it('goes with a refund that an operator makes at a loss, and with one of the money that covered it', async () => {
    await topsUp(shop, VERA);
    await buys(shop, VERA);
    const topUp = await topsUp(shop, BOB);
    await buys(shop, BOB);
    expect(await daysLeft(shop, VERA)).to.equal(37);
    expect(await refunds(topUp, true)).to.equal('done');
    expect(await daysLeft(shop, VERA)).to.equal(30);
  });

  it('stays while other money of the friend covers the order', async () => {
    await topsUp(shop, VERA);
    await buys(shop, VERA);
    const first = await topsUp(shop, BOB);
    await topsUp(shop, BOB);
    await buys(shop, BOB);
    expect(await refunds(first)).to.equal('done');
    expect([await daysLeft(shop, VERA), (await stats()).paid]).to.deep.equal([37, 1]);
  });

  it('goes although the friend has other money, where the very payment of the order goes back', async () => {
    await topsUp(shop, BOB);
    const { paymentId } = await buysThroughGateway(shop, BOB);
    await isChargedBack(shop, paymentId);
    expect((await stats()).paid).to.equal(0);
  });

  it('goes although the books cannot follow, because the friend has spent what the gateway returned', async () => {
    await money();
    const topUp = await topsUp(shop, BOB);
    await buys(shop, BOB);
    await isChargedBack(shop, topUp);
    expect((await shop.unitOfWork.run((tx) => tx.payments.get(topUp))).state).to.equal('review');
    expect([(await stats()).paid, await availableOf(shop, VERA), await availableOf(shop, BOB)]).to.deep.equal([0, '0', '8']);
  });

  it('goes with a subscription that is cancelled for money, and stays with one that is not', async () => {
    await comes(shop, 1003, VERA);
    for (const userId of [BOB, 1003]) {
      await topsUp(shop, userId);
      await buys(shop, userId);
    }
    expect((await stats()).days).to.equal(14);
    await shop.cancelSubscription.execute({ subscriptionId: (await newestOf(shop, 1003)).id, policy: 'keep' });
    expect((await stats()).days).to.equal(14);
    await shop.cancelSubscription.execute({ subscriptionId: (await newestOf(shop, BOB)).id, policy: 'pro-rata' });
    expect([(await stats()).days, await availableOf(shop, BOB)]).to.deep.equal([7, '10']);
  });

  it('is never earned again by the same friend', async () => {
    const { paymentId } = await buysThroughGateway(shop, BOB);
    await isChargedBack(shop, paymentId);
    await buysThroughGateway(shop, BOB);
    expect(await stats()).to.deep.equal({ invited: 1, paid: 0, days: 0, money: [] });
  });
});
