import type { UserId } from '../customers/customer.js';
import { DomainError } from '../shared/domain-error.js';
import type { Money } from '../shared/money.js';

/**
 * The accounts of the shop. Sign: positive = the shop owes it or earned it, negative = the shop holds or spent it;
 * every transfer sums to zero. User accounts keep a guarded running balance, the others are summed from entries.
 */
export type Account =
  | { readonly kind: 'user:available' | 'user:held'; readonly userId: UserId }
  | { readonly kind: `gateway:${string}` }
  | { readonly kind: 'revenue:stars' | 'revenue:vpn' | 'expense:stars' | 'expense:chain-fees' | 'expense:loss' | 'expense:referral' | 'wallet:ton' };

/** Moves `amount` from one account to another under a reference derived from its cause, never random. */
export interface Transfer {
  readonly ref: string;
  readonly kind: 'topup' | 'hold' | 'capture' | 'release' | 'reversal' | 'refund' | 'loss' | 'star-cost' | 'chain-fee' | 'give-back' | 'bonus' | 'bonus-back';
  readonly from: Account;
  readonly to: Account;
  readonly amount: Money;
}

/** The available balance does not cover the amount; nothing was moved. */
export class InsufficientFunds extends DomainError {
  constructor(details: { readonly needed: string; readonly currency: string; readonly available?: string }) {
    super('wallet.insufficient-funds', 'conflict', 'the balance does not cover this', details);
  }
}

/** The same reference was posted before with another amount or other accounts: a fault, never a retry. */
export class TransferMismatch extends DomainError {
  constructor(ref: string) {
    super('wallet.transfer-mismatch', 'conflict', 'this transfer exists with other contents', { ref });
  }
}

const available = (userId: UserId): Account => ({ kind: 'user:available', userId });
const held = (userId: UserId): Account => ({ kind: 'user:held', userId });

/**
 * The credit of money a gateway received. `total` is all that the provider says it received for this charge so far: the
 * first credit of a charge is `topup:<gateway>:<charge>`, a later one carries the new total, so the same news never counts twice.
 */
export function topUp(input: { gateway: string; chargeId: string; userId: UserId; amount: Money; total: Money }): Transfer {
  const first = input.amount.equals(input.total);
  const ref = `topup:${input.gateway}:${input.chargeId}${first ? '' : `:${input.total.minor}`}`;
  return { ref, kind: 'topup', from: { kind: `gateway:${input.gateway}` }, to: available(input.userId), amount: input.amount };
}

/** Takes back a credit because the provider returned the money to the payer. */
export function reverseTopUp(input: { gateway: string; chargeId: string; userId: UserId; amount: Money }): Transfer {
  return {
    ref: `reversal:${input.gateway}:${input.chargeId}`,
    kind: 'reversal',
    from: available(input.userId),
    to: { kind: `gateway:${input.gateway}` },
    amount: input.amount,
  };
}

export function hold(orderId: string, userId: UserId, amount: Money): Transfer {
  return { ref: `hold:${orderId}`, kind: 'hold', from: available(userId), to: held(userId), amount };
}

/** The held price is earned by what was delivered. */
export function capture(orderId: string, userId: UserId, amount: Money, earned: 'revenue:stars' | 'revenue:vpn' = 'revenue:stars'): Transfer {
  return { ref: `capture:${orderId}`, kind: 'capture', from: held(userId), to: { kind: earned }, amount };
}

export function release(orderId: string, userId: UserId, amount: Money): Transfer {
  return { ref: `release:${orderId}`, kind: 'release', from: held(userId), to: available(userId), amount };
}

/** What is left of a subscription that was cancelled goes back to its owner's balance. */
export function giveBack(subscriptionId: string, userId: UserId, amount: Money): Transfer {
  return { ref: `cancel:${subscriptionId}:${amount.currency}`, kind: 'give-back', from: { kind: 'revenue:vpn' }, to: available(userId), amount };
}

/** What a delivery cost the shop's own wallet. */
export function starCost(attemptId: string, amount: Money): Transfer {
  return { ref: `star-cost:${attemptId}`, kind: 'star-cost', from: { kind: 'expense:stars' }, to: { kind: 'wallet:ton' }, amount };
}

export function chainFee(attemptId: string, amount: Money): Transfer {
  return { ref: `chain-fee:${attemptId}`, kind: 'chain-fee', from: { kind: 'expense:chain-fees' }, to: { kind: 'wallet:ton' }, amount };
}
