import { expect } from 'chai';
import { OpenShop } from '../support/open-shop.js';
import type { Person } from '../support/person.js';
import { ordersMonth, type PanelAccount, VpnWorld } from '../support/vpn-world.js';

const DAY = 86_400_000;
const GIGABYTE = 1024n ** 3n;

describe('a VPN as time passes', () => {
  let shop: OpenShop;
  let world: VpnWorld;
  beforeEach(async function () {
    this.timeout(60_000);
    shop = await OpenShop.open();
    world = new VpnWorld(shop.api);
  });
  afterEach(async () => {
    try {
      expect(await shop.brokenRules()).to.deep.equal([]);
    } finally {
      await shop.stop();
    }
  });

  async function bought(how: { readonly renews?: boolean } = {}): Promise<{ buyer: Person; account: PanelAccount }> {
    const buyer = shop.hurriedPerson(7001);
    await buyer.asks('/start', /Hi, Vera!/);
    await world.pay(await ordersMonth(buyer, 'yookassa', how), buyer);
    await buyer.sees(/VPN 1 works until/);
    return { buyer, account: await world.accountIn((await buyer.taps('sub_config_', /Scan the code/)).text) };
  }

  const ending = async ({ key }: PanelAccount): Promise<number> => Date.parse((await world.accounts()).find((account) => account.key === key)?.expiresAt ?? '');

  it('is renewed by the card that YooKassa keeps, a day before the end, without a tap', async () => {
    const { buyer, account } = await bought({ renews: true });
    await world.advance('708h');
    await buyer.sees(/Renewed by itself/);
    expect((await ending(account)) - Date.parse(account.expiresAt)).to.equal(30 * DAY);
    expect((await shop.api.get<{ yookassa: { payments: unknown[] } }>('/sandbox/world')).yookassa.payments).to.have.length(2);
  });

  it('reminds three days and one day before the end, says when it is over, and goes on when it is extended', async () => {
    const { buyer, account } = await bought();
    await world.advance('27d');
    await buyer.sees(/VPN 1 ends in 3 days/);
    await world.advance('2d');
    await buyer.sees(/VPN 1 ends within a day/);
    await world.advance('1d');
    await buyer.sees(/VPN 1 has ended/);
    await buyer.taps('sub_extend_', /Extend “VPN 1”/);
    await buyer.taps('sub_plan_month', /Extends “VPN 1”/);
    await world.pay(await buyer.taps('order_pay_via_wata_', /invoice is ready/), buyer);
    await buyer.sees(/VPN 1 now works until/);
    const after = (await world.accounts()).find(({ key }) => key === account.key);
    expect(after?.status).to.equal('active');
  });

  it('waits for a server that is away, says so, and is set up when the server is back', async () => {
    const buyer = shop.hurriedPerson(7002);
    await buyer.asks('/start', /Hi, Vera!/);
    await world.armPanels('failing');
    await world.pay(await ordersMonth(buyer, 'wata'), buyer);
    await buyer.sees(/The server is taking a break/);
    expect(await world.accounts()).to.deep.equal([]);
    await shop.outside.calm();
    await buyer.sees(/VPN 1 works until/);
    expect(await world.accounts()).to.have.length(1);
  });

  it('gives the money back to the balance when no server comes back within a day', async () => {
    const buyer = shop.hurriedPerson(7003);
    await buyer.asks('/start', /Hi, Vera!/);
    await world.armPanels('failing');
    await world.pay(await ordersMonth(buyer, 'heleket'), buyer);
    await buyer.sees(/The server is taking a break/);
    await world.advance('25h');
    await buyer.sees(/1 TON is back on your balance/);
    expect(await shop.available(buyer.id)).to.equal('1');
  });

  it('says when four fifths of the traffic are used, and shows it', async () => {
    const { buyer, account } = await bought();
    await world.use(account, 250n * GIGABYTE);
    await world.advance('1d');
    await buyer.sees(/VPN 1 has used 80% of its traffic/);
    await buyer.asks('/vpn', /Your subscriptions/);
    await buyer.taps('sub_0', /250 GB of 300 GB/);
    const usage = await buyer.taps('sub_usage_', /traffic in 30 days|Total: 250 GB/);
    expect(usage.text).to.match(/250 GB/);
  });

  it('is tried once by everybody', async () => {
    const person = shop.hurriedPerson(7004);
    await person.asks('/start', /Hi, Vera!/);
    const offer = await person.asks('/vpn', /Try it free for 3 days/);
    await person.tap('vpn_trial');
    await person.sees(/Your VPN is ready/);
    await shop.api.post(`/sandbox/telegram/chats/${person.id}/taps`, { messageId: offer.messageId, data: 'vpn_trial', force: true });
    await person.sees(/You have had your trial/);
    expect(await world.accounts()).to.have.length(1);
  });

  it('comes as a picture with the link below, and under another link after the old one was shown to somebody', async () => {
    const { buyer, account } = await bought();
    const config = await buyer.asks('/config', /Scan the code/);
    expect((await fetch(`${shop.origin}${config.photo?.url}`)).headers.get('content-type')).to.equal('image/png');
    expect((await fetch(account.link)).ok).to.equal(true);
    await buyer.taps('sub_rotate_', /Change the link/);
    await buyer.tap('sub_rotated_');
    await buyer.sees(/New link for VPN 1/);
    expect((await fetch(account.link)).ok).to.equal(false);
    const anew = await buyer.asks('/config', /Scan the code/);
    expect((await world.accountIn(anew.text)).key).to.equal(account.key);
  });
});
