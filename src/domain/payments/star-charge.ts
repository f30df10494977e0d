import type { UserId } from '../customers/customer.js';
import type { Money } from '../shared/money.js';

/** The gateway through which Telegram's own stars are collected. */
export const STARS_GATEWAY = 'stars';

/** One time that somebody paid with Telegram Stars: a fact, named by Telegram. Several may be for one payment. */
export interface StarCharge {
  readonly id: string;
  /** What the invoice carried, as it came back. */
  readonly payload: string;
  /** The payment it is for; undefined when the payload names none of ours. */
  readonly paymentId: string | undefined;
  /** Who paid, which need not be whose payment it is. */
  readonly payer: UserId;
  readonly amount: Money;
  readonly at: Date;
  readonly refundedAt: Date | undefined;
}
