import type { ProviderSnapshot } from '#domain/payments/provider-snapshot.js';
import type { StarCharge } from '#domain/payments/star-charge.js';
import { Money } from '#domain/shared/money.js';
import type { StarInvoice } from '#use-cases/ports/providers/star-charge-book.js';

/** The end of an invoice is the shop's alone: a link at Telegram has none. */
export const LIFETIME_SECONDS = 1800;

/** A payment in the shop's terms: it is what its charges say. Each is final when it comes; one that was given back is none. */
export function snapshotOf(invoice: StarInvoice, now: Date): ProviderSnapshot {
  const { paymentId, asked, charges } = invoice;
  const kept = charges.filter(({ refundedAt }) => refundedAt === undefined);
  const about = { invoiceId: paymentId, paymentId, requested: asked, received: sumOf(kept) };
  if (kept.length > 0) return { ...about, state: 'paid', final: true, providerStatus: countOf(charges) };
  if (charges.length > 0) return { ...about, state: 'refunded', final: true, providerStatus: countOf(charges) };
  const isOver = now.getTime() > invoice.createdAt.getTime() + LIFETIME_SECONDS * 1000;
  return { ...about, received: undefined, state: isOver ? 'expired' : 'awaiting', final: isOver, providerStatus: 'no charge' };
}

/** Stars that came for no payment of ours. */
export function strangerOf({ id, amount, refundedAt }: StarCharge): ProviderSnapshot {
  const state = refundedAt === undefined ? 'paid' : 'refunded';
  return { invoiceId: id, paymentId: undefined, requested: undefined, received: amount, state, final: true, providerStatus: 'unclaimed' };
}

export function sumOf(charges: readonly StarCharge[]): Money {
  return charges.reduce((sum, { amount }) => sum.plus(amount), Money.zero('XTR'));
}

function countOf(charges: readonly StarCharge[]): string {
  const refunded = charges.filter(({ refundedAt }) => refundedAt !== undefined).length;
  return `${charges.length} charged, ${refunded} refunded`;
}
