import { MemoryReconciliationQueries } from '#adapters/outbound/memory/persistence/queries/memory-reconciliation-queries.js';
import { MemoryWalletStatement } from '#adapters/outbound/memory/providers/memory-wallet-statement.js';
import { BALANCE } from '#domain/orders/order.js';
import { OperatorAlerts } from '#use-cases/operations/operator-alerts.js';
import { AcceptDiscrepancy } from '#use-cases/reconciliation/accept-discrepancy.js';
import { DiscrepancyBook } from '#use-cases/reconciliation/discrepancy-book.js';
import { GatewayCheck } from '#use-cases/reconciliation/checks/gateway-check.js';
import { OrderCheck } from '#use-cases/reconciliation/checks/order-check.js';
import { Reconcile, type ReconciliationReport } from '#use-cases/reconciliation/reconcile.js';
import { aShop, OPERATOR, type TestShop } from '../../builders/shop/a-shop.js';
import { letTimePass, runJobs } from '../../builders/shop/run-jobs.js';
import { WalletCheck } from '#use-cases/reconciliation/checks/wallet-check.js';
import { ton } from '../../builders/ton.js';
import { VERA } from '../checkout/a-buyer.js';
import { aPurchase } from '../refunds/a-refund.js';

const TWO_HOURS_MS = 2 * 60 * 60_000;

/** A shop in which one top-up was credited and one order delivered, and everything that compares its books. */
export class Comparison {
  readonly shop: TestShop = aShop();
  readonly wallet = new MemoryWalletStatement();
  readonly queries = new MemoryReconciliationQueries(this.shop.memory);
  readonly reconcile: Reconcile;
  readonly accept = new AcceptDiscrepancy(this.shop.unitOfWork, this.shop.clock);

  constructor() {
    const { shop, queries } = this;
    const checks = [new GatewayCheck(shop.gateway, shop.unitOfWork, queries), new WalletCheck(this.wallet, queries), new OrderCheck(queries, TWO_HOURS_MS)];
    const book = new DiscrepancyBook(new OperatorAlerts([OPERATOR]), shop.ids);
    this.reconcile = new Reconcile(shop.unitOfWork, { checks: async () => checks }, book, shop.clock, shop.metrics, shop.logger);
  }

  /** A top-up that was paid and credited; answers its payment. */
  async toppedUp(): Promise<string> {
    const { shop } = this;
    await shop.welcomeCustomer.execute({ profile: { userId: VERA, username: 'vera', firstName: 'Вера', languageCode: 'ru' } });
    const paymentId = await this.invoiced();
    shop.gateway.pay(paymentId, ton('10'));
    await shop.settlePayment.execute({ paymentId });
    return paymentId;
  }

  async invoiced(): Promise<string> {
    return (await this.shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: '10' })).id;
  }

  /** A delivered order whose payment the chain shows; answers the order and the attempt that paid for it. */
  async delivered(): Promise<{ readonly orderId: string; readonly attemptId: string }> {
    const { shop } = this;
    const { orderId } = await aPurchase(shop, BALANCE);
    await runJobs(shop);
    await letTimePass(shop, 3);
    const attempt = shop.memory.committed.attempts.where((row) => row.orderId === orderId)[0]?.attempt;
    if (!attempt) throw new Error('nothing was paid for the order');
    this.wallet.movements.push({ reference: attempt.fingerprint, evidence: `tx:${attempt.id}`, at: shop.clock.now(), paid: attempt.cost, fee: shop.stars.fee });
    return { orderId, attemptId: attempt.id };
  }

  /** Compares when everything that was under way has had its time. */
  async run(days = 4): Promise<ReconciliationReport> {
    this.shop.clock.advance(60 * 60_000);
    return this.reconcile.execute({ days });
  }

  /** What was found, in short. */
  async found(): Promise<readonly string[]> {
    return (await this.run()).open.map(({ kind, subject }) => `${kind} ${subject}`);
  }

  async alerts(): Promise<readonly string[]> {
    await this.shop.deliverNotices.execute();
    return this.shop.notifier.toldTo(OPERATOR).map((notice) => (notice.kind === 'operator-alert' ? notice.alert : notice.kind));
  }
}
