import type { OperatorAlerts } from '../operations/operator-alerts.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { PaymentGateways } from '../ports/providers/payment-gateway.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { ReconciliationQueries } from '../queries/reconciliation-queries.js';

const HOUR_MS = 60 * 60_000;
const SILENT_HOURS = 6;

/** Notices that a gateway's payments are found only by asking, although it should tell of them: its webhook is switched off or lost. */
export class WatchWebhooks {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: ReconciliationQueries,
    private readonly gateways: PaymentGateways,
    private readonly alerts: OperatorAlerts,
    private readonly clock: Clock,
    /** False where nobody outside can reach this shop: then there is nothing to miss. */
    private readonly isReachable: boolean,
  ) {}

  /** Tells the operators once a day and gateway. */
  async execute(): Promise<void> {
    if (!this.isReachable) return;
    const now = this.clock.now();
    const since = new Date(now.getTime() - SILENT_HOURS * HOUR_MS);
    for (const { descriptor } of this.gateways.all()) {
      if (descriptor.capabilities.webhooks === false) continue;
      const { credits, webhooks } = await this.queries.arrivals(descriptor.id, since);
      if (credits === 0 || webhooks) continue;
      const facts = { gateway: descriptor.id, hours: String(SILENT_HOURS), payments: String(credits) };
      const today = now.toISOString().slice(0, 10);
      await this.unitOfWork.run(async (tx) => {
        await this.alerts.raise(tx, 'webhooks-missing', `${descriptor.id}:${today}`, facts, now);
        await tx.jobs.enqueue({ name: 'deliver-notices' });
      });
    }
  }
}
