import { expect } from 'chai';
import type { Refund } from '#domain/refunds/refund.js';
import { MemoryReconciliationQueries } from '#adapters/outbound/memory/persistence/queries/memory-reconciliation-queries.js';
import { OperatorAlerts } from '#use-cases/operations/operator-alerts.js';
import { GatewayCheck } from '#use-cases/reconciliation/checks/gateway-check.js';
import { lastDays } from '#use-cases/reconciliation/checks/window.js';
import { WatchWebhooks } from '#use-cases/reconciliation/watch-webhooks.js';
import { MemoryPaymentGateways } from '#adapters/outbound/memory/providers/memory-payment-gateways.js';
import { OPERATOR } from '../../../builders/shop/a-shop.js';
import { StarsWorld } from '../../../contracts/payments/stars/stars-world.js';

describe('Stars that were paid', () => {
  let world: StarsWorld;
  let id: string;
  beforeEach(async () => {
    world = await StarsWorld.open();
    ({ id } = await world.invoiced());
    await world.tapPay(id, { unasked: true });
    await world.lab.pump();
    await world.work();
  });
  afterEach(() => world.close());

  const ask = (): Promise<Refund> => world.shop.requestRefund.execute({ paymentId: id, destination: '', reason: 'asked for it', force: false });
  const stateOf = async ({ id: refundId }: Refund): Promise<string> => (await world.shop.unitOfWork.run((tx) => tx.refunds.get(refundId))).state;
  const givenBack = (): number => world.till().filter(({ kind }) => kind === 'refund').length;

  it('go back to whoever paid them when an operator says so', async () => {
    const refund = await ask();
    await world.shop.settleRefund.execute({ refundId: refund.id });
    await world.work();
    expect([await stateOf(refund), (await world.payment(id)).state, await world.balance(), givenBack()]).to.deep.equal(['done', 'refunded', '0', 1]);
    await world.lab.pump();
    await world.work();
    expect(await world.balance()).to.equal('0');
    expect(await world.alerts()).to.deep.equal([]);
  });

  it('go back once where the answer is lost: Telegram itself tells that they did', async () => {
    const refund = await ask();
    world.line.lose('refund');
    await world.shop.settleRefund.execute({ refundId: refund.id });
    expect([await stateOf(refund), givenBack()]).to.deep.equal(['unknown', 1]);
    await world.lab.pump();
    await world.work();
    expect([await stateOf(refund), (await world.payment(id)).state, await world.balance(), givenBack()]).to.deep.equal(['done', 'refunded', '0', 1]);
  });

  it('agree with the books, and what nobody was credited for shows', async () => {
    const queries = new MemoryReconciliationQueries(world.lab.shop.memory);
    const check = new GatewayCheck(world.gateway, world.lab.shop.memory, queries);
    const found = async (): Promise<readonly string[]> => {
      world.pass(3600);
      return (await check.run(lastDays(4, world.now()))).found.map(({ kind, subject }) => `${kind} ${subject}`);
    };
    expect(await found()).to.deep.equal([]);
    const lost = await world.invoiced(30);
    await world.tapPay(lost.id, { unasked: true, told: 0 });
    expect(await found()).to.deep.equal([`credit-lost ${lost.id}`]);
    await world.work();
    expect(await found()).to.deep.equal([]);
  });

  it('are told in updates, so that nobody misses their webhooks', async () => {
    const { memory, clock } = world.lab.shop;
    const watch = new WatchWebhooks(memory, new MemoryReconciliationQueries(memory), new MemoryPaymentGateways([world.gateway]), new OperatorAlerts([OPERATOR]), clock, true);
    await watch.execute();
    expect(await world.alerts()).to.deep.equal([]);
    expect(world.gateway.receive()).to.deep.equal({ verdict: 'rejected', reason: 'malformed' });
  });
});
