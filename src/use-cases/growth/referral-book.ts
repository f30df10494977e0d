import type { UserId } from '#domain/customers/customer.js';
import { bonus, bonusBack, bonusKept, bonusLost } from '#domain/growth/growth-ledger.js';
import { type ReferralReward, referralRef, type Reward, rewardFor } from '#domain/growth/referral.js';
import type { AnyOrder } from '#domain/orders/any-order.js';
import type { Payment } from '#domain/payments/payment.js';
import { Money } from '#domain/shared/money.js';
import type { Notice } from '../ports/providers/notifier.js';
import type { Transaction } from '../ports/persistence/unit-of-work.js';
import type { Ids } from '../ports/runtime/ids.js';
import type { BonusDays } from './bonus-days.js';
import type { ReferralRules } from './referral-rules.js';

type MoneyReward = Extract<Reward, { mode: 'money' }>;

/**
 * Writes what a referrer gets for a friend's first real payment, and that it goes when the payment does, in the caller's transaction.
 * Real is what a gateway brought: an order that was paid with bonuses, or with what went back to the payer, brings nothing.
 */
export class ReferralBook {
  constructor(
    private readonly rules: ReferralRules,
    private readonly bonuses: BonusDays,
    private readonly ids: Ids,
  ) {}

  /** The order was delivered and its price is captured. Counts once a person, whatever it brings. */
  async firstPayment(tx: Transaction, order: AnyOrder, now: Date): Promise<void> {
    const { referredBy } = await tx.users.get(order.userId);
    if (referredBy === undefined || (await tx.referrals.find(order.userId))) return;
    const referrer = await tx.users.find(referredBy);
    const reward = referrer && rewardFor(await this.rules.current(tx), order.price);
    if (!reward || !(await isCovered(tx, order))) return;
    const earned: ReferralReward = { referredId: order.userId, referrerId: referredBy, orderId: order.id, reward, state: 'granted', owed: undefined, at: now };
    if (!(await tx.referrals.add(earned))) return;
    if (reward.mode === 'days') await this.giveDays(tx, earned, reward.days, now);
    if (reward.mode === 'money') await this.giveMoney(tx, earned, reward, now);
  }

  /** Money of this payment went back to its payer, as far as the books could follow: what it paid for, or covered, brings nothing any more. */
  async paymentReturned(tx: Transaction, payment: Payment, now: Date): Promise<void> {
    const reward = await tx.referrals.lock(payment.userId);
    if (reward?.state !== 'granted') return;
    const order = await tx.orders.get(reward.orderId);
    const isElsewhere = order.price.currency !== payment.amount.currency;
    const stands = payment.orderId !== order.id && (isElsewhere || (await isCovered(tx, order)));
    if (!stands) await this.reverse(tx, reward, now);
  }

  /** Money that was paid for this order goes back to its buyer. */
  async orderReturned(tx: Transaction, orderId: string, now: Date): Promise<void> {
    const reward = await tx.referrals.lockByOrder(orderId);
    if (reward?.state === 'granted') await this.reverse(tx, reward, now);
  }

  private async giveDays(tx: Transaction, { referrerId, orderId }: ReferralReward, days: number, now: Date): Promise<void> {
    const given = await this.bonuses.give(tx, { ref: referralRef(orderId), userId: referrerId, kind: 'referral', days }, now);
    await this.tell(tx, orderId, referrerId, { kind: 'referral-reward', days, waits: given === 'waiting' }, now);
  }

  /** What is owed from a reward that was reversed comes first. */
  private async giveMoney(tx: Transaction, { referrerId, orderId }: ReferralReward, { amount }: MoneyReward, now: Date): Promise<void> {
    const kept = await this.settleOwed(tx, referrerId, amount);
    if (kept.isPositive()) await tx.ledger.post(bonusKept(orderId, kept));
    const rest = amount.minus(kept);
    if (!rest.isPositive()) return;
    await tx.ledger.post(bonus(orderId, referrerId, rest));
    await tx.statement.add({
      id: this.ids.next(),
      userId: referrerId,
      type: 'bonus',
      status: 'completed',
      amount: rest,
      description: 'referral-bonus',
      externalId: referralRef(orderId),
      metadata: {},
      createdAt: now,
    });
    const { available } = await tx.ledger.balance(referrerId, rest.currency);
    await this.tell(tx, orderId, referrerId, { kind: 'referral-reward', amount: rest.toJSON(), balance: available.toJSON() }, now);
  }

  private async settleOwed(tx: Transaction, referrerId: UserId, amount: Money): Promise<Money> {
    let left = amount;
    for (const earlier of await tx.referrals.lockOwed(referrerId, amount.currency)) {
      const owed = earlier.owed ?? Money.zero(amount.currency);
      const settled = least(owed, left);
      await tx.referrals.save({ ...earlier, owed: owed.minus(settled) });
      left = left.minus(settled);
    }
    return amount.minus(left);
  }

  private async reverse(tx: Transaction, before: ReferralReward, now: Date): Promise<void> {
    const { reward, orderId, referrerId } = before;
    if (reward.mode === 'days') await this.bonuses.takeBack(tx, referralRef(orderId), now);
    const owed = reward.mode === 'money' ? await this.collect(tx, before, reward) : undefined;
    await tx.referrals.save({ ...before, state: 'reversed', owed });
    if (reward.mode === 'off') return;
    const what = reward.mode === 'days' ? { days: reward.days } : { amount: reward.amount.toJSON() };
    await this.tell(tx, orderId, referrerId, { kind: 'referral-reversed', ...what }, now);
  }

  /** As much of it as is there, never below zero. Answers what is owed from now on: the shop bears it until then. */
  private async collect(tx: Transaction, { orderId, referrerId }: ReferralReward, { amount }: MoneyReward): Promise<Money> {
    const { available } = await tx.ledger.balance(referrerId, amount.currency);
    const there = least(available, amount);
    const owed = amount.minus(there);
    if (there.isPositive()) await tx.ledger.post(bonusBack(orderId, referrerId, there));
    if (owed.isPositive()) await tx.ledger.post(bonusLost(orderId, owed));
    await tx.statement.update(referralRef(orderId), { status: 'cancelled' });
    return owed;
  }

  private async tell(tx: Transaction, orderId: string, referrerId: UserId, news: Notice, now: Date): Promise<void> {
    await tx.notices.add(`${news.kind}:${orderId}`, referrerId, news, now);
    await tx.jobs.enqueue({ name: 'deliver-notices' });
  }
}

/** Whether what gateways brought this person, less what may have gone back, pays for the order. */
async function isCovered(tx: Transaction, { userId, price }: AnyOrder): Promise<boolean> {
  const paidIn = await tx.ledger.paidIn(userId, price.currency);
  return paidIn.minus(await tx.payments.doubtful(userId, price.currency)).compare(price) >= 0;
}

function least(left: Money, right: Money): Money {
  return left.compare(right) < 0 ? left : right;
}
