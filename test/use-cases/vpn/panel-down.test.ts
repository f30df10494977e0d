import { expect } from 'chai';
import { PanelPermanent } from '#use-cases/ports/panels/panel-error.js';
import type { PanelAccountSpec, PanelAccountState } from '#use-cases/ports/panels/vpn-panel.js';
import { aShop, aWorld, OPERATOR, type TestShop } from '../../builders/shop/a-shop.js';
import { letTimePass, runJobs } from '../../builders/shop/run-jobs.js';
import { SECRETS, stockVpn } from '../../builders/shop/vpn-desk.js';
import { ANNA, aPerson, atPanel, aVpnShop, bought, DAY_MS, newsTold, onlySubscription, stateOf, wallet } from './a-subscriber.js';

describe('a panel that is not well', () => {
  let shop: TestShop;
  beforeEach(async () => {
    shop = await aVpnShop();
  });

  const failFor = (times: number): void => {
    for (let time = 0; time < times; time += 1) shop.panel.failNext('ensure');
  };

  it('keeps the money booked and the buyer informed once, and is told when it is back (case 114)', async () => {
    failFor(8);
    const orderId = await bought(shop);
    expect(await stateOf(shop, orderId)).to.equal('fulfilling');
    expect(await wallet(shop)).to.equal('98 + 2');
    await letTimePass(shop, 60);
    expect(await stateOf(shop, orderId)).to.equal('delivered');
    expect(await wallet(shop)).to.equal('98 + 0');
    expect(newsTold(shop)).to.deep.equal(['subscription-waiting', 'subscription-delivered']);
    expect(shop.panel.accounts).to.have.property('size', 1);
  });

  it('gives the money and the time back at the deadline, once (case 114)', async () => {
    failFor(1000);
    const orderId = await bought(shop);
    shop.clock.advance(24 * 3_600_000);
    for (let time = 0; time < 3; time += 1) {
      await shop.sweepDueWork.execute();
      await runJobs(shop);
    }
    expect(await stateOf(shop, orderId)).to.equal('failed');
    expect(await wallet(shop)).to.equal('100 + 0');
    expect(await shop.unitOfWork.run((tx) => tx.subscriptions.ofUser(ANNA))).to.deep.equal([]);
    expect(newsTold(shop).filter((kind) => kind === 'order-refunded')).to.have.lengthOf(1);
    const lines = shop.memory.committed.statement.all().filter(({ metadata }) => metadata.orderId === orderId);
    expect(lines.map(({ type, status, amount }) => `${type} ${status} ${amount.toString()}`)).to.deep.equal(['purchase failed 2 TON', 'refund completed 2 TON']);
  });

  it('that made the account before its deadline but was not heard ends up without it', async () => {
    shop.panel.loseNext('ensure');
    const orderId = await bought(shop);
    failFor(1000);
    shop.clock.advance(24 * 3_600_000);
    await shop.giveBackOverdue.execute({ orderId });
    await runJobs(shop);
    expect(await wallet(shop)).to.equal('100 + 0');
    expect(shop.panel.accounts).to.have.property('size', 0);
  });

  it('delivers what it was told of, and not what was bought while it was told', async () => {
    const orders: string[] = [];
    const world = aWorld();
    const busy = Object.assign(Object.create(world.panel) as typeof world.panel, {
      ensure: async (spec: PanelAccountSpec): Promise<PanelAccountState> => {
        const seen = await world.panel.ensure(spec);
        if (orders.length < 2) orders.push(await extended());
        return seen;
      },
    });
    const rushed = aShop({ world, panel: busy });
    const extended = async (): Promise<string> => {
      const order = await rushed.draftSubscription.execute({ userId: ANNA, planId: 'month', subscriptionId: (await onlySubscription(rushed)).id });
      await rushed.confirmOrder.execute({ userId: ANNA, orderId: order.id });
      return order.id;
    };
    await stockVpn(rushed.unitOfWork);
    await aPerson(rushed, ANNA, '10');
    const first = await rushed.draftSubscription.execute({ userId: ANNA, planId: 'month' });
    await rushed.confirmOrder.execute({ userId: ANNA, orderId: first.id });
    orders.push(first.id);
    await rushed.syncAccount.execute({ subscriptionId: (await onlySubscription(rushed)).id, panelId: 'main' });
    expect(await Promise.all(orders.map((orderId) => stateOf(rushed, orderId)))).to.deep.equal(['delivered', 'fulfilling']);
    await runJobs(rushed);
    expect(await Promise.all(orders.map((orderId) => stateOf(rushed, orderId)))).to.deep.equal(['delivered', 'delivered']);
  });

  it('that was told in time keeps the money earned, whatever the sweeper still says', async () => {
    const orderId = await bought(shop);
    await shop.giveBackOverdue.execute({ orderId });
    expect([await stateOf(shop, orderId), await wallet(shop)]).to.deep.equal(['delivered', '98 + 0']);
  });

  it('takes back only the extension it could not be told of', async () => {
    await bought(shop);
    const { id, expiresAt } = await onlySubscription(shop);
    failFor(1000);
    const orderId = await bought(shop, 'month', id);
    shop.clock.advance(DAY_MS);
    await shop.giveBackOverdue.execute({ orderId });
    const after = await onlySubscription(shop);
    expect([after.state, after.expiresAt]).to.deep.equal(['active', expiresAt]);
    expect(await wallet(shop)).to.equal('98 + 0');
  });

  it('whose answer is lost after it did what it was told is told the same again (case 74)', async () => {
    shop.panel.loseNext('ensure');
    const orderId = await bought(shop);
    const { id, expiresAt } = await onlySubscription(shop);
    await letTimePass(shop, 1);
    expect(await stateOf(shop, orderId)).to.equal('delivered');
    expect(shop.panel.accounts).to.have.property('size', 1);
    expect(atPanel(shop, id)?.expiresAt).to.deep.equal(expiresAt);
  });

  it('that says done and changed nothing is not believed (case 115)', async () => {
    const world = aWorld();
    const lying = Object.assign(Object.create(world.panel) as typeof world.panel, {
      ensure: (spec: PanelAccountSpec): Promise<PanelAccountState> => world.panel.ensure({ ...spec, expiresAt: world.clock.now() }),
    });
    const deceived = aShop({ world, panel: lying });
    await stockVpn(deceived.unitOfWork);
    await aPerson(deceived, ANNA, '10');
    const orderId = await bought(deceived);
    expect(await stateOf(deceived, orderId)).to.equal('fulfilling');
    expect(await wallet(deceived)).to.equal('8 + 2');
  });

  it('that has a foreign account under our key is never told to change it, and operators hear of it', async () => {
    const { id } = await shop.draftSubscription.execute({ userId: ANNA, planId: 'month' });
    const order = await shop.unitOfWork.run((tx) => tx.orders.get(id));
    const subscriptionId = order.kind === 'subscription' ? order.subscriptionId : '';
    const spec = { key: SECRETS.keyOf(subscriptionId), ...SECRETS.of('other', 1) };
    const foreign = { ...spec, marker: 'foreign', expiresAt: undefined, trafficLimitBytes: undefined, resetStrategy: 'none', deviceLimit: undefined, enabled: true, placement: ['VLESS'] } as const;
    shop.panel.plant(foreign, 'foreign');
    await shop.confirmOrder.execute({ userId: ANNA, orderId: id });
    await runJobs(shop);
    expect(await stateOf(shop, id)).to.equal('fulfilling');
    expect(atPanel(shop, subscriptionId)?.marker).to.equal('foreign');
    expect(shop.notifier.toldTo(OPERATOR).map((notice) => (notice.kind === 'operator-alert' ? notice.alert : notice.kind))).to.deep.equal(['panel-foreign-account']);
  });

  it('that refuses everybody alerts the operators once an hour, not once an order', async () => {
    for (let time = 0; time < 50; time += 1) shop.panel.failNext('ensure', new PanelPermanent({ panel: 'main', operation: 'ensure' }, 'unknown-placement', 'no such inbound'));
    await bought(shop);
    await bought(shop);
    await bought(shop);
    await letTimePass(shop, 10);
    expect(shop.notifier.toldTo(OPERATOR)).to.have.lengthOf(1);
  });

  it('on which somebody removed an account by hand gets it again at the next change, with what is left (case 79)', async () => {
    await bought(shop);
    const { id, expiresAt } = await onlySubscription(shop);
    shop.panel.accounts.clear();
    await shop.rotateLink.execute({ userId: ANNA, subscriptionId: id, generation: 1 });
    await runJobs(shop);
    expect(atPanel(shop, id)?.expiresAt).to.deep.equal(expiresAt);
    expect(shop.panel.accounts).to.have.property('size', 1);
  });
});
