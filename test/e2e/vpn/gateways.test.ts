import { expect } from 'chai';
import { TOKENS as T } from '#composition/tokens.js';
import { OpenShop } from '../support/open-shop.js';
import { GATEWAYS, ordersMonth, VpnWorld } from '../support/vpn-world.js';

const DAY = 86_400_000;
const LEEWAY = 10 * 60_000;

describe('a VPN paid at a gateway', () => {
  let shop: OpenShop;
  let world: VpnWorld;
  before(async function () {
    this.timeout(60_000);
    shop = await OpenShop.open();
    world = new VpnWorld(shop.api);
  });
  after(() => shop.stop());
  afterEach(async () => {
    expect(await shop.brokenRules()).to.deep.equal([]);
  });

  for (const [index, gateway] of GATEWAYS.entries()) {
    it(`is set up at a panel for a month once ${gateway} is paid, and extended there by another`, async () => {
      const buyer = shop.hurriedPerson(6001 + index);
      await buyer.asks('/start', /Hi, Vera!/);
      await world.pay(await ordersMonth(buyer, gateway), buyer);
      await buyer.sees(/VPN 1 works until/);
      const config = await buyer.taps('sub_config_', /Scan the code/);
      const bought = await world.accountIn(config.text);
      expect(bought.status).to.equal('active');
      expect(Date.parse(bought.expiresAt)).to.be.closeTo((await world.now()) + 30 * DAY, LEEWAY);
      await buyer.asks('/vpn', /Your subscriptions/);
      await buyer.walks('sub_', 'sub_extend_', 'sub_plan_month');
      await world.pay(await buyer.taps(`order_pay_via_${gateway}_`, /invoice is ready/), buyer);
      await buyer.sees(/VPN 1 now works until/);
      const extended = await world.accountIn(config.text);
      expect(Date.parse(extended.expiresAt) - Date.parse(bought.expiresAt)).to.equal(30 * DAY);
      expect(await shop.available(buyer.id)).to.equal('0');
    });
  }

  for (const [index, gateway] of (['heleket', 'yookassa', 'wata', 'cryptobot'] as const).entries()) {
    it(`is not had by a webhook that says ${gateway} was paid and is not its own`, async () => {
      const forger = shop.hurriedPerson(6101 + index);
      await forger.asks('/start', /Hi, Vera!/);
      const card = await ordersMonth(forger, gateway);
      const before = (await world.accounts()).length;
      // YooKassa signs nothing: what is heard there is taken, and believed only after asking.
      expect(await world.forge(card)).to.equal(gateway === 'yookassa' ? 200 : 401);
      shop.clock.advance(2_000);
      await forger.taps('check_payment_', /invoice is ready/);
      expect((await world.accounts()).length).to.equal(before);
      // What was made up keeps the genuine news from nobody.
      await world.pay(card, forger);
      await forger.sees(/VPN 1 works until/);
      expect((await world.accounts()).length).to.equal(before + 1);
    });
  }

  it('brings a week to the friend who invited the buyer', async () => {
    const inviter = shop.hurriedPerson(6201);
    await inviter.asks('/start', /Hi, Vera!/);
    await inviter.asks('/vpn', /One link/);
    await inviter.tap('vpn_trial');
    await inviter.sees(/Your VPN is ready/);
    const config = await inviter.asks('/config', /Scan the code/);
    const before = await world.accountIn(config.text);
    const invited = shop.hurriedPerson(6202);
    await invited.asks('/start ref_6201', /Hi, Vera!/);
    await world.pay(await ordersMonth(invited, 'yookassa'), invited);
    await invited.sees(/VPN 1 works until/);
    await inviter.sees(/A friend made a first purchase[^]*7 days/);
    await inviter.asks('/referral', /Of them have paid: 1[^]*Earned: 7 days/);
    const after = await world.accountIn(config.text);
    expect(Date.parse(after.expiresAt) - Date.parse(before.expiresAt)).to.equal(7 * DAY);
  });

  it('is cheaper with a promo code, at the gateway too', async () => {
    const promo = { code: 'SPRING', benefit: { kind: 'percent', percent: 50 }, total: undefined, each: 1, expiresAt: undefined, plans: [] } as const;
    await shop.service.shop().container.get(T.promoCatalog).add(promo);
    const buyer = shop.hurriedPerson(6301);
    await buyer.asks('/start', /Hi, Vera!/);
    await buyer.asks('/vpn', /One link/);
    await buyer.walks('vpn_buy', 'plan_month');
    await buyer.taps('promo_', /Promo code/);
    await buyer.asks('spring', /With the promo code SPRING/);
    const card = await buyer.taps('order_pay_via_yookassa_', /invoice is ready/);
    expect(card.text).to.match(/99\.5 ₽/);
    await world.pay(card, buyer);
    await buyer.sees(/VPN 1 works until/);
  });
});
