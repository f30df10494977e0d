import type { Payment } from '#domain/payments/payment.js';
import { Money } from '#domain/shared/money.js';
import { refundPaid } from '#domain/refunds/refund-ledger.js';
import type { Transaction } from '../ports/persistence/unit-of-work.js';

/**
 * The provider says that a payment went back to its payer: if that is an operator's refund, its held amount leaves the books with it.
 * Answers that amount; what came for the payment since, or all of it where no refund of ours holds the money, must be taken off the balance.
 */
export async function finishRefund(tx: Transaction, payment: Payment, now: Date): Promise<Money> {
  const refund = await tx.refunds.lockStanding(payment.id);
  if (refund?.state === 'proposed') await tx.refunds.save(refund.refused('returned-by-provider'));
  if (!refund?.isHolding) return Money.zero(payment.amount.currency);
  await tx.ledger.post(refundPaid(refund));
  await tx.refunds.save(refund.done());
  await tx.statement.update(`refund:${refund.id}`, { status: 'completed' });
  const { id: refundId, destination } = refund;
  await tx.notices.add(`refund:${refundId}:done`, refund.userId, { kind: 'refund-done', refundId, amount: refund.amount.toJSON(), destination }, now);
  await tx.jobs.enqueue({ name: 'deliver-notices' });
  return refund.amount;
}
