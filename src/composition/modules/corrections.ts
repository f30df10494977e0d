import { ContainerModule } from 'inversify';
import { RefundProgress } from '#adapters/inbound/cli/refunds/refund-progress.js';
import { PostgresReconciliationQueries } from '#adapters/outbound/postgres/queries/postgres-reconciliation-queries.js';
import { RunRoutines, type Routine } from '#use-cases/operations/run-routines.js';
import { AcceptDiscrepancy } from '#use-cases/reconciliation/accept-discrepancy.js';
import { DiscrepancyBook } from '#use-cases/reconciliation/discrepancy-book.js';
import { GatewayCheck } from '#use-cases/reconciliation/checks/gateway-check.js';
import { OrderCheck } from '#use-cases/reconciliation/checks/order-check.js';
import { Reconcile } from '#use-cases/reconciliation/reconcile.js';
import { ShopChecks } from '#use-cases/reconciliation/checks/shop-checks.js';
import { WalletCheck } from '#use-cases/reconciliation/checks/wallet-check.js';
import { WatchWebhooks } from '#use-cases/reconciliation/watch-webhooks.js';
import { DecideRefund } from '#use-cases/refunds/decide-refund.js';
import { RefundBook } from '#use-cases/refunds/refund-book.js';
import { RequestRefund } from '#use-cases/refunds/request-refund.js';
import { SettleRefund } from '#use-cases/refunds/settle-refund.js';
import { bindClass } from './bind-class.js';
import { TOKENS as T } from '../tokens.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Longer than the latest payment may come after its invoice was made. */
const DAYS_COMPARED = 4;

/** What finds and mends differences: refunds, reconciliation, and the routines that look without being asked. */
export const corrections = new ContainerModule((options) => {
  bindClass(options, T.refundBook, RefundBook, [T.operatorAlerts, T.ids]);
  bindClass(options, T.requestRefund, RequestRefund, [T.unitOfWork, T.gateways, T.refundBook, T.ids, T.clock]);
  bindClass(options, T.decideRefund, DecideRefund, [T.unitOfWork, T.refundBook, T.clock]);
  bindClass(options, T.settleRefund, SettleRefund, [T.unitOfWork, T.gateways, T.settlementBook, T.refundBook, T.clock, T.logger]);
  bindClass(options, T.refundProgress, RefundProgress, [T.settleRefund, T.unitOfWork]);

  bindClass(options, T.reconciliationQueries, PostgresReconciliationQueries, [T.database]);
  bindClass(options, T.discrepancyBook, DiscrepancyBook, [T.operatorAlerts, T.ids]);
  bindClass(options, T.acceptDiscrepancy, AcceptDiscrepancy, [T.unitOfWork, T.clock]);
  options
    .bind(T.checks)
    .toResolvedValue(
      (gateways, unitOfWork, queries, fragment, config, panels, accounts) => {
        const constant = [
          ...gateways.all().map((gateway) => new GatewayCheck(gateway, unitOfWork, queries)),
          new WalletCheck(fragment.statement, queries),
          new OrderCheck(queries, config.shop.deliveryDeadlineMs + HOUR_MS),
        ];
        return new ShopChecks(constant, unitOfWork, panels, accounts);
      },
      [T.gateways, T.unitOfWork, T.reconciliationQueries, T.fragment, T.config, T.panels, T.panelAccountQueries],
    )
    .inSingletonScope();
  bindClass(options, T.reconcile, Reconcile, [T.unitOfWork, T.checks, T.discrepancyBook, T.clock, T.metrics, T.logger]);
  options
    .bind(T.watchWebhooks)
    .toResolvedValue(
      (unitOfWork, queries, gateways, alerts, clock, config) => new WatchWebhooks(unitOfWork, queries, gateways, alerts, clock, config.publicUrl !== undefined),
      [T.unitOfWork, T.reconciliationQueries, T.gateways, T.operatorAlerts, T.clock, T.config],
    )
    .inSingletonScope();
  options
    .bind(T.runRoutines)
    .toResolvedValue(
      (unitOfWork, reconcile, watchWebhooks, collectStarCharges, measureUsage, clock, logger) => {
        const routines: readonly Routine[] = [
          { name: 'star-charges', everyMs: 5 * MINUTE_MS, run: () => collectStarCharges.execute() },
          { name: 'webhooks', everyMs: HOUR_MS, run: () => watchWebhooks.execute() },
          { name: 'usage', everyMs: 15 * MINUTE_MS, run: () => measureUsage.execute() },
          { name: 'reconciliation', everyMs: 24 * HOUR_MS, run: () => compareAll(reconcile) },
        ];
        return new RunRoutines(unitOfWork, routines, clock, logger);
      },
      [T.unitOfWork, T.reconcile, T.watchWebhooks, T.collectStarCharges, T.measureUsage, T.clock, T.logger],
    )
    .inSingletonScope();
});

/** A side that could not be asked is asked again before the day is over. */
async function compareAll(reconcile: Reconcile): Promise<void> {
  const { failed } = await reconcile.execute({ days: DAYS_COMPARED });
  if (failed.length > 0) throw new Error(`not compared: ${failed.map(({ source }) => source).join(', ')}`);
}
