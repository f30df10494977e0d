import type { UserId } from '#domain/customers/customer.js';
import type { ReferralReward } from '#domain/growth/referral.js';
import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import type { ReferralRepository, ReferralStats } from '#use-cases/ports/persistence/growth/referral-repository.js';
import { earliest, refuseIf, requireUser } from '../integrity.js';
import type { MemoryState } from '../memory-state.js';

export class MemoryReferralRepository implements ReferralRepository {
  constructor(private readonly state: MemoryState) {}

  async add(reward: ReferralReward): Promise<boolean> {
    const ofOrder = this.state.rewards.where(({ orderId }) => orderId === reward.orderId);
    if (this.state.rewards.find(reward.referredId) || ofOrder.length > 0) return false;
    requireUser(this.state, reward.referredId);
    requireUser(this.state, reward.referrerId);
    refuseIf(reward.referredId === reward.referrerId, 'nobody refers themselves');
    refuseIf(!this.state.orders.find(reward.orderId), 'a reward is for an order');
    this.state.rewards.put(reward.referredId, reward);
    return true;
  }

  async find(referredId: UserId): Promise<ReferralReward | undefined> {
    return this.state.rewards.find(referredId);
  }

  lock(referredId: UserId): Promise<ReferralReward | undefined> {
    return this.find(referredId);
  }

  async lockByOrder(orderId: string): Promise<ReferralReward | undefined> {
    return this.state.rewards.where((reward) => reward.orderId === orderId)[0];
  }

  async lockOwed(referrerId: UserId, currency: Currency): Promise<readonly ReferralReward[]> {
    const owing = this.state.rewards.where((reward) => reward.referrerId === referrerId && reward.owed?.currency === currency && reward.owed.isPositive());
    return earliest(owing, ({ at }) => at);
  }

  async save(reward: ReferralReward): Promise<void> {
    const before = this.state.rewards.find(reward.referredId);
    refuseIf(!before || (before.state === 'reversed' && reward.state !== 'reversed'), `the reward for ${reward.referredId} is not there or was reversed`);
    if (before) this.state.rewards.put(before.referredId, { ...before, state: reward.state, owed: reward.owed });
  }

  async stats(referrerId: UserId): Promise<ReferralStats> {
    const standing = this.state.rewards.where((reward) => reward.referrerId === referrerId && reward.state === 'granted');
    const sums = new Map<Currency, Money>();
    for (const { reward } of standing) {
      if (reward.mode === 'money') sums.set(reward.amount.currency, reward.amount.plus(sums.get(reward.amount.currency) ?? Money.zero(reward.amount.currency)));
    }
    return {
      invited: this.state.users.where(({ referredBy }) => referredBy === referrerId).length,
      paid: standing.length,
      days: standing.reduce((sum, { reward }) => sum + (reward.mode === 'days' ? reward.days : 0), 0),
      money: [...sums.values()].sort((left, right) => (left.currency < right.currency ? -1 : 1)),
    };
  }
}
