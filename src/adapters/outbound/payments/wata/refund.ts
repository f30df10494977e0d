import type { Money } from '#domain/shared/money.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { type WataApi, WataRefusal } from './api.js';
import { moneyOf, refundSchema, withAmount, type WireTransaction } from './wire.js';

const PROVIDER = 'wata';
const UNDER_WAY = 'TRA_1103';

type RefundState = 'pending' | 'done';

/**
 * Gives back what is left of each Paid transaction of an order, in all no more than `amount`. The provider knows no keys, so what the
 * order shows of refunds counts first: one that is under way or done is never sent again. Terminals that sell digital goods of Wata's
 * own refuse every refund.
 */
export async function refundOrder(api: WataApi, transactions: readonly WireTransaction[], amount: Money): Promise<{ readonly state: RefundState }> {
  const paid = transactions.filter(({ kind, status }) => kind === 'Payment' && status === 'Paid');
  const refunds = transactions.filter(({ kind, status }) => kind === 'Refund' && status !== 'Declined');
  if (refunds.some(({ status }) => status !== 'Paid')) return { state: 'pending' };
  const [came, went] = [total(paid, amount), total(refunds, amount)];
  if (came.compare(amount) < 0 || came.minus(went).compare(amount) > 0) throw rejected('has another amount for this order');
  const states: RefundState[] = [];
  for (const payment of paid) {
    const rest = total([payment], amount).minus(total(refundsOf(payment, paid, refunds), amount));
    if (rest.isPositive()) states.push(await send(api, payment.id, rest, states.length > 0));
  }
  return { state: states.includes('pending') ? 'pending' : 'done' };
}

/** A refund that names no payment is that of the only one; among several it must not be guessed. */
function refundsOf(payment: WireTransaction, paid: readonly WireTransaction[], refunds: readonly WireTransaction[]): readonly WireTransaction[] {
  if (paid.length === 1) return refunds;
  if (refunds.some(({ originalTransactionId }) => !paid.some(({ id }) => id === originalTransactionId))) throw rejected('has a refund of an unknown payment');
  return refunds.filter(({ originalTransactionId }) => originalTransactionId === payment.id);
}

/** `notFirst`: another part has left already, so a refusal of this one does not say that nothing happened. */
async function send(api: WataApi, originalTransactionId: string, amount: Money, notFirst: boolean): Promise<RefundState> {
  try {
    const body = withAmount(amount, { originalTransactionId });
    const answer = await api.call({ step: 'refund', path: '/transactions/refunds', body, answer: refundSchema });
    if (answer.originalTransactionId !== originalTransactionId) throw new ProviderError(PROVIDER, 'unknown_outcome', 'answered about another payment');
    if (answer.transactionStatus === 'Declined') throw rejected('declined the refund');
    return answer.transactionStatus === 'Paid' ? 'done' : 'pending';
  } catch (error) {
    if (error instanceof WataRefusal && error.theirCode === UNDER_WAY) return 'pending';
    if (!notFirst || !(error instanceof ProviderError)) throw error;
    throw new ProviderError(PROVIDER, 'unknown_outcome', 'gave back a part only');
  }
}

function total(transactions: readonly WireTransaction[], like: Money): Money {
  let sum = like.minus(like);
  for (const transaction of transactions) {
    const money = moneyOf(transaction);
    if (money?.currency !== like.currency) throw rejected('has another currency for this order');
    sum = sum.plus(money);
  }
  return sum;
}

function rejected(message: string): ProviderError {
  return new ProviderError(PROVIDER, 'rejected', message);
}
