import type { UserId } from '../customers/customer.js';

export type BonusKind = 'referral' | 'promo';

/** `waiting` for the next subscription of its owner, `granted` to one, or `reversed` with its source, for good. */
export type BonusState = 'waiting' | 'granted' | 'reversed';

/** Days a person was given. The reference is derived from the cause, so that a cause counts once. */
export interface Bonus {
  readonly ref: string;
  readonly userId: UserId;
  readonly kind: BonusKind;
  readonly days: number;
  readonly state: BonusState;
  readonly createdAt: Date;
}
