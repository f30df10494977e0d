import { expect } from 'chai';
import { MemoryPaymentGateway } from '#adapters/outbound/memory/providers/memory-payment-gateway.js';
import { PostgresLedgerAudit } from '#adapters/outbound/postgres/queries/postgres-ledger-audit.js';
import { PostgresUnitOfWork } from '#adapters/outbound/postgres/unit-of-work.js';
import { Money } from '#domain/shared/money.js';
import { noJobs } from '../../adapters/postgres/kit/no-jobs.js';
import { aShop, aWorld, type TestShop, type World } from '../../builders/shop/a-shop.js';
import { MAIN_PANEL, SECRETS, stockVpn } from '../../builders/shop/vpn-desk.js';
import { ton } from '../../builders/ton.js';
import { testDatabase, type TestDatabase } from '../../support/database.js';
import { ANNA, aPerson, DAY_MS, onlySubscription, stateOf, wallet } from '../../use-cases/vpn/a-subscriber.js';

const DAY = 86_400;

describe('two hands on one subscription', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let world: World;
  let shop: TestShop;

  /** Another process of the shop, on the same database and before the same panel. */
  const open = (): TestShop => aShop({ world, unitOfWork: new PostgresUnitOfWork(database, noJobs) });

  beforeEach(async () => {
    database = await testDatabase();
    world = aWorld();
    shop = open();
    await stockVpn(shop.unitOfWork);
    await aPerson(shop, ANNA, '0');
    const payment = await shop.startTopUp.execute({ userId: ANNA, gateway: 'heleket', amount: '100' });
    world.gateway.pay(payment.id, ton('100'));
    await shop.settlePayment.execute({ paymentId: payment.id });
  });
  afterEach(async () => {
    const checks = await new PostgresLedgerAudit(database).verify();
    expect(checks.filter(({ violations }) => violations.length > 0).map(({ title }) => title)).to.deep.equal([]);
  });

  const draft = async (subscriptionId?: string): Promise<string> => (await shop.draftSubscription.execute({ userId: ANNA, planId: 'month', subscriptionId })).id;
  const buy = async (subscriptionId?: string): Promise<string> => {
    const orderId = await draft(subscriptionId);
    await shop.confirmOrder.execute({ userId: ANNA, orderId });
    return orderId;
  };
  const sync = async (hands = 4): Promise<void> => {
    const refs = await shop.unitOfWork.run((tx) => tx.vpnAccounts.due(new Date(shop.clock.now().getTime() + 1), 100));
    await Promise.all(Array.from({ length: hands }, () => open()).flatMap((one) => refs.map((ref) => one.syncAccount.execute(ref))));
  };
  const atPanel = (id: string) => world.panel.accounts.get(SECRETS.keyOf(id))?.spec;

  it('two hundred taps on the trial give it once (case 83)', async () => {
    const shops = [open(), open(), open()];
    const taps = await Promise.allSettled(Array.from({ length: 200 }, (_, tap) => (shops[tap % 3] ?? shop).beginTrial.execute({ userId: ANNA })));
    const reasons = taps.flatMap((tap) => (tap.status === 'rejected' ? [(tap.reason as Error).name] : []));
    expect(new Set(reasons)).to.deep.equal(new Set(['TrialTaken']));
    expect(reasons).to.have.lengthOf(199);
    await sync();
    expect(world.panel.accounts.size).to.equal(1);
  });

  it('ten extensions at once add up, and two workers tell the panel the last of them (case 75)', async () => {
    await buy();
    await sync();
    const { id, expiresAt } = await onlySubscription(shop);
    const orders = await Promise.all(Array.from({ length: 10 }, () => draft(id)));
    await Promise.all([...orders.map((orderId) => open().confirmOrder.execute({ userId: ANNA, orderId })), sync(2)]);
    await sync();
    await sync();
    const after = await onlySubscription(shop);
    expect(after.expiresAt.getTime() - expiresAt.getTime()).to.equal(10 * 30 * DAY * 1000);
    expect(atPanel(id)?.expiresAt).to.deep.equal(after.expiresAt);
    expect(await wallet(shop)).to.equal('78 + 0');
  });

  it('twenty workers renew a period once (case 78)', async () => {
    await buy();
    await sync();
    const { id, expiresAt } = await onlySubscription(shop);
    await shop.chooseRenewal.execute({ userId: ANNA, subscriptionId: id, renews: true });
    world.clock.advance(29 * DAY_MS + 60_000);
    await Promise.all(Array.from({ length: 20 }, () => open().attendSubscription.execute({ subscriptionId: id })));
    await sync();
    expect((await onlySubscription(shop)).expiresAt.getTime()).to.equal(expiresAt.getTime() + 30 * DAY_MS);
    expect(await wallet(shop)).to.equal('96 + 0');
  });

  it('a kept card is charged once for a period, whoever looks at it', async () => {
    const capabilities = { refund: true, underpay: false, overpay: false, savedMethod: true };
    world = { ...world, gateway: new MemoryPaymentGateway({ id: 'yookassa', currencies: ['RUB'], capabilities }) };
    shop = open();
    world.gateway.methods.add('card');
    await buy();
    await sync();
    const { id } = await onlySubscription(shop);
    await shop.unitOfWork.run(async (tx) => {
      const subscription = await tx.subscriptions.lock(id);
      if (subscription) await tx.subscriptions.save(subscription.renewedBy({ way: 'saved', gateway: 'yookassa', token: 'card', label: '•• 4444' }));
    });
    world.clock.advance(29 * DAY_MS + 60_000);
    await Promise.all(Array.from({ length: 10 }, () => open().attendSubscription.execute({ subscriptionId: id })));
    const due = await shop.unitOfWork.run((tx) => tx.payments.due(new Date(world.clock.now().getTime() + 3_600_000), 10));
    expect(due).to.have.lengthOf(1);
    await Promise.all(Array.from({ length: 6 }, () => open().settlePayment.execute({ paymentId: due[0] ?? '' })));
    await sync();
    expect(world.gateway.invoices.size).to.equal(1);
    expect(await wallet(shop, ANNA, Money.zero('RUB'))).to.equal('0 + 0');
    expect((await onlySubscription(shop)).expiresAt.getTime()).to.be.greaterThan(world.clock.now().getTime() + 30 * DAY_MS);
  });

  it('money that goes back at the deadline and a panel that answers at that moment end in one of the two', async () => {
    for (let round = 0; round < 6; round += 1) {
      const orderId = await buy();
      world.clock.advance(25 * 3_600_000);
      await Promise.all([sync(2), ...[1, 2, 3].map(() => open().giveBackOverdue.execute({ orderId }))]);
      await sync();
      await sync();
      const state = await stateOf(shop, orderId);
      const own = await shop.unitOfWork.run((tx) => tx.subscriptions.ofUser(ANNA));
      expect(['delivered', 'failed']).to.include(state);
      expect(world.panel.accounts.size).to.equal(own.length);
      for (const { id } of own) await shop.cancelSubscription.execute({ subscriptionId: id, policy: 'keep' });
      await sync();
      expect(world.panel.accounts.size).to.equal(0);
    }
  });

  it('a panel never gets more newcomers than it takes', async () => {
    await shop.unitOfWork.run((tx) => tx.panels.save({ ...MAIN_PANEL, capacity: 5 }));
    const orders = await Promise.all(Array.from({ length: 12 }, () => draft()));
    const outcomes = await Promise.allSettled(orders.map((orderId) => open().confirmOrder.execute({ userId: ANNA, orderId })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.lengthOf(5);
    expect(await wallet(shop)).to.equal('90 + 10');
    await sync();
    expect(world.panel.accounts.size).to.equal(5);
  });

  it('a cancellation gives the money back once, whoever gives the command', async () => {
    await buy();
    await sync();
    const { id } = await onlySubscription(shop);
    const cancellations = await Promise.all(Array.from({ length: 8 }, () => open().cancelSubscription.execute({ subscriptionId: id, policy: 'pro-rata' })));
    expect(cancellations.filter((back) => back.length > 0)).to.have.lengthOf(1);
    expect(await wallet(shop)).to.equal('100 + 0');
  });
});
