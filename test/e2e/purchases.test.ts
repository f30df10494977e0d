import { expect } from 'chai';
import { OpenShop } from './support/open-shop.js';
import { invoiceOf } from './support/outside.js';
import type { Person } from './support/person.js';

/** 0.0045 TON a star at the market and a margin of 45 %: 100 stars with 5 % off. */
const PRICE = '0.6199';

describe('buying stars', () => {
  let shop: OpenShop;
  let next = 3000;

  before(async function () {
    this.timeout(60_000);
    shop = await OpenShop.open();
    await shop.outside.price(4_500_000);
  });
  after(() => shop.stop());
  afterEach(async () => {
    expect(await shop.brokenRules()).to.deep.equal([]);
  });

  async function newcomer(): Promise<Person> {
    const person = shop.hurriedPerson(next++);
    await person.asks('/start', /Hi, Vera!/);
    return person;
  }

  async function buyerWith10(): Promise<Person> {
    const buyer = await newcomer();
    await buyer.walks('balance', 'recharge', 'recharge_heleket');
    await shop.outside.pay(invoiceOf(await buyer.taps('recharge_heleket_10', /invoice is ready/)));
    await buyer.sees(/10 TON added/);
    await buyer.asks('/start', /Your balance: 10 TON/);
    return buyer;
  }

  /** The stars that really reached somebody. */
  async function delivered(recipient: string): Promise<readonly number[]> {
    const { fragment } = await shop.outside.world();
    return fragment.deliveries.filter((delivery) => delivery.recipient === recipient).map(({ stars }) => stars);
  }

  async function transfers(): Promise<number> {
    return (await shop.outside.world()).ton.transfers.length;
  }

  it('stars for oneself are paid from the balance, arrive once, and are in the books as they happened', async () => {
    const vera = await buyerWith10();
    await vera.walks('buy_stars', 'buy_stars_with_balance', 'buy_100_balance');
    await vera.taps('order_self', /110 stars.*Recipient.*To pay: 0\.6199 TON/s);
    const order = (await vera.tap('order_pay_')).replace('order_pay_', '');
    await vera.sees(/Stars delivered!/);
    expect(await delivered(`person_${vera.id}`)).to.deep.equal([110]);

    const { fragment, ton, ledger } = await shop.outside.world();
    const delivery = fragment.deliveries.find(({ recipient }) => recipient === `person_${vera.id}`);
    const transfer = ton.transfers.find(({ txHash }) => txHash === delivery?.txHash);
    expect(transfer?.amountNano).to.equal('495000000');
    expect(transfer?.comment).to.match(/^110 Telegram Stars/);
    const booked = ledger.transfers?.filter(({ ref }) => ref.endsWith(order)).map(({ kind, amount }) => `${kind} ${amount}`);
    expect(booked).to.have.members([`hold ${PRICE}`, `capture ${PRICE}`]);
    expect(await shop.available(vera.id)).to.equal('9.3801');
  });

  it('stars for a friend go to the friend, by name or by link', async () => {
    const vera = await buyerWith10();
    await vera.walks('buy_stars', 'buy_stars_with_balance', 'buy_250_balance');
    await vera.taps('order_friend', /Who is the gift for/);
    await vera.asks('@alice', /Alice Liddell \(@alice\)/);
    await vera.taps('order_friend', /Who is the gift for/);
    await vera.asks('https://t.me/durov', /Pavel Durov \(@durov\)/);
    await vera.taps('order_pay_', /on the way/);
    await vera.sees(/Stars delivered!/);
    expect(await delivered('durov')).to.deep.equal([275]);
    expect(await delivered('alice')).to.deep.equal([]);
  });

  it('stars can be paid straight through the gateway; what is paid too much is change on the balance', async () => {
    const vera = await newcomer();
    await vera.walks('buy_stars', 'buy_stars_with_payment', 'buy_100', 'order_self');
    const card = await vera.taps('order_pay_', /Order payment · 0\.6199 TON/);
    await shop.outside.pay(invoiceOf(card), { amount: '1' });
    await vera.sees(/0\.3801 TON change is on your balance/);
    await vera.sees(/Stars delivered!/);
    expect(await delivered(`person_${vera.id}`)).to.deep.equal([110]);
    expect(await shop.available(vera.id)).to.equal('0.3801');
  });

  it('less than the price buys nothing and stays the payer\'s', async () => {
    const vera = await newcomer();
    await vera.walks('buy_stars', 'buy_stars_with_payment', 'buy_100', 'order_self');
    const invoice = invoiceOf(await vera.taps('order_pay_', /Order payment/));
    await shop.outside.pay(invoice, { amount: '0.5' });
    await shop.outside.decide(invoice, 'wrong_amount');
    await vera.sees(/0\.5 TON is on your balance.*the order is closed/s);
    expect(await shop.available(vera.id)).to.equal('0.5');
    expect(await delivered(`person_${vera.id}`)).to.deep.equal([]);
  });

  it('a payment for an order that was cancelled goes to the balance', async () => {
    const vera = await newcomer();
    await vera.walks('buy_stars', 'buy_stars_with_payment', 'buy_100', 'order_self');
    const invoice = invoiceOf(await vera.taps('order_pay_', /Order payment/));
    await vera.taps('order_cancel_', /Order cancelled/);
    await shop.outside.pay(invoice);
    await vera.sees(/0\.6199 TON is on your balance.*after the order was closed/s);
    expect(await delivered(`person_${vera.id}`)).to.deep.equal([]);
  });

  it('a button pressed five times at once is one order', async () => {
    const vera = await buyerWith10();
    await vera.walks('buy_stars', 'buy_stars_with_balance', 'buy_100_balance', 'order_self');
    const before = await transfers();
    const pay = (await vera.messages()).findLast((message) => message.buttons.flat().some((button) => button.data?.startsWith('order_pay_')));
    const data = pay?.buttons.flat().find((button) => button.data?.startsWith('order_pay_'))?.data;
    const tap = { messageId: pay?.messageId, data, force: true };
    await Promise.all(Array.from({ length: 5 }, () => shop.api.post(`/sandbox/telegram/chats/${vera.id}/taps`, tap)));
    await vera.sees(/Stars delivered!/);
    expect(await delivered(`person_${vera.id}`)).to.deep.equal([110]);
    expect(await transfers()).to.equal(before + 1);
    expect(await shop.available(vera.id)).to.equal('9.3801');
  });

  it('somebody who cannot get stars is named before any money is taken', async () => {
    const vera = await buyerWith10();
    await vera.walks('buy_stars', 'buy_stars_with_balance', 'buy_100_balance', 'order_friend');
    await vera.asks('@nobody_at_all', /can't find this person.*Nothing was charged/s);
    await vera.asks('@restricted_ray', /can't receive Stars.*Nothing was charged/s);
    await vera.asks('@channel_news', /not a person.*Nothing was charged/s);
    await vera.asks('?!', /doesn't look like a Telegram name/);
    await vera.asks('@carol_ng', /Carol Ng/);
    expect(await shop.available(vera.id)).to.equal('10');
  });

  it('a balance that is too small says what is missing', async () => {
    const vera = await newcomer();
    await vera.walks('buy_stars', 'buy_stars_with_balance', 'buy_100_balance', 'order_self');
    await vera.taps('order_pay_', /0\.6199 TON is missing.*Nothing was charged/s);
  });

  it('a price that rose since it was shown is asked about again', async () => {
    const vera = await buyerWith10();
    await vera.walks('buy_stars', 'buy_stars_with_balance', 'buy_100_balance', 'order_self');
    await shop.outside.price(9_000_000);
    shop.clock.advance(61_000);
    await vera.taps('order_pay_', /The price has changed.*Before: 0\.6199 TON.*Now: 1\.2398 TON.*Nothing was charged/s);
    expect(await shop.available(vera.id)).to.equal('10');
    await vera.tap('order_pay_');
    await vera.sees(/Stars delivered!/);
    expect(await shop.available(vera.id)).to.equal('8.7602');
    await shop.outside.price(4_500_000);
    shop.clock.advance(61_000);
  });

  it('an expired session at the market closes the sale before money is taken, and a new one opens it', async () => {
    const vera = await buyerWith10();
    await vera.walks('buy_stars', 'buy_stars_with_balance', 'buy_100_balance', 'order_self');
    await shop.outside.session('expired');
    shop.clock.advance(31_000);
    await vera.taps('order_pay_', /can't be delivered right now.*Nothing was charged/s);
    expect(await shop.available(vera.id)).to.equal('10');
    await shop.outside.session('valid');
    shop.clock.advance(6_000);
    await vera.tap('order_pay_');
    await vera.sees(/Stars delivered!/);
  });
});
