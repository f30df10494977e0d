import type { UserId } from '#domain/customers/customer.js';
import type { ReferralReward } from '#domain/growth/referral.js';
import type { Currency } from '#domain/shared/currency.js';
import type { Money } from '#domain/shared/money.js';

/** What came of the people somebody sent; reversed rewards are not counted (view `referral_stats`). */
export interface ReferralStats {
  readonly invited: number;
  /** Those of them who have paid. */
  readonly paid: number;
  readonly days: number;
  /** One amount a currency. */
  readonly money: readonly Money[];
}

export interface ReferralRepository {
  /** False, and nothing is written, where this person's first payment, or this order, has counted before. */
  add(reward: ReferralReward): Promise<boolean>;
  find(referredId: UserId): Promise<ReferralReward | undefined>;
  /** Under a row lock held to the end of the transaction; undefined when there is none. */
  lock(referredId: UserId): Promise<ReferralReward | undefined>;
  /** The one an order brought, locked. */
  lockByOrder(orderId: string): Promise<ReferralReward | undefined>;
  /** Reversed rewards of this referrer in this currency that are not made up for yet, the oldest first, locked. */
  lockOwed(referrerId: UserId, currency: Currency): Promise<readonly ReferralReward[]>;
  /** Writes its state and what is owed. What was reversed stays reversed. */
  save(reward: ReferralReward): Promise<void>;
  stats(referrerId: UserId): Promise<ReferralStats>;
}
