import type { Transaction, UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { PaymentGateways } from '../ports/providers/payment-gateway.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { Metrics } from '../ports/runtime/metrics.js';
import { SHELF } from './update-shelf.js';

const BATCH = 100;
/** Many end on the same evening. */
const VPN_BATCH = 200;
const DRAFT_LIFETIME_MS = 24 * 60 * 60_000;
/** Telegram repeats an update for at most 24 hours. */
const UPDATE_MEMORY_MS = 48 * 60 * 60_000;

/** How much of each was found. */
export interface DueWork {
  readonly payments: number;
  readonly orders: number;
  readonly webhooks: number;
  readonly refunds: number;
  readonly accounts: number;
  readonly subscriptions: number;
  readonly overdue: number;
}

/** Finds every row whose next attempt is due and hands it to the workers again: what a lost job or a crash left behind. */
export class SweepDueWork {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly gateways: PaymentGateways,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  async execute(): Promise<DueWork> {
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
      const { accounts, subscriptions, overdue } = await this.findVpn(tx, now);
      await tx.orders.removeDrafts(new Date(now.getTime() - DRAFT_LIFETIME_MS));
      for (const source of ['telegram', SHELF]) await tx.inbox.removeProcessed(source, new Date(now.getTime() - UPDATE_MEMORY_MS));
      return { payments: payments.length, orders: orders.length, webhooks: messages.length, refunds: refunds.length, accounts, subscriptions, overdue };
    });
    for (const [kind, count] of Object.entries(found)) this.metrics.gauge('polaris_due_work', count, { kind });
    return found;
  }

  private async findVpn(tx: Transaction, now: Date): Promise<Pick<DueWork, 'accounts' | 'subscriptions' | 'overdue'>> {
    const accounts = await tx.vpnAccounts.due(now, VPN_BATCH);
    const subscriptions = await tx.subscriptions.due(now, VPN_BATCH);
    const overdue = await tx.deliveries.overdue(now, BATCH);
    for (const ref of accounts) await tx.jobs.enqueue({ name: 'sync-account', ...ref });
    for (const subscriptionId of subscriptions) await tx.jobs.enqueue({ name: 'attend-subscription', subscriptionId });
    for (const orderId of overdue) await tx.jobs.enqueue({ name: 'give-back-overdue', orderId });
    return { accounts: accounts.length, subscriptions: subscriptions.length, overdue: overdue.length };
  }
}
