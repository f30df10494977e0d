import type { Discrepancy, DiscrepancyKind } from '#domain/reconciliation/discrepancy.js';
import type { ProviderSnapshot } from '#domain/payments/provider-snapshot.js';
import type { BookedPayment } from '../../queries/reconciliation-queries.js';

const UNPAID: readonly ProviderSnapshot['state'][] = ['awaiting', 'confirming', 'partially_paid', 'expired', 'failed'];

/** What is wrong between a payment of ours and the provider's word about its invoice, undefined being no invoice at all. */
export function compareInvoice(ours: BookedPayment, theirs: ProviderSnapshot | undefined): Discrepancy | undefined {
  const kind = kindOf(ours, theirs);
  if (!kind) return undefined;
  const facts = {
    payment: ours.id,
    invoice: theirs?.invoiceId ?? ours.invoiceId ?? 'none',
    state: ours.state,
    credited: ours.credited.toString(),
    posted: ours.posted.toString(),
    provider: theirs?.providerStatus ?? 'unknown to it',
    received: theirs?.received?.toString() ?? 'nothing',
  };
  return { kind, source: ours.gateway, subject: ours.id, subjectAt: ours.createdAt, facts };
}

/** A payment in review is before a person already. */
function kindOf(ours: BookedPayment, theirs: ProviderSnapshot | undefined): DiscrepancyKind | undefined {
  const { credited, posted, state } = ours;
  if (posted.compare(credited) > 0) return 'credit-doubled';
  if (posted.compare(credited) < 0) return 'amount-differs';
  if (state === 'review' || state === 'refunded' || state === 'refund_requested') return undefined;
  if (!theirs || UNPAID.includes(theirs.state)) return credited.isPositive() ? 'credit-without-payment' : undefined;
  if (theirs.state === 'refunded') return credited.isPositive() ? 'refunded-there-only' : undefined;
  if (!['paid', 'underpaid'].includes(theirs.state) || !theirs.final || !theirs.received?.isPositive()) return undefined;
  if (credited.isZero()) return state === 'expired' || state === 'failed' ? 'paid-after-expiry' : 'credit-lost';
  return theirs.received.equals(credited) ? undefined : 'amount-differs';
}

/** Whether somebody's money lies on an invoice. */
export function hasMoney(snapshot: ProviderSnapshot): boolean {
  return snapshot.state === 'paid' || (snapshot.received?.isPositive() ?? false);
}
