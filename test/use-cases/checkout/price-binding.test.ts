import { expect } from 'chai';
import { starOrder } from '#domain/orders/any-order.js';
import { BALANCE } from '#domain/orders/order.js';
import { PriceMoved } from '#use-cases/checkout/price-moved.js';
import { aShop, type TestShop } from '../../builders/shop/a-shop.js';
import { runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { refusalOf } from '../refusal.js';
import { VERA, wallet, withBalance } from './a-buyer.js';

const SHOWN = '2.1375';
const DEARER = '2.85';

describe('the price that was shown', () => {
  let shop: TestShop;

  beforeEach(async () => {
    shop = aShop();
    await withBalance(shop, '10');
  });

  const draft = async (): Promise<string> => {
    const { id } = await shop.draftOrder.execute({ userId: VERA, stars: '100', method: BALANCE });
    await shop.chooseRecipient.execute({ userId: VERA, orderId: id, username: 'bobby' });
    return id;
  };
  const confirm = (orderId: string, method?: string) => shop.confirmOrder.execute({ userId: VERA, orderId, method });
  const theStarRises = (): void => {
    shop.stars.costPerStar = ton('0.02');
    shop.clock.advance(61_000);
  };
  const offeredAnew = async (orderId: string, method?: string): Promise<string> => {
    const refusal = await refusalOf(confirm(orderId, method));
    expect(refusal).to.be.instanceOf(PriceMoved);
    return String((refusal as PriceMoved).details.orderId);
  };
  const priceOf = (id: string) => shop.unitOfWork.run(async (tx) => (await tx.orders.get(id)).price.toDecimal());

  it('is the only one that its button can ever charge, however often it is tapped', async () => {
    const orderId = await draft();
    theStarRises();
    await offeredAnew(orderId);
    await offeredAnew(orderId);
    expect([await priceOf(orderId), await wallet(shop)]).to.deep.equal([SHOWN, { available: '10', held: '0' }]);
  });

  it('and the new one are two drafts: the new one charges the new price to the same recipient', async () => {
    const orderId = await draft();
    theStarRises();
    const anew = await offeredAnew(orderId);
    expect(anew).to.not.equal(orderId);
    await confirm(anew);
    await runJobs(shop);
    expect(shop.stars.effects.deliveries).to.deep.equal([{ orderId: anew, stars: 110, username: 'bobby' }]);
    expect(await wallet(shop)).to.deep.equal({ available: (10 - Number(DEARER)).toString(), held: '0' });
  });

  it('counts again when the star has fallen back', async () => {
    const orderId = await draft();
    theStarRises();
    await offeredAnew(orderId);
    shop.stars.costPerStar = ton('0.015');
    shop.clock.advance(61_000);
    expect((await confirm(orderId)).order.price.toDecimal()).to.equal(SHOWN);
  });

  it('stays with the way of paying that was tapped', async () => {
    const orderId = await draft();
    theStarRises();
    const anew = await offeredAnew(orderId, 'heleket');
    const { order, payment } = await confirm(anew);
    expect([order.method, payment?.amount.toDecimal(), payment?.gateway]).to.deep.equal(['heleket', DEARER, 'heleket']);
  });

  it('is charged to the nanoton when it rose by no more than the shop bears', async () => {
    const orderId = await draft();
    shop.stars.costPerStar = ton('0.0151');
    shop.clock.advance(61_000);
    expect((await confirm(orderId)).order.price.toDecimal()).to.equal(SHOWN);
    const dearer = await draft();
    shop.stars.costPerStar = ton('0.0154');
    shop.clock.advance(61_000);
    await offeredAnew(dearer);
  });

  it('and the most that may be paid for it are bound when the order is confirmed', async () => {
    const orderId = await draft();
    shop.stars.costPerStar = ton('0.0151');
    shop.clock.advance(61_000);
    expect(starOrder((await confirm(orderId)).order).maxCost.toDecimal()).to.equal('1.74405');
  });

  it('is charged once when two ways of paying are tapped at once', async () => {
    const orderId = await draft();
    const outcomes = await Promise.all([confirm(orderId, BALANCE), confirm(orderId, 'heleket'), confirm(orderId, BALANCE), confirm(orderId, 'heleket')]);
    expect(new Set(outcomes.map(({ order }) => order.method)).size).to.equal(1);
    await runJobs(shop);
    const payments = shop.memory.committed.payments.all();
    expect(payments.length + shop.stars.effects.payments.length).to.equal(1);
  });
});
