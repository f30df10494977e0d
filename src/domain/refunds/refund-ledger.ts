import type { Account, Transfer } from '../wallet/ledger.js';
import type { Refund } from './refund.js';

const LOSS: Account = { kind: 'expense:loss' };

const available = ({ userId }: Refund): Account => ({ kind: 'user:available', userId });
const held = ({ userId }: Refund): Account => ({ kind: 'user:held', userId });

/** Takes the amount out of the buyer's reach while it is decided whether it leaves. */
export function refundHold(refund: Refund): Transfer {
  return { ref: `refund-hold:${refund.id}`, kind: 'hold', from: available(refund), to: held(refund), amount: refund.amount };
}

/** The provider has given the money back. */
export function refundPaid(refund: Refund): Transfer {
  return { ref: `refund:${refund.id}`, kind: 'refund', from: held(refund), to: { kind: `gateway:${refund.gateway}` }, amount: refund.amount };
}

/** The money stays with the shop: the buyer has it on the balance again. */
export function refundRelease(refund: Refund): Transfer {
  return { ref: `refund-release:${refund.id}`, kind: 'release', from: held(refund), to: available(refund), amount: refund.amount };
}

/** The shop bears what the buyer no longer has; only of use together with the hold. */
export function refundLoss(refund: Refund): Transfer {
  return { ref: `refund-loss:${refund.id}`, kind: 'loss', from: LOSS, to: available(refund), amount: refund.loss };
}

/** What the shop was to bear does not stay with the buyer when the refund is refused. */
export function refundLossBack(refund: Refund): Transfer {
  return { ref: `refund-loss-back:${refund.id}`, kind: 'loss', from: available(refund), to: LOSS, amount: refund.loss };
}
