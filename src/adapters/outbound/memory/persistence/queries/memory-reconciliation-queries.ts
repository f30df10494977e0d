import type { Payment } from '#domain/payments/payment.js';
import { Money } from '#domain/shared/money.js';
import type { BookedAttempt, BookedOrder, BookedPayment, ReconciliationQueries } from '#use-cases/queries/reconciliation-queries.js';
import type { MemoryState } from '../memory-state.js';
import type { MemoryUnitOfWork } from '../memory-unit-of-work.js';

const UNTOUCHED = ['draft', 'awaiting_payment'];
const WAITING = ['paid', 'fulfilling', 'unknown'];

/** The shop's side of a reconciliation over the committed state of a `MemoryUnitOfWork`. */
export class MemoryReconciliationQueries implements ReconciliationQueries {
  constructor(private readonly store: MemoryUnitOfWork) {}

  async payments(gateway: string, which: { readonly since: Date } | { readonly ids: readonly string[] }): Promise<readonly BookedPayment[]> {
    const state = this.store.committed;
    const wanted = (payment: Payment): boolean => ('since' in which ? payment.createdAt >= which.since : which.ids.includes(payment.id));
    return state.payments
      .where((payment) => payment.gateway === gateway && wanted(payment))
      .map((payment) => ({
        id: payment.id,
        gateway,
        invoiceId: payment.invoice?.invoiceId,
        state: payment.state,
        amount: payment.amount,
        credited: payment.credited,
        posted: postedFor(state, payment),
        createdAt: payment.createdAt,
      }));
  }

  async attempts(since: Date): Promise<readonly BookedAttempt[]> {
    const { attempts, transfers } = this.store.committed;
    return attempts
      .where(({ createdAt }) => createdAt >= since)
      .map(({ attempt, orderId, state, createdAt, submittedAt }) => ({
        attempt,
        orderId,
        state,
        fee: transfers.find(`chain-fee:${attempt.id}`)?.transfer.amount ?? Money.zero(attempt.cost.currency),
        createdAt,
        decidedAt: state === 'live' ? undefined : (submittedAt ?? createdAt),
      }));
  }

  async orders(since: Date): Promise<readonly BookedOrder[]> {
    const { orders, transfers, fulfilments } = this.store.committed;
    const posted = (name: string, orderId: string): boolean => transfers.find(`${name}:${orderId}`) !== undefined;
    return orders
      .where(({ state, createdAt }) => !UNTOUCHED.includes(state) && (createdAt >= since || WAITING.includes(state)))
      .map(({ id, state, price, createdAt }) => ({
        id,
        state,
        price,
        held: posted('hold', id),
        ended: posted('capture', id) || posted('release', id),
        waitingSince: fulfilments.find(id)?.fulfilment.createdAt ?? createdAt,
      }));
  }

  async arrivals(gateway: string, since: Date): Promise<{ readonly credits: number; readonly webhooks: boolean }> {
    const { transfers, inbox } = this.store.committed;
    const credits = transfers.where(({ transfer, at }) => transfer.ref.startsWith(`topup:${gateway}:`) && at >= since);
    const heard = inbox.where(({ source, receivedAt }) => source === gateway && receivedAt >= since);
    return { credits: credits.length, webhooks: heard.length > 0 };
  }
}

/** The first credit of a charge bears its name alone, each later one the new total behind it. */
function postedFor(state: MemoryState, payment: Payment): Money {
  const charge = `topup:${payment.gateway}:${payment.invoice?.invoiceId ?? payment.id}`;
  const credits = state.transfers.where(({ transfer }) => transfer.ref.replace(/:\d+$/, '') === charge || transfer.ref === charge);
  return credits.reduce((sum, { transfer }) => sum.plus(transfer.amount), Money.zero(payment.amount.currency));
}
