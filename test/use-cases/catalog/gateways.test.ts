import { expect } from 'chai';
import { MemoryPaymentGateway } from '#adapters/outbound/memory/providers/memory-payment-gateway.js';
import { Money } from '#domain/shared/money.js';
import { InvalidSetting } from '#use-cases/catalog/shop-settings.js';
import { UnknownGateway } from '#use-cases/ports/providers/provider-error.js';
import { aShop, type TestShop } from '../../builders/shop/a-shop.js';
import { ton } from '../../builders/ton.js';
import { refusalOf } from '../refusal.js';

const VERA = 1001;
const capabilities = { refund: true, underpay: false, overpay: false, savedMethod: true };

describe('the gateways of the shop', () => {
  let shop: TestShop;
  beforeEach(async () => {
    shop = aShop({
      moreGateways: [new MemoryPaymentGateway({ id: 'cryptobot', currencies: ['USDT', 'TON'], capabilities: { ...capabilities, savedMethod: false } }), new MemoryPaymentGateway({ id: 'yookassa', currencies: ['RUB'], capabilities })],
    });
    await shop.welcomeCustomer.execute({ profile: { userId: VERA, firstName: 'Vera' } });
  });

  const set = (order: readonly string[], off: readonly string[]) => shop.settings.changeGateways({ order, off });

  it('are all on in the order in which they are registered, unless an operator says otherwise', async () => {
    expect(await shop.paymentMethods.for('TON')).to.deep.equal(['heleket', 'cryptobot']);
    await set(['yookassa', 'cryptobot'], []);
    expect((await shop.paymentMethods.list()).map(({ id }) => id)).to.deep.equal(['yookassa', 'cryptobot', 'heleket']);
    await set([], ['heleket']);
    expect(await shop.paymentMethods.for('TON')).to.deep.equal(['cryptobot']);
    expect((await shop.paymentMethods.list()).find(({ id }) => id === 'heleket')?.on).to.equal(false);
  });

  it('collect the first of several prices that they know: the one that is then paid', async () => {
    const offers = [ton('2'), Money.parse('299', 'RUB'), Money.parse('3', 'USDT')];
    const collected = (await shop.paymentMethods.forOffers(offers)).map(({ gateway, price, keepsMethod }) => [gateway, price.toString(), keepsMethod]);
    expect(collected).to.deep.equal([['heleket', '2 TON', false], ['cryptobot', '2 TON', false], ['yookassa', '299 RUB', true]]);
    expect(await shop.paymentMethods.forOffers([Money.of(250n, 'XTR')])).to.deep.equal([]);
  });

  it('that are off begin nothing new', async () => {
    await set([], ['heleket']);
    expect(await refusalOf(shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: '10' }))).to.be.instanceOf(UnknownGateway);
    expect(shop.gateway.invoices.size).to.equal(0);
    await set([], []);
    expect((await shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: '10' })).state).to.equal('invoiced');
  });

  for (const wrong of [{ order: [''], off: [] }, { order: [], off: ['Heleket!'] }, { order: ['1st'], off: [] }]) {
    it(`are not set to ${JSON.stringify(wrong)}`, async () => {
      expect(await refusalOf(shop.settings.changeGateways(wrong))).to.be.instanceOf(InvalidSetting);
      expect(await shop.settings.gateways()).to.deep.equal({ order: [], off: [] });
    });
  }

  it('stored in a shape that nobody writes are refused, not guessed', async () => {
    await shop.memory.run((tx) => tx.settings.save('gateways', { order: 'heleket', off: [] }));
    expect(await refusalOf(shop.settings.gateways())).to.be.instanceOf(InvalidSetting);
  });
});
