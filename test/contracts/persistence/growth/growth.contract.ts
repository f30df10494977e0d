import { expect } from 'chai';
import type { Bonus } from '#domain/growth/bonus-days.js';
import type { ReferralReward } from '#domain/growth/referral.js';
import { reverseTopUp, topUp } from '#domain/wallet/ledger.js';
import { bonus } from '#domain/growth/growth-ledger.js';
import { BonusDays } from '#use-cases/growth/bonus-days.js';
import { ReferralBook } from '#use-cases/growth/referral-book.js';
import { ReferralRules } from '#use-cases/growth/referral-rules.js';
import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import { SubscriptionBook } from '#use-cases/vpn/subscription-book.js';
import { aCustomer } from '../../../builders/a-customer.js';
import { aPayment } from '../../../builders/a-payment.js';
import { nextId, nextUserId } from '../../../builders/next-id.js';
import { minutesAfter, NOW, secondsAfter } from '../../../builders/now.js';
import { SECRETS } from '../../../builders/shop/vpn-desk.js';
import { ton } from '../../../builders/ton.js';
import { plain } from '../kit/plain.js';
import { refusal } from '../kit/refusal.js';
import { aPersonWith, aStoredOrder } from '../kit/stock.js';
import { type OpenPersistence, usePersistence } from '../persistence-under-test.js';
import { aStoredSubscription } from '../vpn/a-subscription.js';

const DAY = 86_400;
const days = new BonusDays(new SubscriptionBook(SECRETS));

