import type { Payment } from '#domain/payments/payment.js';
import { nextPoll } from '#domain/payments/poll-schedule.js';
import type { ProviderSnapshot } from '#domain/payments/provider-snapshot.js';
import { type NoWord, settle, type Settlement, unheard } from '#domain/payments/settlement.js';
import { InsufficientFunds } from '#domain/wallet/ledger.js';
import { together, type Transaction, type UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { PaymentGateways } from '../ports/providers/payment-gateway.js';
import { InvoiceMismatch, ProviderError } from '../ports/providers/provider-error.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { Logger } from '../ports/runtime/logger.js';
import type { Metrics } from '../ports/runtime/metrics.js';
import type { Invoicing } from './invoicing.js';
import type { SettlementBook } from './settlement-book.js';

/** What its caller has to write in the transaction of the outcome. */
type Also = (tx: Transaction) => Promise<void>;

const nothing: Also = () => Promise.resolve();

/**
 * Brings one payment up to what its gateway says: credits what arrived, expires what did not, takes back what was returned.
 * Webhook, poll and button all end here; under the row lock each of them counts the same money once. Repeatable.
 */
export class SettlePayment {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly gateways: PaymentGateways,
    private readonly invoicing: Invoicing,
    private readonly book: SettlementBook,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
  ) {}

  /**
   * `onlyIfDue` leaves alone what somebody has asked about since it was found due.
   * Throws `ProviderError` when the gateway could not be asked; the payment is then asked about again later.
   */
  async execute(command: { readonly paymentId: string; readonly onlyIfDue?: boolean }): Promise<void> {
    const payment = await this.unitOfWork.run((tx) => tx.payments.get(command.paymentId));
    if (command.onlyIfDue && !payment.isDue(this.clock.now())) return;
    await this.settle(payment);
  }

  /** The same for a payment that was just read; `also` is written with the outcome, in its transaction, once the gateway has spoken. */
  async settle(payment: Payment, also: Also = nothing): Promise<void> {
    try {
      const snapshot = await this.ask(payment);
      if (snapshot) await this.believe(payment.id, snapshot, also);
      else await this.write(payment.id, (before) => unheard(before, 'no-such-invoice', this.clock.now()), also);
    } catch (error) {
      if (!(error instanceof InvoiceMismatch)) throw error;
      await this.askPerson(payment.id, 'invoice-mismatch', also);
    }
  }

  /** Only what keeps the gateway from answering is silence; what fails after its answer changes nothing about the payment. */
  private async ask(payment: Payment): Promise<ProviderSnapshot | undefined> {
    try {
      const { id, gateway, invoice } = await this.invoicing.ensureInvoice(payment);
      return await this.gateways.get(gateway).fetch(invoice ? { invoiceId: invoice.invoiceId } : { paymentId: id });
    } catch (error) {
      if (!(error instanceof InvoiceMismatch)) await this.write(payment.id, (before) => unheard(before, silenceOf(error), this.clock.now()));
      throw error;
    }
  }

  private async believe(paymentId: string, snapshot: ProviderSnapshot, also: Also): Promise<void> {
    try {
      const settled = await this.write(paymentId, (before) => settle(before, snapshot, this.clock.now()), also);
      this.logger.info({ paymentId, ...settled, providerStatus: snapshot.providerStatus }, 'payment settled');
    } catch (error) {
      if (!(error instanceof InsufficientFunds)) throw error;
      // The gateway returned the money to the payer, who has spent it here.
      await this.askPerson(paymentId, 'refunded-after-spending', async (tx) => {
        await this.book.lost(tx, await tx.payments.get(paymentId), this.clock.now());
        await also(tx);
      });
    }
  }

  private async write(paymentId: string, decide: (before: Payment) => Settlement, also: Also = nothing): Promise<{ from: Payment['state']; to: Payment['state'] }> {
    const settled = await this.unitOfWork.run(async (tx) => {
      const before = await tx.payments.lock(paymentId);
      const settlement = decide(before);
      await together(tx.payments.save(settlement.payment), this.book.write(tx, before, settlement, this.clock.now()), also(tx));
      return { from: before.state, to: settlement.payment.state };
    });
    if (settled.from !== settled.to) this.metrics.count('telegram_bot_payments_total', { state: settled.to });
    return settled;
  }

  /** Puts the payment before a person; what the gateway says later may still settle it. */
  private askPerson(paymentId: string, reviewReason: string, also: Also): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const payment = await tx.payments.lock(paymentId);
      const isNew = payment.state !== 'review';
      const later = nextPoll(this.clock.now(), isNew ? 0 : payment.attempts);
      const asked = isNew ? payment.moved('review', { reviewReason, nextAttemptAt: later, attempts: 0 }) : payment.askedAgain(later);
      await tx.payments.save(asked);
      if (isNew) await this.book.flag(tx, asked, this.clock.now());
      await also(tx);
    });
  }
}

/** A refusal says that nothing came of the call; everything else may have. */
function silenceOf(error: unknown): NoWord {
  const refused = error instanceof ProviderError && (error.failure === 'rejected' || error.failure === 'not_supported');
  return refused ? 'refused' : 'silent';
}
