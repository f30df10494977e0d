import type { Payment } from '#domain/payments/payment.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { PaymentGateways, PaymentReference } from '../ports/providers/payment-gateway.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { Logger } from '../ports/runtime/logger.js';
import type { OperatorAlerts } from '../operations/operator-alerts.js';
import type { SettlePayment } from './settle-payment.js';

const MOST_ATTEMPTS = 20;
const LONGEST_PAUSE_MS = 15 * 60_000;

/** Acts on one stored webhook: finds the payment it speaks of and settles it by the provider's own word. Repeatable. */
export class ApplyWebhook {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly gateways: PaymentGateways,
    private readonly settlePayment: SettlePayment,
    private readonly alerts: OperatorAlerts,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async execute(command: { readonly source: string; readonly eventKey: string }): Promise<void> {
    const { source, eventKey } = command;
    const message = await this.unitOfWork.run((tx) => tx.inbox.find(source, eventKey));
    if (message?.state !== 'received') return;
    try {
      const reference = this.gateways.get(source).referenceOf(message.body);
      const payment = await this.find(source, reference);
      if (!payment) return await this.unmatched(source, eventKey);
      await this.settlePayment.settle(payment, (tx) => tx.inbox.processed(source, eventKey, this.clock.now()));
    } catch (error) {
      await this.again(source, eventKey, message.attempts, error);
    }
  }

  private find(gateway: string, reference: PaymentReference): Promise<Payment | undefined> {
    return this.unitOfWork.run(async (tx) => {
      const byInvoice = reference.invoiceId === undefined ? undefined : await tx.payments.findByInvoice(gateway, reference.invoiceId);
      if (byInvoice) return byInvoice;
      const ours = reference.paymentId !== undefined && UUID.test(reference.paymentId) ? await tx.payments.find(reference.paymentId) : undefined;
      return ours?.gateway === gateway ? ours : undefined;
    });
  }

  /** Authentic news of a payment that is not ours: money somebody must look for. */
  private unmatched(source: string, eventKey: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      await tx.inbox.failed(source, eventKey, 'unmatched', undefined);
      await this.alerts.raise(tx, 'unmatched-webhook', `${source}:${eventKey}`, { gateway: source, event: eventKey }, this.clock.now());
    });
  }

  private async again(source: string, eventKey: string, attempts: number, error: unknown): Promise<void> {
    this.logger.warn({ err: error, source, eventKey, attempts }, 'a webhook could not be applied yet');
    const now = this.clock.now();
    const pause = Math.min(LONGEST_PAUSE_MS, 2_000 * 2 ** attempts);
    const next = attempts + 1 >= MOST_ATTEMPTS ? undefined : new Date(now.getTime() + pause);
    await this.unitOfWork.run(async (tx) => {
      await tx.inbox.failed(source, eventKey, error instanceof Error ? error.name : 'unknown', next);
      if (!next) await this.alerts.raise(tx, 'webhook-given-up', `${source}:${eventKey}`, { gateway: source, event: eventKey }, now);
    });
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
