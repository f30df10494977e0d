import type { Payment } from '#domain/payments/payment.js';
import { nextPoll } from '#domain/payments/poll-schedule.js';
import type { ProviderSnapshot } from '#domain/payments/provider-snapshot.js';
import { isAbout, settle } from '#domain/payments/settlement.js';
import type { Refund } from '#domain/refunds/refund.js';
import type { SettlementBook } from '../payments/settlement-book.js';
import type { Transaction, UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { PaymentGateways, PaymentReference } from '../ports/providers/payment-gateway.js';
import { ProviderError, type ProviderErrorKind } from '../ports/providers/provider-error.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { Logger } from '../ports/runtime/logger.js';
import type { RefundBook } from './refund-book.js';

/** Nothing happened at the provider, and nothing would if it were sent again. */
const FINAL: readonly ProviderErrorKind[] = ['rejected', 'unauthorized', 'not_found', 'not_supported'];
/** So often it can surely not be sent before a person hears of it. */
const PATIENCE = 5;

/**
 * Carries one refund as far as it goes now. That it may leave is committed before it does, and what may have left is never sent
 * again: from then on only the provider's word about the invoice, or a person, moves it. Repeatable.
 */
export class SettleRefund {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly gateways: PaymentGateways,
    private readonly settlements: SettlementBook,
    private readonly book: RefundBook,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Does nothing for a refund that is not due. Throws `RefundNotFound`. */
  async execute(command: { readonly refundId: string }): Promise<void> {
    const refund = await this.unitOfWork.run((tx) => tx.refunds.get(command.refundId));
    if (!refund.isDue(this.clock.now())) return;
    if (refund.state === 'requested') await this.send(refund);
    else await this.look(refund);
  }

  /** Only the worker that commits the move sends it. The gateway gives back all there is: what came since would go unheld. */
  private async send(refund: Refund): Promise<void> {
    const payment = await this.change(refund, async (tx, fresh, paid) => {
      if (fresh.state !== 'requested') return undefined;
      if (!paid.credited.equals(fresh.amount)) {
        await this.book.refused(tx, fresh, 'amount-changed', this.clock.now());
        return undefined;
      }
      await tx.refunds.save(fresh.sending(this.clock.now()));
      return paid;
    });
    if (!payment) return;
    try {
      const { state } = await this.gateways.get(refund.gateway).refund({
        refundId: refund.id,
        reference: referenceOf(payment),
        amount: refund.amount,
        destination: refund.destination,
      });
      this.logger.info({ refundId: refund.id, state }, 'a refund was sent');
      if (state === 'done') await this.look(refund);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      await this.notTaken(refund, error);
    }
  }

  private async notTaken(refund: Refund, error: ProviderError): Promise<void> {
    this.logger.warn({ refundId: refund.id, failure: error.failure, reason: error.message }, 'a refund was not taken');
    await this.change(refund, async (tx, fresh) => {
      const now = this.clock.now();
      if (fresh.state !== 'sent') return;
      if (FINAL.includes(error.failure)) return this.book.refused(tx, fresh, error.failure, now);
      if (error.failure === 'unknown_outcome') return tx.refunds.save(fresh.unclear(now));
      await tx.refunds.save(fresh.notSent(error.failure, later(refund, error, now), refund.attempts + 1));
      if (refund.attempts >= PATIENCE) await this.book.alert(tx, 'refund-waiting', fresh, { reason: error.failure }, now);
    });
  }

  private async look(refund: Refund): Promise<void> {
    const payment = await this.unitOfWork.run((tx) => tx.payments.get(refund.paymentId));
    const snapshot = await this.ask(payment);
    await this.change(refund, async (tx, _fresh, paid) => {
      const now = this.clock.now();
      if (snapshot) await this.believe(tx, paid, snapshot, now);
      const fresh = await tx.refunds.get(refund.id);
      if (fresh.isOver) return;
      const word = snapshot && isAbout(paid, snapshot) ? snapshot.state : undefined;
      const next = fresh.afterLook(word, now);
      if (next.state === 'refused') return this.book.refused(tx, fresh, next.failure ?? 'refused-by-provider', now);
      await tx.refunds.save(next);
      if (next.state === 'unknown' && next.isUnseen(now)) await this.book.alert(tx, 'refund-unclear', next, { status: snapshot?.providerStatus ?? 'unknown' }, now);
    });
  }

  private async ask(payment: Payment): Promise<ProviderSnapshot | undefined> {
    try {
      return await this.gateways.get(payment.gateway).fetch(referenceOf(payment));
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      return undefined;
    }
  }

  /** The payment goes with what the provider says, as it does when anybody else asks; that also ends the refund it shows as done. */
  private async believe(tx: Transaction, payment: Payment, snapshot: ProviderSnapshot, now: Date): Promise<void> {
    const settlement = settle(payment, snapshot, now);
    await tx.payments.save(settlement.payment);
    await this.settlements.write(tx, payment, settlement, now);
  }

  /** The payment's lock goes first: everybody who settles it takes the two in this order. */
  private change<Result>(refund: Refund, work: (tx: Transaction, fresh: Refund, payment: Payment) => Promise<Result>): Promise<Result> {
    return this.unitOfWork.run(async (tx) => {
      const payment = await tx.payments.lock(refund.paymentId);
      return work(tx, await tx.refunds.lock(refund.id), payment);
    });
  }
}

function referenceOf(payment: Payment): PaymentReference {
  return payment.invoice ? { invoiceId: payment.invoice.invoiceId } : { paymentId: payment.id };
}

function later(refund: Refund, error: ProviderError, now: Date): Date {
  return error.retryAfterMs === undefined ? nextPoll(now, refund.attempts) : new Date(now.getTime() + error.retryAfterMs);
}
