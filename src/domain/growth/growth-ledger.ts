import type { UserId } from '../customers/customer.js';
import type { Money } from '../shared/money.js';
import type { Account, Transfer } from '../wallet/ledger.js';

const REFERRAL: Account = { kind: 'expense:referral' };
const LOSS: Account = { kind: 'expense:loss' };

const available = (userId: UserId): Account => ({ kind: 'user:available', userId });

/** A referrer's bonus for a friend's first paid order. */
export function bonus(orderId: string, userId: UserId, amount: Money): Transfer {
  return { ref: `refbonus:${orderId}`, kind: 'bonus', from: REFERRAL, to: available(userId), amount };
}

/** The part of a bonus that goes towards what its referrer owes from an earlier one. */
export function bonusKept(orderId: string, amount: Money): Transfer {
  return { ref: `refbonus-kept:${orderId}`, kind: 'bonus', from: REFERRAL, to: LOSS, amount };
}

/** The part of a reversed bonus that was still there. */
export function bonusBack(orderId: string, userId: UserId, amount: Money): Transfer {
  return { ref: `refbonus-back:${orderId}`, kind: 'bonus-back', from: available(userId), to: REFERRAL, amount };
}

/** The part of a reversed bonus that was spent: the shop bears it until it is made up for. */
export function bonusLost(orderId: string, amount: Money): Transfer {
  return { ref: `refbonus-lost:${orderId}`, kind: 'loss', from: LOSS, to: REFERRAL, amount };
}
