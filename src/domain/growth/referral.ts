import type { UserId } from '../customers/customer.js';
import { DomainError } from '../shared/domain-error.js';
import type { Money } from '../shared/money.js';

/** What the referrer gets when somebody they sent pays for the first time. */
export type ReferralRule = { readonly mode: 'off' } | { readonly mode: 'days'; readonly days: number } | { readonly mode: 'money'; readonly amount: Money };

/** `off` where nothing was promised when the friend paid: it decides the first payment all the same. */
export type Reward = ReferralRule;

/** The first real payment of somebody who was referred, and what it brought the referrer: one a person, for ever. */
export interface ReferralReward {
  readonly referredId: UserId;
  readonly referrerId: UserId;
  /** The order that was paid and delivered; every reference is derived from it. */
  readonly orderId: string;
  readonly reward: Reward;
  /** `reversed` with its source. */
  readonly state: 'granted' | 'reversed';
  /** What a reversal could not take back, because it was spent; the next rewards go towards it. */
  readonly owed: Money | undefined;
  readonly at: Date;
}

export class InvalidReferralRule extends DomainError {
  constructor() {
    super('referral.invalid-rule', 'invalid', 'a referral brings 1 to 365 days, or more than nothing of a currency');
  }
}

const LONGEST_DAYS = 365;

/** Throws `InvalidReferralRule`. */
export function checkReferralRule(rule: ReferralRule): ReferralRule {
  const right = rule.mode === 'off' || (rule.mode === 'days' ? Number.isInteger(rule.days) && rule.days >= 1 && rule.days <= LONGEST_DAYS : rule.amount.isPositive());
  if (!right) throw new InvalidReferralRule();
  return rule;
}

/**
 * What a rule promises for an order of this price. Money is never more than the friend paid, so that nobody gains by paying themselves;
 * it cannot be weighed against another currency, and then this order decides nothing: undefined.
 */
export function rewardFor(rule: ReferralRule, price: Money): Reward | undefined {
  if (rule.mode !== 'money') return rule;
  if (rule.amount.currency !== price.currency) return undefined;
  return rule.amount.compare(price) <= 0 ? rule : { mode: 'money', amount: price };
}

/** The reference of the days, or the entry in the history, that an order brought. */
export const referralRef = (orderId: string): string => `referral:${orderId}`;
