import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { PaymentGateways } from '../ports/providers/payment-gateway.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { Metrics } from '../ports/runtime/metrics.js';

const BATCH = 100;
const DRAFT_LIFETIME_MS = 24 * 60 * 60_000;
/** Telegram repeats an update for at most 24 hours. */
const UPDATE_MEMORY_MS = 48 * 60 * 60_000;

/** Finds every row whose next attempt is due and hands it to the workers again: what a lost job or a crash left behind. */
export class SweepDueWork {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly gateways: PaymentGateways,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  async execute(): Promise<{ readonly payments: number; readonly orders: number; readonly webhooks: number; readonly refunds: number }> {
    const now = this.clock.now();
    const sources = this.gateways.all().map((gateway) => gateway.descriptor.id);
    const found = await this.unitOfWork.run(async (tx) => {
      const payments = await tx.payments.due(now, BATCH);
      const orders = await tx.fulfilments.due(now, BATCH);
      const refunds = await tx.refunds.due(now, BATCH);
      const messages = await tx.inbox.due(sources, now, BATCH);
      for (const paymentId of payments) await tx.jobs.enqueue({ name: 'settle-payment', paymentId, onlyIfDue: true });
      for (const orderId of orders) await tx.jobs.enqueue({ name: 'fulfil-order', orderId });
      for (const refundId of refunds) await tx.jobs.enqueue({ name: 'settle-refund', refundId });
      for (const { source, eventKey } of messages) await tx.jobs.enqueue({ name: 'apply-webhook', source, eventKey });
      await tx.orders.removeDrafts(new Date(now.getTime() - DRAFT_LIFETIME_MS));
      await tx.inbox.removeProcessed('telegram', new Date(now.getTime() - UPDATE_MEMORY_MS));
      return { payments: payments.length, orders: orders.length, webhooks: messages.length, refunds: refunds.length };
    });
    for (const [kind, count] of Object.entries(found)) this.metrics.gauge('polaris_due_work', count, { kind });
    return found;
  }
}
