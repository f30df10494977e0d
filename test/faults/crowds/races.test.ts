import { expect } from 'chai';
import { PostgresLedgerAudit } from '#adapters/outbound/postgres/queries/postgres-ledger-audit.js';
import { PostgresUnitOfWork } from '#adapters/outbound/postgres/unit-of-work.js';
import { BALANCE } from '#domain/orders/order.js';
import { topUp } from '#domain/wallet/ledger.js';
import type { PaymentRepository } from '#use-cases/ports/persistence/money/payment-repository.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import type { PaymentGateway } from '#use-cases/ports/providers/payment-gateway.js';
import { noJobs } from '../../adapters/postgres/kit/no-jobs.js';
import { aCustomer } from '../../builders/a-customer.js';
import { aShop, aWorld, type TestShop, type World } from '../../builders/shop/a-shop.js';
import { NOW } from '../../builders/now.js';
import { ton } from '../../builders/ton.js';
import { onServer, testDatabase, type TestDatabase } from '../../support/database.js';
import { until } from '../../e2e/support/until.js';
import { VERA, wallet } from '../../use-cases/checkout/a-buyer.js';

const PRICE = '2.1375';
const ROUNDS = 8;

describe('two hands at one moment', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let world: World;
  let shop: TestShop;

  const open = (gateway?: PaymentGateway, unitOfWork: UnitOfWork = new PostgresUnitOfWork(database, noJobs)): TestShop => aShop({ world, unitOfWork, ...(gateway ? { gateway } : {}) });
  /** The gateway, which says what it said some time ago. */
  const behind = (word: object): PaymentGateway =>
    new Proxy(shop.gateway, { get: (target, name) => (name === 'fetch' ? () => Promise.resolve(word) : (Reflect.get(target, name, target) as unknown)) });

  beforeEach(async () => {
    database = await testDatabase();
    world = aWorld();
    shop = open();
    await shop.welcomeCustomer.execute({ profile: { userId: VERA, username: 'vera', firstName: 'Вера', languageCode: 'ru' } });
  });

  const topUpWith = async (amount: string): Promise<void> => {
    const payment = await shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount });
    shop.gateway.pay(payment.id, ton(amount));
    await shop.settlePayment.execute({ paymentId: payment.id });
  };
  const draft = async (): Promise<string> => {
    const { id } = await shop.draftOrder.execute({ userId: VERA, stars: '100', method: BALANCE });
    await shop.chooseRecipient.execute({ userId: VERA, orderId: id, username: 'bobby' });
    return id;
  };
  const confirm = (orderId: string, method: string) => open().confirmOrder.execute({ userId: VERA, orderId, method });
  const awaiting = async (): Promise<{ orderId: string; paymentId: string }> => {
    const orderId = await draft();
    const { payment } = await confirm(orderId, 'heleket');
    return { orderId, paymentId: payment?.id ?? '' };
  };
  const stateOf = (id: string) => shop.unitOfWork.run(async (tx) => (await tx.orders.get(id)).state);
  const deliveriesOf = (id: string): number => shop.stars.effects.deliveries.filter((delivery) => delivery.orderId === id).length;
  const broken = async (): Promise<readonly string[]> =>
    (await new PostgresLedgerAudit(database).verify()).filter((check) => check.violations.length > 0).map((check) => check.title);
  const failures = async (work: readonly Promise<unknown>[]): Promise<readonly string[]> =>
    (await Promise.allSettled(work)).flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as Error).name] : []));

  it('paying from the balance and through the gateway is one of the two', async () => {
    await topUpWith('100');
    for (let round = 0; round < ROUNDS; round += 1) {
      const orderId = await draft();
      const taps = Array.from({ length: 6 }, (_, tap) => confirm(orderId, tap % 2 === 0 ? BALANCE : 'heleket'));
      const methods = new Set((await Promise.all(taps)).map(({ order }) => order.method));
      expect(methods.size).to.equal(1);
      const payment = await shop.unitOfWork.run((tx) => tx.payments.findByOrder(orderId));
      expect(payment !== undefined).to.equal(methods.has('heleket'));
      if (payment) {
        shop.gateway.pay(payment.id, ton(PRICE));
        await shop.settlePayment.execute({ paymentId: payment.id });
      }
      await shop.fulfilStars.execute({ orderId });
      expect([await stateOf(orderId), deliveriesOf(orderId)]).to.deep.equal(['delivered', 1]);
    }
    expect(await broken()).to.deep.equal([]);
  });

  it('cancelling and paying is either a delivery or money on the balance', async () => {
    let kept = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const { orderId, paymentId } = await awaiting();
      shop.gateway.pay(paymentId, ton(PRICE));
      const refused = await failures([
        shop.cancelOrder.execute({ userId: VERA, orderId }),
        open().settlePayment.execute({ paymentId }),
        open().settlePayment.execute({ paymentId }),
      ]);
      expect(refused.filter((name) => name !== 'OrderNotOpen')).to.deep.equal([]);
      await shop.fulfilStars.execute({ orderId });
      const state = await stateOf(orderId);
      expect([deliveriesOf(orderId), refused.length]).to.deep.equal(state === 'cancelled' ? [0, 0] : [1, 1]);
      if (state === 'cancelled') kept += 1;
    }
    expect((await wallet(shop)).available).to.equal(ton(PRICE).times(BigInt(kept)).toDecimal());
    expect(await broken()).to.deep.equal([]);
  });

  it('an old word and a new one about a payment leave the new one standing (case 4)', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { orderId, paymentId } = await awaiting();
      shop.gateway.say(paymentId, { state: 'expired', final: true });
      const stale = { ...shop.gateway.invoices.get(paymentId) };
      shop.gateway.pay(paymentId, ton(PRICE));
      await Promise.all([open(behind(stale)).settlePayment.execute({ paymentId }), open().settlePayment.execute({ paymentId })]);
      const state = await shop.unitOfWork.run(async (tx) => (await tx.payments.get(paymentId)).state);
      await shop.fulfilStars.execute({ orderId });
      expect([state, deliveriesOf(orderId)]).to.deep.equal(['credited', (await stateOf(orderId)) === 'expired' ? 0 : 1]);
    }
    expect(await broken()).to.deep.equal([]);
  });

  // Only a server has two transactions open at once.
  if (onServer) {
    it('who settles a payment reads it when nobody else is about to change it', async () => {
      const { id } = await shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: '10' });
      shop.gateway.say(id, { state: 'expired', final: true });
      const stale = { ...shop.gateway.invoices.get(id) };
      shop.gateway.pay(id, ton('10'));
      const payment = await shop.unitOfWork.run((tx) => tx.payments.get(id));
      const [hasRead, mayWrite] = [gate(), gate()];
      const slow = new SlowAfterReading(shop.unitOfWork, async () => {
        hasRead.open();
        await mayWrite.passed;
      });
      const first = open(behind(stale), slow).settlePayment.settle(payment);
      await hasRead.passed;
      let isOver = false;
      const second = open().settlePayment.settle(payment).finally(() => (isOver = true));
      await until(async () => (isOver || (await someoneWaits()) ? true : undefined), () => 'the second neither waits nor ends');
      mayWrite.open();
      await Promise.all([first, second]);
      const { state } = await shop.unitOfWork.run((tx) => tx.payments.get(id));
      expect([state, (await wallet(shop)).available]).to.deep.equal(['credited', '10']);
      expect(await broken()).to.deep.equal([]);
    });
  }

  const someoneWaits = async (): Promise<boolean> => {
    const { rows } = await database.knex.raw<{ rows: unknown[] }>('SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = \'Lock\'');
    return rows.length > 0;
  };

  it('a second payment while the first one\'s stars are on their way is credited, and nobody waits for ever', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { orderId, paymentId } = await awaiting();
      shop.gateway.pay(paymentId, ton(PRICE));
      await shop.settlePayment.execute({ paymentId });
      shop.gateway.pay(paymentId, ton('4.275'), { providerStatus: 'paid_over' });
      await Promise.all([open().fulfilStars.execute({ orderId }), open().settlePayment.execute({ paymentId }), open().settlePayment.execute({ paymentId })]);
      expect([await stateOf(orderId), deliveriesOf(orderId)]).to.deep.equal(['delivered', 1]);
    }
    expect(await wallet(shop)).to.deep.equal({ available: ton(PRICE).times(BigInt(ROUNDS)).toDecimal(), held: '0' });
    expect(await broken()).to.deep.equal([]);
  });

  it('the first money that ever comes through a gateway may come for many people at once', async () => {
    const people = Array.from({ length: 12 }, (_, n) => 5_000 + n);
    await shop.unitOfWork.run(async (tx) => {
      for (const userId of people) await tx.users.save(aCustomer({ userId }), NOW);
    });
    const amount = ton('1');
    const post = (userId: number, charge: number) =>
      open().unitOfWork.run((tx) => tx.ledger.post(topUp({ gateway: 'newcomer', chargeId: `${userId}-${charge}`, userId, amount, total: amount })));
    const posted = await Promise.all(people.flatMap((userId) => [0, 1, 2, 0, 1, 2].map((charge) => post(userId, charge))));
    expect(posted.filter((outcome) => outcome === 'posted')).to.have.length(people.length * 3);
    for (const userId of people) {
      const { available } = await shop.unitOfWork.run((tx) => tx.ledger.balance(userId, 'TON'));
      expect(available.toString()).to.equal('3 TON');
    }
    const { rows } = await database.knex.raw<{ rows: { count: string }[] }>(`SELECT count(*) FROM ledger_accounts WHERE kind = 'gateway:newcomer'`);
    expect(rows[0]?.count).to.equal('1');
  });

  it('many workers over many orders pay for each of them once, one at a time', async () => {
    await topUpWith('100');
    const orders: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      const orderId = await draft();
      await confirm(orderId, BALANCE);
      orders.push(orderId);
    }
    for (let round = 0; round < 12; round += 1) {
      await Promise.all([...orders, ...orders].map((orderId) => open().fulfilStars.execute({ orderId })));
      world.clock.advance(10_000);
    }
    expect(await Promise.all(orders.map(stateOf))).to.deep.equal(orders.map(() => 'delivered'));
    expect(shop.stars.effects.payments.map((payment) => payment.orderId).sort()).to.deep.equal([...orders].sort());
    expect(await broken()).to.deep.equal([]);
  });
});

function gate(): { readonly open: () => void; readonly passed: Promise<void> } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { open, passed };
}

/** Transactions that dwell on the payment they have read before they go on. */
class SlowAfterReading implements UnitOfWork {
  constructor(
    private readonly inner: UnitOfWork,
    private readonly dwell: () => Promise<void>,
  ) {}

  run<Result>(work: Parameters<UnitOfWork['run']>[0]): Promise<Result> {
    return this.inner.run((tx) => work({ ...tx, payments: this.slow(tx.payments) })) as Promise<Result>;
  }

  private slow(payments: PaymentRepository): PaymentRepository {
    const reads = (name: string | symbol): name is 'lock' | 'get' => name === 'lock' || name === 'get';
    return new Proxy(payments, {
      get: (target, name) => {
        if (!reads(name)) return (Reflect.get(target, name) as (...given: unknown[]) => unknown).bind(target);
        return async (id: string) => {
          const payment = await target[name](id);
          await this.dwell();
          return payment;
        };
      },
    });
  }
}
