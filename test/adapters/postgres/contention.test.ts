import { expect } from 'chai';
import { PostgresLedgerAudit } from '#adapters/outbound/postgres/queries/postgres-ledger-audit.js';
import { PostgresUnitOfWork } from '#adapters/outbound/postgres/unit-of-work.js';
import { Payment } from '#domain/payments/payment.js';
import { StarFulfilment } from '#domain/stars/star-fulfilment.js';
import { hold, InsufficientFunds, release, topUp, type Transfer } from '#domain/wallet/ledger.js';
import { aCustomer } from '../../builders/a-customer.js';
import { anInvoice } from '../../builders/a-payment.js';
import { anOrder } from '../../builders/an-order.js';
import { nextId, nextUserId } from '../../builders/next-id.js';
import { minutesAfter, NOW } from '../../builders/now.js';
import { ton } from '../../builders/ton.js';
import { onServer, testDatabase, type TestDatabase } from '../../support/database.js';
import { noJobs } from './kit/no-jobs.js';

const ROUNDS = 3;

describe('many hands in one purse', () => {
  let database: TestDatabase;
  let unitOfWork: PostgresUnitOfWork;

  beforeEach(async function () {
    this.timeout(60_000);
    database = await testDatabase();
    unitOfWork = new PostgresUnitOfWork(database, noJobs);
  });

  /** A person whose top-up of this much was paid. */
  const aPayer = async (decimal: string): Promise<number> => {
    const userId = nextUserId();
    const amount = ton(decimal);
    const invoice = anInvoice();
    const payment = Payment.open({ id: nextId(), userId, gateway: 'heleket', amount, now: NOW }).invoiced(invoice, minutesAfter(1));
    await unitOfWork.run(async (tx) => {
      await tx.users.save(aCustomer({ userId }), NOW);
      await tx.payments.add(payment);
      await tx.ledger.post(topUp({ gateway: 'heleket', chargeId: invoice.invoiceId, userId, amount, total: amount }));
      await tx.payments.save(payment.moved('credited', { credited: amount, nextAttemptAt: undefined }));
    });
    return userId;
  };

  const buy = (userId: number): Promise<void> =>
    unitOfWork.run(async (tx) => {
      const order = anOrder({ userId, price: ton('1') });
      await tx.orders.add(order);
      await tx.ledger.post(hold(order.id, userId, order.price));
      await tx.orders.save(order.moved('paid'));
      await tx.fulfilments.add(StarFulfilment.queue(order.id, NOW));
    });

  const brokenRules = async (): Promise<readonly string[]> => {
    const checks = await new PostgresLedgerAudit(database).verify();
    return checks.filter((check) => check.violations.length > 0).map((check) => check.title);
  };

  it('changes of one setting at once all count', async () => {
    const count = (): Promise<void> =>
      unitOfWork.run(async (tx) => {
        const before = Number((await tx.settings.lock('counted')) ?? 0);
        await tx.settings.save('counted', before + 1);
      });
    await unitOfWork.run((tx) => tx.settings.save('counted', 0));
    await Promise.all(Array.from({ length: 20 }, count));
    expect(await unitOfWork.run((tx) => tx.settings.find('counted'))).to.equal(20);
  });

  it('of two hundred purchases at once exactly as many succeed as the money allows', async function () {
    this.timeout(60_000);
    for (let round = 0; round < ROUNDS; round += 1) {
      const funds = 5 + round;
      const userId = await aPayer(`${funds}.5`);
      const purchases = await Promise.allSettled(Array.from({ length: 200 }, () => buy(userId)));
      const refusals = purchases.flatMap((purchase) => (purchase.status === 'rejected' ? [purchase.reason as unknown] : []));
      expect(refusals.filter((reason) => !(reason instanceof InsufficientFunds))).to.deep.equal([]);
      expect(purchases.length - refusals.length).to.equal(funds);
      const { available, held } = await unitOfWork.run((tx) => tx.ledger.balance(userId, 'TON'));
      expect([available.toString(), held.toString()]).to.deep.equal(['0.5 TON', `${funds} TON`]);
    }
    expect(await brokenRules()).to.deep.equal([]);
  });

  it('buying, topping up and getting money back at once loses no coin, and nobody has to begin again', async function () {
    this.timeout(60_000);
    const userId = await aPayer('100');
    const returned = Array.from({ length: 40 }, () => nextId());
    for (const orderId of returned) await unitOfWork.run((tx) => tx.ledger.post(hold(orderId, userId, ton('1'))));
    let begun = 0;
    const post = (transfer: Transfer) =>
      unitOfWork.run((tx) => {
        begun += 1;
        return tx.ledger.post(transfer);
      });
    await Promise.all(
      returned.flatMap((orderId) => [
        post(release(orderId, userId, ton('1'))),
        post(hold(nextId(), userId, ton('1'))),
        post(topUp({ gateway: 'wata', chargeId: nextId(), userId, amount: ton('3'), total: ton('3') })),
      ]),
    );
    const { available, held } = await unitOfWork.run((tx) => tx.ledger.balance(userId, 'TON'));
    expect([available.toString(), held.toString()]).to.deep.equal(['180 TON', '40 TON']);
    expect(begun).to.equal(120);
  });

  if (onServer) {
    it('two that wait for each other both end, and nobody hears of it', async () => {
      const [vera, oleg] = [await aPayer('5'), await aPayer('5')];
      const meeting = new Meeting(2);
      const cross = (first: number, second: number): Promise<unknown> =>
        unitOfWork.run(async (tx) => {
          await tx.ledger.post(hold(nextId(), first, ton('1')));
          await meeting.arrive();
          await tx.ledger.post(hold(nextId(), second, ton('1')));
        });
      await Promise.all([cross(vera, oleg), cross(oleg, vera)]);
      expect(meeting.arrivals, 'one of them had to begin again').to.equal(3);
      for (const userId of [vera, oleg]) {
        const { available, held } = await unitOfWork.run((tx) => tx.ledger.balance(userId, 'TON'));
        expect([available.toString(), held.toString()]).to.deep.equal(['3 TON', '2 TON']);
      }
    });
  }
});

/** Holds everybody back until so many have arrived; later ones pass. */
class Meeting {
  arrivals = 0;
  private open: () => void = () => undefined;
  private readonly complete = new Promise<void>((resolve) => {
    this.open = resolve;
  });

  constructor(private readonly expected: number) {}

  arrive(): Promise<void> {
    this.arrivals += 1;
    if (this.arrivals === this.expected) this.open();
    return this.complete;
  }
}
