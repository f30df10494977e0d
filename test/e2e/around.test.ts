import { expect } from 'chai';
import { OpenShop } from './support/open-shop.js';
import { invoiceOf } from './support/outside.js';
import type { Person } from './support/person.js';

describe('around the shop', () => {
  let shop: OpenShop;
  let vera: Person;

  before(async function () {
    this.timeout(60_000);
    shop = await OpenShop.open({ environment: { SUPPORT_CONTACT: '@polaris_help', ADMIN_IDS: '7000' } });
    await shop.outside.price(4_500_000);
    vera = shop.hurriedPerson(6000);
    await vera.asks('/start', /Hi, Vera!/);
    await vera.walks('balance', 'recharge', 'recharge_heleket');
    await shop.outside.pay(invoiceOf(await vera.taps('recharge_heleket_10', /invoice is ready/)));
    await vera.sees(/10 TON added/);
    await vera.asks('/start', /10 TON/);
    await vera.walks('buy_stars', 'buy_stars_with_balance', 'buy_100_balance', 'order_self');
    await vera.tap('order_pay_');
    await vera.sees(/Stars delivered!/);
  });
  after(() => shop.stop());

  async function idOf(table: 'orders' | 'payments'): Promise<string> {
    const row = await shop.database.knex<{ id: string; user_id: string }>(table).where('user_id', vera.id).first('id');
    return row?.id ?? '';
  }

  it('the history shows what happened, by kind, and each entry in full', async () => {
    await vera.asks('/balance', /Available: 9\.3801 TON/);
    const all = await vera.taps('balance_history', /The last 30 days/);
    const lines = all.buttons.flat().filter((button) => button.data?.startsWith('transaction_'));
    expect(lines.map(({ text }) => text.replaceAll('\u00a0', ' '))).to.satisfy(
      ([purchase = '', topUp = '']: string[]) => /Stars.*−0\.6199 TON/.test(purchase) && /Top-up.*\+10 TON/.test(topUp),
    );
    const purchases = await vera.taps('history_purchase', /The last 30 days/);
    expect(purchases.buttons.flat().filter((button) => button.data?.startsWith('transaction_'))).to.have.length(1);
    await vera.taps('transaction_', /Amount: −0\.6199 TON.*completed.*Recipient: @person_6000.*Paid with: balance/s);
  });

  it('somebody else\'s order, payment and entry are not found', async () => {
    const eve = shop.person(6001, { firstName: 'Eve', languageCode: 'en' });
    const order = await idOf('orders');
    const payment = await idOf('payments');
    const buttons = [`transaction_${order}`, `refresh_status_${order}`, `order_pay_${order}`, `order_cancel_${order}`, `check_recharge_${payment}`];
    for (const data of buttons) {
      const { messageId } = await eve.asks('/start', /Hi, Eve!/);
      await shop.api.post(`/sandbox/telegram/chats/${eve.id}/taps`, { messageId, data, force: true });
      await eve.sees(/Not found.*Nothing happened to your money/s);
    }
  });

  it('the language changes at once and stays', async () => {
    await vera.say('/language');
    await vera.taps('language_ru', /Привет|Здравствуй/);
    await vera.asks('/balance', /Баланс/);
    await vera.say('/language');
    await vera.taps('language_en', /Hi, Vera!/);
  });

  it('a Russian speaker is answered in Russian from the first word', async () => {
    await shop.person(6002, { firstName: 'Вера', languageCode: 'ru' }).asks('/start', /Вера/);
  });

  it('help names where to write, and an old button leads home', async () => {
    await vera.asks('/help', /Help/);
    const contact = await vera.taps('contact_admin', /Support/);
    expect(JSON.stringify(contact)).to.contain('polaris_help');
    await shop.api.post(`/sandbox/telegram/chats/${vera.id}/taps`, { messageId: contact.messageId, data: 'buy_vip_2019', force: true });
    await vera.sees(/older version of the menu/);
  });

  it('an operator is told what needs a person', async () => {
    const operator = shop.hurriedPerson(7000);
    await operator.asks('/start', /Hi/);
    await vera.say('/start');
    await vera.walks('balance', 'recharge', 'recharge_heleket');
    const invoice = invoiceOf(await vera.taps('recharge_heleket_10', /invoice is ready/));
    await shop.outside.arm('heleket', 'lying');
    await shop.outside.pay(invoice);
    await operator.sees(/A payment is waiting for an operator's decision/);
    await shop.outside.calm();
  });
});
