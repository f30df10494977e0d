import { expect } from 'chai';
import { MemoryWalletQueries } from '#adapters/outbound/memory/persistence/queries/memory-wallet-queries.js';
import { BALANCE } from '#domain/orders/order.js';
import type { PriceMoved } from '#use-cases/checkout/price-moved.js';
import { aShop, type TestShop } from '../../builders/shop/a-shop.js';
import { letTimePass, runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { refusalOf } from '../refusal.js';
import { VERA, wallet, withBalance } from './a-buyer.js';

describe('buying stars', () => {
  let shop: TestShop;

  beforeEach(async () => {
    shop = aShop();
    await withBalance(shop, '10');
  });

  /** 100 stars at 0.015 TON plus 50 %, 5 % off. */
  const PRICE = '2.1375';

  const draft = (stars = '100', method = BALANCE) => shop.draftOrder.execute({ userId: VERA, stars, method });
  const draftFor = async (username?: string, method = BALANCE) => {
    const order = await draft('100', method);
    return shop.chooseRecipient.execute({ userId: VERA, orderId: order.id, username });
  };
  const confirm = (orderId: string, method?: string) => shop.confirmOrder.execute({ userId: VERA, orderId, method });
  const stateOf = (id: string) => shop.unitOfWork.run(async (tx) => (await tx.orders.get(id)).state);

  it('shows the price with bonus and saving before anything is paid', async () => {
    const order = await draft();
    expect([order.stars, order.bonus, order.price.toDecimal(), order.state]).to.deep.equal([100, 10, PRICE, 'draft']);
    expect(await wallet(shop)).to.deep.equal({ available: '10', held: '0' });
  });

  it('from the balance delivers stars and bonus and takes exactly the price shown', async () => {
    const order = await draftFor('bobby');
    await confirm(order.id);
    expect(await wallet(shop)).to.deep.equal({ available: '7.8625', held: PRICE });
    await runJobs(shop);
    expect(await stateOf(order.id)).to.equal('delivered');
    expect(shop.stars.effects.deliveries).to.deep.equal([{ orderId: order.id, stars: 110, username: 'bobby' }]);
    expect(await wallet(shop)).to.deep.equal({ available: '7.8625', held: '0' });
    expect(shop.notifier.toldTo(VERA).map((notice) => notice.kind)).to.include('order-delivered');
  });

  it('for oneself goes to one\'s own username', async () => {
    const order = await draftFor();
    expect(order.recipient?.name).to.equal('Вера');
  });

  it('confirmed twenty times at once is one order, one hold and one delivery', async () => {
    const order = await draftFor('bobby');
    await Promise.all(Array.from({ length: 20 }, () => confirm(order.id)));
    await runJobs(shop);
    expect(shop.stars.effects.payments).to.have.length(1);
    expect(await wallet(shop)).to.deep.equal({ available: '7.8625', held: '0' });
  });

  it('with too little on the balance says what is missing and charges nothing', async () => {
    const order = await shop.draftOrder.execute({ userId: VERA, stars: '1000', method: BALANCE });
    await shop.chooseRecipient.execute({ userId: VERA, orderId: order.id, username: 'bobby' });
    const refusal = await refusalOf(confirm(order.id));
    expect(refusal.code).to.equal('wallet.insufficient-funds');
    expect(await stateOf(order.id)).to.equal('draft');
    expect(await wallet(shop)).to.deep.equal({ available: '10', held: '0' });
  });

  it('through the gateway waits for the payment, then delivers', async () => {
    const order = await draftFor('bobby', 'heleket');
    const { payment } = await confirm(order.id);
    expect(await stateOf(order.id)).to.equal('awaiting_payment');
    shop.gateway.pay(payment?.id ?? '', ton(PRICE));
    await shop.receiveWebhook.execute({ gateway: 'heleket', request: shop.gateway.webhook(payment?.id ?? '') });
    await runJobs(shop);
    expect(await stateOf(order.id)).to.equal('delivered');
    expect(await wallet(shop)).to.deep.equal({ available: '10', held: '0' });
  });

  it('through the gateway with less than the price delivers nothing and keeps the money on the balance', async () => {
    const order = await draftFor('bobby', 'heleket');
    const { payment } = await confirm(order.id);
    shop.gateway.say(payment?.id ?? '', { state: 'underpaid', final: true, received: ton('2') });
    await letTimePass(shop, 3);
    expect(await stateOf(order.id)).to.equal('expired');
    expect(shop.stars.effects.payments).to.deep.equal([]);
    expect(await wallet(shop)).to.deep.equal({ available: '12', held: '0' });
  });

  it('through the gateway with more than the price delivers and keeps the rest on the balance (case 24)', async () => {
    const order = await draftFor('bobby', 'heleket');
    const { payment } = await confirm(order.id);
    shop.gateway.pay(payment?.id ?? '', ton('3'));
    await letTimePass(shop, 3);
    expect(await stateOf(order.id)).to.equal('delivered');
    expect(await wallet(shop)).to.deep.equal({ available: '10.8625', held: '0' });
  });

  it('leaves a line in the history for money that went to the balance instead', async () => {
    const order = await draftFor('bobby', 'heleket');
    const { payment } = await confirm(order.id);
    shop.gateway.say(payment?.id ?? '', { state: 'underpaid', final: true, received: ton('2') });
    await letTimePass(shop, 3);
    const { lines } = await new MemoryWalletQueries(shop.memory).history(VERA, { since: new Date(0), limit: 10 });
    const seen = lines.map((line) => `${line.type} ${line.status} ${line.amount.toDecimal()}`);
    expect(seen).to.have.members(['recharge completed 2', `purchase cancelled ${PRICE}`]);
  });

  it('paid too late delivers nothing at the old price: the money is on the balance (case 25)', async () => {
    const order = await draftFor('bobby', 'heleket');
    const { payment } = await confirm(order.id);
    shop.gateway.say(payment?.id ?? '', { state: 'expired', final: true });
    await letTimePass(shop, 3);
    expect(await stateOf(order.id)).to.equal('expired');
    shop.gateway.pay(payment?.id ?? '', ton(PRICE), { providerStatus: 'late' });
    await letTimePass(shop, 120);
    expect(shop.stars.effects.payments).to.deep.equal([]);
    expect(await wallet(shop)).to.deep.equal({ available: '12.1375', held: '0' });
  });

  it('asks again when the price has risen since it was shown, and sells at the price confirmed (case 31)', async () => {
    const order = await draftFor('bobby');
    shop.stars.costPerStar = ton('0.02');
    shop.clock.advance(61_000);
    const refusal = await refusalOf(confirm(order.id));
    expect(refusal.code).to.equal('checkout.price-moved');
    expect(await wallet(shop)).to.deep.equal({ available: '10', held: '0' });
    const { order: paid } = await confirm(String((refusal as PriceMoved).details.orderId));
    expect(paid.price.toDecimal()).to.equal('2.85');
  });

  it('keeps the price shown when it has fallen or hardly moved', async () => {
    const order = await draftFor('bobby');
    shop.stars.costPerStar = ton('0.01');
    shop.clock.advance(61_000);
    expect((await confirm(order.id)).order.price.toDecimal()).to.equal(PRICE);
  });

  it('is refused before any money is taken while stars cannot be delivered', async () => {
    shop.stars.trouble = 'session-dead';
    expect((await refusalOf(draft())).code).to.equal('stars.supply-unavailable');
    shop.stars.trouble = undefined;
    shop.stars.walletBalance = ton('1');
    shop.clock.advance(31_000);
    expect((await refusalOf(draft())).code).to.equal('stars.supply-unavailable');
  });

  for (const stars of ['49', '10001', '5,5', '-1', '0', '1e3', '', 'hundred', '100.0']) {
    it(`of «${stars}» stars is refused (case 32)`, async () => {
      expect((await refusalOf(draft(stars))).code).to.equal('catalog.stars-out-of-range');
    });
  }

  it('for a name nobody has is refused', async () => {
    expect((await refusalOf(draftFor('nobody_here'))).code).to.equal('stars.recipient-unknown');
  });

  for (const name of ['a', 'две_буквы', '<b>bob</b>', 'x'.repeat(5000), '@', "bob'; DROP TABLE users"]) {
    it(`for «${name.slice(0, 24)}» is refused as no username`, async () => {
      expect((await refusalOf(draftFor(name))).code).to.equal('checkout.invalid-username');
    });
  }

  it('of somebody else cannot be confirmed, changed or cancelled', async () => {
    const order = await draftFor('bobby');
    const stranger = { userId: 2002, orderId: order.id };
    expect((await refusalOf(shop.confirmOrder.execute(stranger))).code).to.equal('orders.not-found');
    expect((await refusalOf(shop.cancelOrder.execute(stranger))).code).to.equal('orders.not-found');
    expect((await refusalOf(shop.chooseRecipient.execute({ ...stranger, username: 'bobby' }))).code).to.equal('orders.not-found');
  });

  it('can be cancelled until it is paid, and money that still comes goes to the balance', async () => {
    const order = await draftFor('bobby', 'heleket');
    const { payment } = await confirm(order.id);
    await shop.cancelOrder.execute({ userId: VERA, orderId: order.id });
    shop.gateway.pay(payment?.id ?? '', ton(PRICE));
    await letTimePass(shop, 3);
    expect(shop.stars.effects.payments).to.deep.equal([]);
    expect(await wallet(shop)).to.deep.equal({ available: '12.1375', held: '0' });
  });

  it('with money for four of ten orders sells exactly four', async () => {
    const orders = [];
    for (let n = 0; n < 10; n += 1) orders.push(await draftFor('bobby'));
    const outcomes = await Promise.allSettled(orders.map((order) => confirm(order.id)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).to.have.length(4);
    expect(await wallet(shop)).to.deep.equal({ available: '1.45', held: '8.55' });
  });
});