export function growthContract(label: string, open: OpenPersistence): void {
  describe(`bonus days and referrals on ${label}`, () => {
    const store = usePersistence(open);
    const run = <Result>(work: (tx: Transaction) => Promise<Result>) => store().unitOfWork.run(work);

    const aBonus = async (changes: Partial<Bonus> = {}): Promise<Bonus> => ({
      ref: `referral:${nextId()}`,
      userId: changes.userId ?? (await aPersonWith(store().unitOfWork)),
      kind: 'referral',
      days: 7,
      state: 'waiting',
      createdAt: NOW,
      ...changes,
    });
    const aReward = async (changes: Partial<ReferralReward> = {}): Promise<ReferralReward> => {
      const order = await aStoredOrder(store().unitOfWork);
      const referrerId = changes.referrerId ?? (await aPersonWith(store().unitOfWork));
      return { referredId: order.userId, referrerId, orderId: order.id, reward: { mode: 'days', days: 7 }, state: 'granted', owed: undefined, at: NOW, ...changes };
    };

    it('a bonus counts once, and waits until it is granted', async () => {
      const first = await aBonus();
      const second = await aBonus({ userId: first.userId, kind: 'promo', days: 3, createdAt: minutesAfter(1) });
      const stranger = await aBonus();
      for (const each of [second, first, stranger]) expect(await run((tx) => tx.bonusDays.add(each))).to.equal(true);
      expect(await run((tx) => tx.bonusDays.add({ ...first, days: 70 }))).to.equal(false);
      expect(await run((tx) => tx.bonusDays.lockWaiting(first.userId))).to.deep.equal([first, second]);
      expect(await run((tx) => tx.bonusDays.waiting(first.userId))).to.equal(10);
      await run((tx) => tx.bonusDays.save({ ...first, state: 'granted' }));
      expect(await run((tx) => tx.bonusDays.lockWaiting(first.userId))).to.deep.equal([second]);
      expect(await run((tx) => tx.bonusDays.lock(first.ref))).to.deep.equal({ ...first, state: 'granted' });
      expect(await run((tx) => tx.bonusDays.lock('referral:unheard-of'))).to.equal(undefined);
    });

    it('a bonus that was reversed stays reversed', async () => {
      const given = await aBonus({ state: 'granted' });
      await run((tx) => tx.bonusDays.add(given));
      await run((tx) => tx.bonusDays.save({ ...given, state: 'reversed' }));
      await refusal(run((tx) => tx.bonusDays.save({ ...given, state: 'granted' })), Error);
      expect((await run((tx) => tx.bonusDays.lock(given.ref)))?.state).to.equal('reversed');
    });

    it('a first payment is written once a person and once an order', async () => {
      const reward = await aReward();
      const adds = await Promise.all(Array.from({ length: 8 }, () => run((tx) => tx.referrals.add(reward))));
      expect(adds.filter(Boolean)).to.have.length(1);
      const other = await aReward();
      expect(await run((tx) => tx.referrals.add({ ...other, orderId: reward.orderId }))).to.equal(false);
      expect(plain(await run((tx) => tx.referrals.find(reward.referredId)))).to.deep.equal(plain(reward));
      expect(plain(await run((tx) => tx.referrals.lock(reward.referredId)))).to.deep.equal(plain(reward));
      expect(plain(await run((tx) => tx.referrals.lockByOrder(reward.orderId)))).to.deep.equal(plain(reward));
      expect(await run((tx) => tx.referrals.lockByOrder('nonsense'))).to.equal(undefined);
      expect(await run((tx) => tx.referrals.find(other.referredId))).to.equal(undefined);
    });

    it('a reward that was reversed stays reversed, and what is owed of it is found until it is made up for', async () => {
      const reward = await aReward({ reward: { mode: 'money', amount: ton('1') } });
      await run((tx) => tx.referrals.add(reward));
      expect(await run((tx) => tx.referrals.lockOwed(reward.referrerId, 'TON'))).to.deep.equal([]);
      const reversed = { ...reward, state: 'reversed', owed: ton('0.4') } as const;
      await run((tx) => tx.referrals.save(reversed));
      await refusal(run((tx) => tx.referrals.save(reward)), Error);
      expect(plain(await run((tx) => tx.referrals.lockOwed(reward.referrerId, 'TON')))).to.deep.equal(plain([reversed]));
      expect(await run((tx) => tx.referrals.lockOwed(reward.referrerId, 'RUB'))).to.deep.equal([]);
      await run((tx) => tx.referrals.save({ ...reversed, owed: ton('0') }));
      expect(await run((tx) => tx.referrals.lockOwed(reward.referrerId, 'TON'))).to.deep.equal([]);
    });

    it('a referrer sees who came, who has paid and what that brought, without what was reversed', async () => {
      const referrerId = await aPersonWith(store().unitOfWork);
      expect(await run((tx) => tx.referrals.stats(referrerId))).to.deep.equal({ invited: 0, paid: 0, days: 0, money: [] });
      await run((tx) => tx.users.save(aCustomer({ userId: nextUserId(), referredBy: referrerId }), NOW));
      await run((tx) => tx.users.save(aCustomer({ userId: nextUserId(), referredBy: referrerId }), NOW));
      const rewards = [
        await aReward({ referrerId }),
        await aReward({ referrerId, reward: { mode: 'money', amount: ton('1.5') } }),
        await aReward({ referrerId, reward: { mode: 'money', amount: ton('2') } }),
        await aReward({ referrerId, reward: { mode: 'off' } }),
        await aReward({ referrerId, reward: { mode: 'days', days: 30 } }),
        await aReward(),
      ];
      for (const reward of rewards) await run((tx) => tx.referrals.add(reward));
      await run((tx) => tx.referrals.save({ ...(rewards[4] as ReferralReward), state: 'reversed' }));
      expect(plain(await run((tx) => tx.referrals.stats(referrerId)))).to.deep.equal(plain({ invited: 2, paid: 4, days: 7, money: [ton('3.5')] }));
    });

    it('two orders of one friend that are delivered at once bring one reward', async () => {
      const referrerId = await aPersonWith(store().unitOfWork);
      const userId = nextUserId();
      await run((tx) => tx.users.save(aCustomer({ userId, referredBy: referrerId }), NOW));
      await run((tx) => tx.ledger.post(topUp({ gateway: 'heleket', chargeId: nextId(), userId, amount: ton('10'), total: ton('10') })));
      const orders = await Promise.all(Array.from({ length: 6 }, () => aStoredOrder(store().unitOfWork, { userId })));
      const rules = new ReferralRules(store().unitOfWork, { mode: 'days', days: 7 });
      const book = new ReferralBook(rules, days, { next: nextId });
      await Promise.all(orders.map((order) => run((tx) => book.firstPayment(tx, order, NOW))));
      expect(await run((tx) => tx.bonusDays.waiting(referrerId))).to.equal(7);
      expect((await run((tx) => tx.referrals.stats(referrerId))).paid).to.equal(1);
    });

    it('days go to a subscription that is begun at the same moment, and are taken back once', async () => {
      const { subscription } = await aStoredSubscription(store().unitOfWork);
      const gift = { ref: 'promo:WEEK:1', userId: subscription.userId, kind: 'promo', days: 7 } as const;
      await Promise.all([run((tx) => days.give(tx, gift, NOW)), run((tx) => days.give(tx, gift, NOW)), run((tx) => days.grantWaiting(tx, subscription, NOW))]);
      const until = async () => (await run((tx) => tx.subscriptions.find(subscription.id)))?.expiresAt;
      expect(await until()).to.deep.equal(secondsAfter(37 * DAY));
      for (let time = 0; time < 2; time += 1) await run((tx) => days.takeBack(tx, gift.ref, NOW));
      expect(await until()).to.deep.equal(subscription.expiresAt);
      expect((await run((tx) => tx.bonusDays.lock(gift.ref)))?.state).to.equal('reversed');
    });

    it('what was credited for payments in review is doubtful', async () => {
      const userId = await aPersonWith(store().unitOfWork);
      const inReview = { userId, state: 'review', reviewReason: 'refunded-after-spending' } as const;
      const payments = [aPayment({ ...inReview, credited: ton('10') }), aPayment({ ...inReview, credited: ton('2.5') }), aPayment(inReview), aPayment({ userId, state: 'credited', credited: ton('10') })];
      for (const payment of payments) await run((tx) => tx.payments.add(payment));
      expect((await run((tx) => tx.payments.doubtful(userId, 'TON'))).toDecimal()).to.equal('12.5');
      expect((await run((tx) => tx.payments.doubtful(userId, 'RUB'))).toDecimal()).to.equal('0');
    });

    it('what somebody paid in is what gateways brought and did not take back, and no bonus', async () => {
      const userId = await aPersonWith(store().unitOfWork, ton('10'));
      await run((tx) => tx.ledger.post(topUp({ gateway: 'heleket', chargeId: 'second', userId, amount: ton('3'), total: ton('3') })));
      await run((tx) => tx.ledger.post(bonus(nextId(), userId, ton('5'))));
      expect((await run((tx) => tx.ledger.paidIn(userId, 'TON'))).toDecimal()).to.equal('13');
      await run((tx) => tx.ledger.post(reverseTopUp({ gateway: 'heleket', chargeId: 'second', userId, amount: ton('3') })));
      expect((await run((tx) => tx.ledger.paidIn(userId, 'TON'))).toDecimal()).to.equal('10');
      expect((await run((tx) => tx.ledger.paidIn(userId, 'RUB'))).toDecimal()).to.equal('0');
    });
  });
}
