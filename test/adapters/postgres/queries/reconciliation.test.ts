import { expect } from 'chai';
import { MemoryPaymentGateway } from '#adapters/outbound/memory/providers/memory-payment-gateway.js';
import { MemoryWalletStatement } from '#adapters/outbound/memory/providers/memory-wallet-statement.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryLogger } from '#adapters/outbound/memory/runtime/memory-logger.js';
import { MemoryMetrics } from '#adapters/outbound/memory/runtime/memory-metrics.js';
import { SequentialIds } from '#adapters/outbound/memory/runtime/sequential-ids.js';
import { PostgresReconciliationQueries } from '#adapters/outbound/postgres/queries/postgres-reconciliation-queries.js';
import { PostgresUnitOfWork } from '#adapters/outbound/postgres/unit-of-work.js';
import { topUp } from '#domain/wallet/ledger.js';
import { OperatorAlerts } from '#use-cases/operations/operator-alerts.js';
import { DiscrepancyBook } from '#use-cases/reconciliation/discrepancy-book.js';
import { GatewayCheck } from '#use-cases/reconciliation/checks/gateway-check.js';
import { OrderCheck } from '#use-cases/reconciliation/checks/order-check.js';
import { Reconcile, type ReconciliationReport } from '#use-cases/reconciliation/reconcile.js';
import { WalletCheck } from '#use-cases/reconciliation/checks/wallet-check.js';
import { aCustomer } from '../../../builders/a-customer.js';
import { minutesAfter, NOW } from '../../../builders/now.js';
import { ton } from '../../../builders/ton.js';
import { onServer, testDatabase, type TestDatabase } from '../../../support/database.js';
import { aYearOfSales, movementsOf, store, tellGateway, type Year } from '../kit/a-year-of-sales.js';
import { noJobs } from '../kit/no-jobs.js';

const ORDERS = onServer ? 10_000 : 2_000;
const WRONG = 100;
/** Those the shop mends by itself are nobody's business yet. */
const MENDED = /^(credit-lost|paid-after-expiry) /;

describe(`reconciliation of ${ORDERS} orders`, function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let year: Year;
  const clock = new FixedClock(NOW);
  const gateway = new MemoryPaymentGateway();
  const wallet = new MemoryWalletStatement();

  before(async () => {
    database = await testDatabase();
    year = aYearOfSales(ORDERS, WRONG);
    await store(database, year);
    tellGateway(gateway, year);
    wallet.movements.push(...movementsOf(year));
  });

  function reconcile(): Reconcile {
    const unitOfWork = new PostgresUnitOfWork(database, noJobs);
    const queries = new PostgresReconciliationQueries(database);
    const named = { movementsSince: (since: Date) => wallet.movementsSince(since), referenceOf: ({ fingerprint }: { fingerprint: string }) => fingerprint };
    const checks = [new GatewayCheck(gateway, unitOfWork, queries), new WalletCheck(named, queries), new OrderCheck(queries, 2 * 60 * 60_000)];
    return new Reconcile(unitOfWork, { checks: async () => checks }, new DiscrepancyBook(new OperatorAlerts([7]), new SequentialIds()), clock, new MemoryMetrics(), new MemoryLogger());
  }
  const found = ({ open }: ReconciliationReport): readonly string[] => open.map(({ kind, subject }) => `${kind} ${subject}`).toSorted();

  it(`finds each of ${WRONG} planted differences of twelve kinds, no other`, async () => {
    expect(new Set(year.planted.map((one) => one.split(' ')[0])).size).to.equal(12);
    const report = await reconcile().execute({ days: 4 });
    expect(found(report)).to.deep.equal(year.planted.toSorted());
    expect(report.compared).to.include({ 'heleket payments': ORDERS, 'wallet attempts': ORDERS, orders: ORDERS });
    expect(report.failed).to.deep.equal([]);
  });

  it('tells the operators of each once, however often it runs', async () => {
    const told = async (): Promise<number> => Number((await database.knex('outbox').count('id as told'))[0]?.told ?? 0);
    const needsPerson = year.planted.filter((one) => !MENDED.test(one)).length;
    expect(await told()).to.equal(needsPerson);
    clock.advance(60_000);
    expect(found(await reconcile().execute({ days: 4 }))).to.deep.equal(year.planted.toSorted());
    expect(await told()).to.equal(WRONG);
    clock.advance(60_000);
    await reconcile().execute({ days: 4 });
    expect(await told()).to.equal(WRONG);
  });

  it('knows whether payments came and whether anybody said so', async () => {
    const fresh = await testDatabase();
    const unitOfWork = new PostgresUnitOfWork(fresh, noJobs);
    const arrivals = (since: Date) => new PostgresReconciliationQueries(fresh).arrivals('heleket', since);
    await unitOfWork.run(async (tx) => {
      await tx.users.save(aCustomer({ userId: 1 }), NOW);
      await tx.ledger.post(topUp({ gateway: 'heleket', chargeId: 'c', userId: 1, amount: ton('1'), total: ton('1') }));
      await tx.ledger.post(topUp({ gateway: 'other', chargeId: 'c', userId: 1, amount: ton('1'), total: ton('1') }));
    });
    expect(await arrivals(minutesAfter(-1))).to.deep.equal({ credits: 1, webhooks: false });
    expect(await arrivals(new Date(Date.now() + 60_000))).to.deep.equal({ credits: 0, webhooks: false });
    await unitOfWork.run((tx) => tx.inbox.add({ source: 'heleket', eventKey: 'e', body: new Uint8Array(), receivedAt: NOW }));
    expect(await arrivals(minutesAfter(-1))).to.deep.equal({ credits: 1, webhooks: true });
    expect((await arrivals(minutesAfter(1))).webhooks).to.equal(false);
  });
});
