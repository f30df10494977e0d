import type { Money } from '../shared/money.js';
import { PAYMENT_STATES, type PaymentState } from './payment-states.js';
import type { Payment } from './payment.js';
import { INVOICE_WAIT_MS, LATE_WATCH_MS, nextPoll, SILENT_POLL_MS } from './poll-schedule.js';
import type { ProviderSnapshot, SavedMethod } from './provider-snapshot.js';

/** What one look at the provider means for a payment: its next version, money to credit, money to take back. */
export interface Settlement {
  readonly payment: Payment;
  readonly credit: Money | undefined;
  /** All the provider received so far; names the credit. */
  readonly total: Money | undefined;
  readonly reversal: Money | undefined;
  /** What the payer agreed to have kept for renewals, where the provider keeps it. */
  readonly saved?: SavedMethod | undefined;
}

/**
 * Decides what the provider's word means. Never goes backwards: a move the state table does not know changes nothing.
 * Compares our reference, the amount and the currency first; a difference is a review, never a credit.
 */
export function settle(payment: Payment, snapshot: ProviderSnapshot, now: Date): Settlement {
  const mismatch = differenceFrom(payment, snapshot);
  if (mismatch) return review(payment, mismatch, now);
  switch (snapshot.state) {
    case 'paid':
    case 'underpaid':
      return snapshot.final ? credit(payment, snapshot, now) : stay(advance(payment, 'pending', now), now);
    case 'awaiting':
      return stay(payment, now);
    case 'confirming':
      return stay(advance(payment, 'pending', now), now);
    case 'partially_paid':
      return stay(advance(payment, 'underpaid', now), now);
    case 'expired':
    case 'failed':
      return closed(payment, snapshot.state, snapshot.received, now);
    case 'held':
      return review(payment, 'held-by-provider', now);
    case 'refund_pending':
      return stay(advance(payment, 'refund_requested', now), now);
    case 'refund_failed':
      return keptAfterAll(payment, snapshot, now);
    case 'refunded':
      return refunded(payment, now);
  }
}

/** Why there is no snapshot: the provider could not be asked, refused to make the invoice, or knows no such invoice. */
export type NoWord = 'silent' | 'refused' | 'no-such-invoice';

/**
 * Decides what it means that the provider gave no word. An invoice that never came is given up soon: nobody had a link to pay it.
 * Of any other payment only the provider's own word is an end; one that stays silent is put before a person and asked daily.
 */
export function unheard(payment: Payment, why: NoWord, now: Date): Settlement {
  if (payment.nextAttemptAt === undefined) return unchanged(payment);
  if (payment.state === 'created') return withoutInvoice(payment, why, now);
  if (!isWatchOver(payment, now)) return stay(payment, now);
  if (why === 'no-such-invoice' && ['invoiced', 'expired', 'failed'].includes(payment.state)) return stay(advance(payment, 'expired', now), now);
  const doubtful = ['invoiced', 'pending', 'underpaid'].includes(payment.state);
  const asked = doubtful ? payment.moved('review', { reviewReason: 'provider-silent' }) : payment;
  return unchanged(asked.askedAgain(new Date(now.getTime() + SILENT_POLL_MS)));
}

function withoutInvoice(payment: Payment, why: NoWord, now: Date): Settlement {
  if (why === 'refused') return stay(advance(payment, 'failed', now), now);
  const waited = now.getTime() - payment.createdAt.getTime();
  return stay(waited > INVOICE_WAIT_MS ? advance(payment, 'expired', now) : payment, now);
}

/** Whether money for this payment is so late that nothing waits for it any longer. */
export function isWatchOver(payment: Payment, now: Date): boolean {
  return now.getTime() > payment.expiresAt.getTime() + LATE_WATCH_MS;
}

/** Whether the provider speaks of this very payment, as it was asked for; what it says of another decides nothing. */
export function isAbout(payment: Payment, snapshot: ProviderSnapshot): boolean {
  return differenceFrom(payment, snapshot) === undefined;
}

