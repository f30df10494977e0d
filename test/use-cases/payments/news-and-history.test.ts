import { expect } from 'chai';
import { aShop, OPERATOR, type TestShop } from '../../builders/shop/a-shop.js';
import { letTimePass, runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { VERA } from '../checkout/a-buyer.js';

const PRICE = '2.1375';

describe('what the payer hears and finds in the history', () => {
  let shop: TestShop;

  beforeEach(async () => {
    shop = aShop();
    await shop.welcomeCustomer.execute({ profile: { userId: VERA, username: 'vera', firstName: 'Вера', languageCode: 'ru' } });
  });

  const order = async (): Promise<{ orderId: string; paymentId: string }> => {
    const { id } = await shop.draftOrder.execute({ userId: VERA, stars: '100', method: 'heleket' });
    await shop.chooseRecipient.execute({ userId: VERA, orderId: id, username: 'bobby' });
    const { payment } = await shop.confirmOrder.execute({ userId: VERA, orderId: id });
    return { orderId: id, paymentId: payment?.id ?? '' };
  };
  const lines = (): string[] => shop.memory.committed.statement.all().map((line) => `${line.type} ${line.status} ${line.amount.toDecimal()}`);
  const news = async (): Promise<string[]> => {
    await shop.deliverNotices.execute();
    return shop.notifier.toldTo(VERA).map((notice) => {
      if (notice.kind === 'order-money-to-balance') return `kept ${notice.amount.minor} ${notice.why}`;
      return notice.kind === 'top-up-credited' ? `credited ${notice.amount.minor} ${notice.fit}` : notice.kind;
    });
  };
  const settle = (paymentId: string) => shop.settlePayment.execute({ paymentId });

  for (const [received, fit] of [['10', 'exact'], ['12.5', 'over'], ['4', 'partial']] as const) {
    it(`of a top-up of 10 TON that got ${received}: what was received`, async () => {
      const { id } = await shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: '10' });
      shop.gateway.pay(id, ton(received));
      await settle(id);
      expect([lines(), await news()]).to.deep.equal([[`recharge completed ${received}`], [`credited ${ton(received).minor} ${fit}`]]);
    });
  }

  it('of a second payment on one top-up: the rest, and the whole in one line', async () => {
    const { id } = await shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: '10' });
    shop.gateway.pay(id, ton('10'));
    await settle(id);
    shop.gateway.pay(id, ton('25'));
    await settle(id);
    expect([lines(), await news()]).to.deep.equal([['recharge completed 25'], [`credited ${ton('10').minor} exact`, `credited ${ton('15').minor} over`]]);
  });

  it('of an order: under way once it is paid, done once it is delivered', async () => {
    const { paymentId } = await order();
    expect(lines()).to.deep.equal([`purchase pending ${PRICE}`]);
    shop.gateway.pay(paymentId, ton(PRICE));
    await settle(paymentId);
    expect(lines()).to.deep.equal([`purchase processing ${PRICE}`]);
    await runJobs(shop);
    expect(lines()).to.deep.equal([`purchase completed ${PRICE}`]);
    expect((await news()).at(-1)).to.equal('order-delivered');
  });

  it('of change: the change', async () => {
    const { paymentId } = await order();
    shop.gateway.pay(paymentId, ton('3'));
    await settle(paymentId);
    expect(lines()).to.have.members([`purchase processing ${PRICE}`, 'recharge completed 0.8625']);
    expect(await news()).to.include(`kept ${ton('0.8625').minor} over`);
  });

  it('of a second payment for an order that is paid: that it is too much, not that it is too late', async () => {
    const { paymentId } = await order();
    shop.gateway.pay(paymentId, ton(PRICE));
    await settle(paymentId);
    shop.gateway.pay(paymentId, ton('4'));
    await settle(paymentId);
    expect(await news()).to.include(`kept ${ton('1.8625').minor} over`);
  });

  it('of money for an order that was closed: that it came too late', async () => {
    const { paymentId } = await order();
    shop.gateway.say(paymentId, { state: 'expired', final: true });
    await settle(paymentId);
    await shop.deliverNotices.execute();
    shop.gateway.pay(paymentId, ton(PRICE));
    await settle(paymentId);
    expect([lines(), await news()]).to.deep.equal([[`purchase expired ${PRICE}`, `recharge completed ${PRICE}`], ['payment-expired', `kept ${ton(PRICE).minor} late`]]);
  });

  it('of kept money that went back to its sender: that it is gone', async () => {
    const { orderId, paymentId } = await order();
    await shop.cancelOrder.execute({ userId: VERA, orderId });
    shop.gateway.pay(paymentId, ton(PRICE));
    await settle(paymentId);
    shop.gateway.say(paymentId, { state: 'refunded', final: true });
    await settle(paymentId);
    expect(lines()).to.deep.equal([`purchase cancelled ${PRICE}`, `recharge cancelled ${PRICE}`]);
    expect(await news()).to.deep.equal([`kept ${ton(PRICE).minor} late`, 'payment-taken-back']);
  });

  it('nothing of an invoice that expires after its order was cancelled, nor of one that was never made', async () => {
    const { orderId, paymentId } = await order();
    await shop.cancelOrder.execute({ userId: VERA, orderId });
    shop.gateway.say(paymentId, { state: 'expired', final: true });
    await settle(paymentId);
    for (let n = 0; n < 100; n += 1) shop.gateway.failNext('create');
    await shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: '10' }).catch(() => undefined);
    for (let half = 0; half < 4; half += 1) {
      shop.clock.advance(30 * 60_000);
      await letTimePass(shop, 1).catch(() => undefined);
    }
    expect([lines(), await news()]).to.deep.equal([[`purchase cancelled ${PRICE}`, 'recharge expired 10'], []]);
  });

  it('of an invoice that expired before it was paid: that it did', async () => {
    const { id } = await shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: '10' });
    shop.gateway.say(id, { state: 'expired', final: true });
    await settle(id);
    expect([lines(), await news()]).to.deep.equal([['recharge expired 10'], ['payment-expired']]);
  });

  it('of a payment before a person: that it is in work, while the person hears of it once', async () => {
    const { id } = await shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: '10' });
    shop.gateway.say(id, { state: 'held', final: true });
    await settle(id);
    await settle(id);
    expect([lines(), await news(), shop.notifier.toldTo(OPERATOR).length]).to.deep.equal([['recharge processing 10'], [], 1]);
  });
});
