import { expect } from 'chai';
import { OpenShop } from '../support/open-shop.js';
import { invoiceOf } from '../support/outside.js';

describe('a VPN by tapping', () => {
  let shop: OpenShop;
  before(async function () {
    this.timeout(60_000);
    shop = await OpenShop.open();
  });
  after(() => shop.stop());
  afterEach(async () => {
    expect(await shop.brokenRules()).to.deep.equal([]);
  });

  it('is tried: the server sets it up, the link comes as a picture, and is explained for each system', async () => {
    const vera = shop.hurriedPerson(5001);
    await vera.asks('/start', /Hi, Vera!/);
    await vera.taps('vpn', /Try it free for 3 days/);
    await vera.taps('vpn_trial', /Setting up|Scan the code/);
    await vera.sees(/Your VPN is ready/);
    const config = await vera.asks('/config', /Scan the code/);
    const link = /https?:\/\/\S+/.exec(config.text)?.[0] ?? '';
    expect(link).to.match(/\/sub\//);
    await vera.taps('sub_os_android', /Happ: happ:\/\/add\/http/);
    await vera.taps('sub_config_', /Scan the code/);
    await vera.taps('sub_0', /Plan: trial/);
  });

  it('is bought from the balance, extended, and asked for a new link', async () => {
    const anna = shop.hurriedPerson(5002, { username: 'anna', firstName: 'Anna', languageCode: 'en' });
    await anna.asks('/start', /Hi, Anna!/);
    await anna.walks('balance', 'recharge', 'recharge_heleket');
    await shop.outside.pay(invoiceOf(await anna.taps('recharge_heleket_10', /invoice is ready/)));
    await anna.sees(/10 TON added/);
    await anna.asks('/vpn', /VPN plans|One link/);
    await anna.taps('vpn_buy', /One month — .*1 TON/);
    await anna.taps('plan_month', /VPN: One month, 30 days/);
    // A panel nearby may be quicker than anybody looks.
    await anna.tap('order_pay_from_TON');
    await anna.sees(/Your VPN is ready\n/);
    const before = await anna.taps('sub_config_', /Scan the code/);
    await anna.taps('sub_rotate_', /Change the link/);
    await anna.tap('sub_rotated_');
    await anna.sees(/New link for VPN 1/);
    const after = await anna.taps('sub_config_', /Scan the code/);
    expect(after.text).not.to.equal(before.text);
    await anna.asks('/vpn', /Your subscriptions/);
    await anna.taps('sub_', /30 days left/);
    await anna.taps('sub_extend_', /Extend “VPN 1”/);
    await anna.taps('sub_plan_month', /Extends “VPN 1”/);
    await anna.tap('order_pay_from_TON');
    await anna.sees(/Extended!/);
    expect(await shop.available(5002)).to.equal('8');
  });
});