function differenceFrom(payment: Payment, snapshot: ProviderSnapshot): string | undefined {
  if (snapshot.paymentId !== payment.id) return 'reference-mismatch';
  if (snapshot.test) return 'play-money';
  if (payment.invoice && payment.invoice.invoiceId !== snapshot.invoiceId) return 'invoice-mismatch';
  if (!snapshot.requested || snapshot.requested.currency !== payment.amount.currency) return 'currency-mismatch';
  return snapshot.requested.equals(payment.amount) ? undefined : 'amount-mismatch';
}

function credit(payment: Payment, snapshot: ProviderSnapshot, now: Date): Settlement {
  const total = snapshot.received;
  if (!total || total.currency !== payment.amount.currency) return review(payment, 'received-amount-unknown', now);
  if (payment.state !== 'credited' && !PAYMENT_STATES.allows(payment.state, 'credited')) return stay(payment, now);
  const owed = total.minus(payment.credited);
  if (owed.minor < 0n) return review(payment, 'received-less-than-credited', now);
  if (total.isZero()) return stay(advance(payment, 'expired', now), now);
  const settled = payment.moved('credited', {
    credited: total,
    flags: {
      late: isLate(payment),
      partial: total.compare(payment.amount) < 0,
      over: total.compare(payment.amount) > 0,
    },
    reviewReason: undefined,
    nextAttemptAt: undefined,
  });
  return { payment: settled, credit: owed.isPositive() ? owed : undefined, total, reversal: undefined, saved: payment.remember ? snapshot.savedMethod : undefined };
}

/** An invoice is over without a payment; money that lies on it all the same is a person's affair. */
function closed(payment: Payment, state: 'expired' | 'failed', received: Money | undefined, now: Date): Settlement {
  const uncounted = received !== undefined && (received.currency !== payment.amount.currency || received.compare(payment.credited) > 0);
  return uncounted ? review(payment, 'money-on-closed-invoice', now) : stay(advance(payment, state, now), now);
}

/** The refund failed, so all that lies there is the payer's again, and what came meanwhile as well. */
function keptAfterAll(payment: Payment, snapshot: ProviderSnapshot, now: Date): Settlement {
  const kept = payment.state === 'refund_requested' ? payment.moved('credited') : payment;
  const came = kept.state === 'credited' && snapshot.received !== undefined && snapshot.received.minor > kept.credited.minor;
  return came ? credit(kept, snapshot, now) : stay(kept, now);
}

function refunded(payment: Payment, now: Date): Settlement {
  if (!PAYMENT_STATES.allows(payment.state, 'refunded')) return review(payment, 'refunded-before-credit', now);
  const reversal = payment.credited.isPositive() ? payment.credited : undefined;
  return { payment: payment.moved('refunded', { nextAttemptAt: undefined }), credit: undefined, total: undefined, reversal };
}

function review(payment: Payment, reason: string, now: Date): Settlement {
  const moved = PAYMENT_STATES.allows(payment.state, 'review') ? payment.moved('review', { reviewReason: reason }) : payment;
  return stay(moved, now);
}

function advance(payment: Payment, state: PaymentState, now: Date): Payment {
  const fresh = payment.state !== state && PAYMENT_STATES.allows(payment.state, state);
  const undoesCredit = payment.credited.isPositive() && state !== 'refund_requested';
  if (!fresh || undoesCredit) return payment;
  return payment.moved(state, { attempts: 0, nextAttemptAt: nextPoll(now, 0), flags: { ...payment.flags, late: isLate(payment) } });
}

/** Money that comes for a payment that was once given up is late, however many steps it takes to come. */
function isLate(payment: Payment): boolean {
  return payment.flags.late || payment.state === 'expired' || payment.state === 'failed';
}

function stay(payment: Payment, now: Date): Settlement {
  return unchanged(payment.askedAgain(watchUntil(payment, now)));
}

function unchanged(payment: Payment): Settlement {
  return { payment, credit: undefined, total: undefined, reversal: undefined };
}

function watchUntil(payment: Payment, now: Date): Date | undefined {
  if (payment.state === 'credited' || payment.state === 'refunded') return undefined;
  const isOver = payment.state === 'expired' || payment.state === 'failed';
  return isOver && isWatchOver(payment, now) ? undefined : nextPoll(now, payment.attempts);
}
