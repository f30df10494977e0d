import { expect } from 'chai';
import fc from 'fast-check';
import { discounted, PromoRefused } from '#domain/growth/promo-code.js';
import { BALANCE } from '#domain/orders/order.js';
import type { SubscriptionOrder } from '#domain/orders/subscription-order.js';
import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import { PriceMoved } from '#use-cases/checkout/price-moved.js';
import type { TestShop } from '../../builders/shop/a-shop.js';
import { aPlan } from '../../builders/a-plan.js';
import { aPromo } from '../../builders/shop/a-promo.js';
import { letTimePass, runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { refusalOf } from '../refusal.js';
import { availableOf, BOB, comes, topsUp, VERA, withFriends } from './friends.js';

describe('a promo code on an order', () => {
  let shop: TestShop;
  beforeEach(async () => {
    shop = await withFriends();
    await shop.promoCatalog.add(aPromo({ code: 'spring' }));
    await topsUp(shop, VERA);
  });

  const drafts = (userId = VERA, planId = 'month') => shop.draftSubscription.execute({ userId, planId });
  const applies = async (order: SubscriptionOrder, code = 'SPRING'): Promise<SubscriptionOrder> => {
    const applied = await shop.applyPromo.execute({ userId: order.userId, orderId: order.id, code });
    if (applied.outcome !== 'applied') throw new Error('the code gave days');
    return applied.order;
  };
  const confirms = async (order: SubscriptionOrder, method = BALANCE) => shop.confirmOrder.execute({ userId: order.userId, orderId: order.id, method });
  const uses = async (code = 'SPRING') => (await shop.promoCatalog.all()).find(({ promo }) => promo.code === code)?.uses;
  const stored = async (orderId: string) => shop.unitOfWork.run((tx) => tx.orders.get(orderId));
  const pricesOf = (order: SubscriptionOrder) => order.offers.map(String);

  it('takes a percentage off every price, is charged so, and counts when the order is confirmed', async () => {
    const order = await applies(await drafts(), ' sPrInG ');
    expect([order.promo, pricesOf(order)]).to.deep.equal(['SPRING', ['1.7 TON', '254.15 RUB', '213 XTR']]);
    expect(await uses()).to.equal(0);
    await confirms(order);
    await runJobs(shop);
    expect([await availableOf(shop, VERA), await uses(), (await stored(order.id)).state]).to.deep.equal(['8.3', 1, 'delivered']);
  });

  it('takes a sum off its own currency only, and never makes a gift of it', async () => {
    await shop.promoCatalog.add(aPromo({ code: 'ROUBLES', benefit: { kind: 'sum', amount: Money.parse('100', 'RUB') } }));
    await shop.promoCatalog.add(aPromo({ code: 'ALL', benefit: { kind: 'sum', amount: ton('50') } }));
    const roubles = await applies(await drafts(), 'ROUBLES');
    expect(pricesOf(roubles)).to.deep.equal(['2 TON', '199 RUB', '250 XTR']);
    await confirms(roubles);
    expect([await availableOf(shop, VERA), await uses('ROUBLES')]).to.deep.equal(['8', 0]);
    expect(pricesOf(await applies(await drafts(), 'ALL'))[0]).to.equal('0.000000001 TON');
  });

  it('is counted from the plan again when another takes its place, never on top of the first', async () => {
    await shop.promoCatalog.add(aPromo({ code: 'HALF', benefit: { kind: 'percent', percent: 50 } }));
    const order = await applies(await applies(await drafts(), 'HALF'), 'SPRING');
    expect(pricesOf(order)[0]).to.equal('1.7 TON');
  });

  it('makes a price neither more than it was nor nothing, whatever it takes off (case 34)', () => {
    const currency = fc.constantFrom<Currency[]>('TON', 'RUB', 'XTR', 'USDT');
    const money = fc.record({ minor: fc.bigInt(1n, 10n ** 15n), currency });
    const benefit = fc.oneof(
      fc.record({ kind: fc.constant('percent' as const), percent: fc.integer({ min: 1, max: 99 }) }),
      money.map(({ minor, currency: of }) => ({ kind: 'sum' as const, amount: Money.of(minor, of) })),
    );
    fc.assert(
      fc.property(money, benefit, ({ minor, currency: of }, worth) => {
        const price = Money.of(minor, of);
        const after = discounted(aPromo({ benefit: worth }), price);
        return after.isPositive() && after.compare(price) <= 0;
      }),
    );
  });

  it('counts for fifty who confirm at once as often as it may, and nobody else is charged (case 34)', async () => {
    await shop.promoCatalog.add(aPromo({ code: 'SEVEN', total: 7 }));
    const people = Array.from({ length: 50 }, (_, index) => 5000 + index);
    const carts = [];
    for (const userId of people) {
      await comes(shop, userId);
      await topsUp(shop, userId);
      carts.push(await applies(await drafts(userId), 'SEVEN'));
    }
    const ends = await Promise.all(carts.map((order) => confirms(order).catch((error: unknown) => error)));
    const lapsed = ends.filter((end) => end instanceof PromoRefused);
    expect([ends.length - lapsed.length, lapsed.length, await uses('SEVEN')]).to.deep.equal([7, 43, 7]);
    const purses = await Promise.all(people.map((userId) => availableOf(shop, userId)));
    expect(purses.filter((purse) => purse === '8.3')).to.have.length(7);
    expect(purses.filter((purse) => purse === '10')).to.have.length(43);
  });

  it('that is used up between the look and the tap charges nothing: a new draft at the full price takes its place', async () => {
    await shop.promoCatalog.add(aPromo({ code: 'ONE', total: 1 }));
    await topsUp(shop, BOB);
    const [hers, his] = [await applies(await drafts(), 'ONE'), await applies(await drafts(BOB), 'ONE')];
    await confirms(hers);
    const refused = await refusalOf(confirms(his));
    expect(refused).to.be.instanceOf(PromoRefused).and.have.property('code', 'promo.over');
    const { orderId = '', ...prices } = refused instanceof PromoRefused ? refused.details : {};
    expect(prices).to.deep.equal({ shown: '1.7', price: '2', currency: 'TON' });
    expect([await availableOf(shop, BOB), (await stored(his.id)).state]).to.deep.equal(['10', 'cancelled']);
    const { order } = await shop.confirmOrder.execute({ userId: BOB, orderId: String(orderId) });
    expect([order.price.toString(), await availableOf(shop, BOB)]).to.deep.equal(['2 TON', '8']);
  });

  it('says the price in the currency that the buyer was about to pay in', async () => {
    const order = await applies(await drafts());
    await shop.promoCatalog.stop('SPRING');
    const refused = await refusalOf(shop.confirmOrder.execute({ userId: VERA, orderId: order.id, currency: 'RUB' }));
    expect(refused).to.be.instanceOf(PromoRefused).and.have.nested.property('details.price', '299');
  });

  it('can be used again when its order is cancelled, or expires unpaid, and once only for each that is paid', async () => {
    await shop.promoCatalog.add(aPromo({ code: 'ONCE', each: 1 }));
    const first = await applies(await drafts(), 'ONCE');
    await confirms(first, 'heleket');
    expect(await uses('ONCE')).to.equal(1);
    expect(await refusalOf(applies(await drafts(), 'ONCE'))).to.have.property('code', 'promo.used');
    await shop.cancelOrder.execute({ userId: VERA, orderId: first.id });
    await shop.cancelOrder.execute({ userId: VERA, orderId: first.id });
    const second = await applies(await drafts(), 'ONCE');
    const { payment } = await confirms(second, 'heleket');
    shop.gateway.say(payment?.id ?? '', { state: 'expired', final: true });
    await shop.settlePayment.execute({ paymentId: payment?.id ?? '' });
    expect([(await stored(second.id)).state, await uses('ONCE')]).to.deep.equal(['expired', 0]);
    await confirms(await applies(await drafts(), 'ONCE'));
    expect(await uses('ONCE')).to.equal(1);
    expect(await refusalOf(applies(await drafts(), 'ONCE'))).to.have.property('code', 'promo.used');
  });

  it('can be used again when what was paid could not be delivered', async () => {
    shop.panel.ensure = () => Promise.reject(new Error('the panel is away'));
    const order = await applies(await drafts());
    await confirms(order);
    await runJobs(shop);
    shop.clock.advance(25 * 60 * 60_000);
    await letTimePass(shop, 2);
    expect([(await stored(order.id)).state, await availableOf(shop, VERA), await uses()]).to.deep.equal(['failed', '10', 0]);
  });

  it('is weighed against the plan with it: a dearer plan asks again, with the code, and a cheaper one does not', async () => {
    const order = await applies(await drafts());
    await shop.unitOfWork.run((tx) => tx.plans.save(aPlan({ prices: [ton('1.9')] })));
    const cheaper = await drafts();
    await shop.unitOfWork.run((tx) => tx.plans.save(aPlan({ prices: [ton('4')] })));
    const moved = await refusalOf(confirms(order));
    expect(moved).to.be.instanceOf(PriceMoved);
    const anew = await stored(String(moved instanceof PriceMoved ? moved.details.orderId : ''));
    expect([anew.price.toString(), anew.kind === 'subscription' && anew.promo]).to.deep.equal(['3.4 TON', 'SPRING']);
    expect(cheaper.price.toString()).to.equal('1.9 TON');
    await shop.unitOfWork.run((tx) => tx.plans.save(aPlan()));
    await confirms(order);
    expect(await availableOf(shop, VERA)).to.equal('8.3');
  });

  it('does nothing where it is not for the plan, is over, off, unheard of or no code at all, and leaves the draft as it was', async () => {
    await shop.promoCatalog.add(aPromo({ code: 'YEARLY', plans: ['year'] }));
    await shop.promoCatalog.add(aPromo({ code: 'GONE', expiresAt: new Date(shop.clock.now().getTime() + 1000) }));
    await shop.promoCatalog.add(aPromo({ code: 'STARS', benefit: { kind: 'sum', amount: Money.of(5n, 'USD') } }));
    await shop.promoCatalog.add(aPromo({ code: 'OFF' }));
    await shop.promoCatalog.stop('off');
    shop.clock.advance(1000);
    const order = await drafts();
    const answers: Readonly<Record<string, string>> = {
      YEARLY: 'promo.not-for-plan', STARS: 'promo.not-for-plan', GONE: 'promo.over', OFF: 'promo.not-found', 'SPRING 1': 'promo.not-found',
      NEVER: 'promo.not-found', 'ЅРRING': 'promo.not-found', 'ſpring': 'promo.not-found', '🎟': 'promo.not-found', '': 'promo.not-found', "'; DROP": 'promo.not-found',
    };
    for (const [code, answer] of Object.entries(answers)) expect(await refusalOf(applies(order, code)), code).to.have.property('code', answer);
    expect(await stored(order.id)).to.deep.equal(order);
    expect(pricesOf(await applies(await drafts(VERA, 'year'), 'YEARLY'))[0]).to.equal('17 TON');
  });

  it('is no business of strangers, and of no order that is paid', async () => {
    const order = await drafts();
    expect(await refusalOf(shop.applyPromo.execute({ userId: BOB, orderId: order.id, code: 'SPRING' }))).to.have.property('code', 'orders.not-found');
    await confirms(order);
    expect(await refusalOf(applies(order))).to.have.property('code', 'orders.not-open');
  });

  it('that is kept makes the next draft cheaper until it is used, and is forgotten where it lapses', async () => {
    await shop.promoCatalog.add(aPromo({ code: 'ONCE', each: 1 }));
    expect(await shop.redeemPromo.execute({ userId: VERA, code: 'once' })).to.have.nested.property('promo.code', 'ONCE');
    expect((await drafts()).promo).to.equal('ONCE');
    const order = await drafts();
    expect(pricesOf(order)[0]).to.equal('1.7 TON');
    await confirms(order);
    expect(pricesOf(await drafts())[0]).to.equal('2 TON');
    await shop.redeemPromo.execute({ userId: VERA, code: 'SPRING' });
    await shop.promoCatalog.stop('SPRING');
    expect((await drafts()).promo).to.equal(undefined);
  });
});
