import { expect } from 'chai';
import { OpenShop } from './support/open-shop.js';
import { invoiceOf } from './support/outside.js';
import type { Person } from './support/person.js';

describe('topping up the balance', () => {
  let shop: OpenShop;
  let next = 2000;

  before(async function () {
    this.timeout(60_000);
    shop = await OpenShop.open();
  });
  after(() => shop.stop());
  afterEach(async () => {
    await shop.outside.calm();
    expect(await shop.brokenRules()).to.deep.equal([]);
  });

  /** A person of their own for each test, so that balances begin at nothing. */
  async function newcomer(): Promise<Person> {
    const person = shop.person(next++);
    await person.asks('/start', /Hi, Vera!/);
    return person;
  }

  async function invoiceFor(person: Person, amount: '10' | '50' = '10'): Promise<string> {
    await person.walks('balance', 'recharge', 'recharge_heleket');
    return invoiceOf(await person.taps(`recharge_heleket_${amount}`, /Your invoice is ready/));
  }

  it('a newcomer is greeted by name and begins with nothing', async () => {
    const vera = shop.person(next++);
    await vera.asks('/start', /Hi, Vera!.*Your balance: 0 TON/s);
    await vera.taps('balance', /Available: 0 TON/);
  });

  it('what is paid exactly is credited, and the payer is told', async () => {
    const vera = await newcomer();
    await shop.outside.pay(await invoiceFor(vera));
    await vera.sees(/10 TON added to your balance.*now 10 TON/s);
    expect(await shop.available(vera.id)).to.equal('10');
  });

  it('less than asked is not a payment until the invoice ends; then it is kept (case 23)', async () => {
    const vera = await newcomer();
    const invoice = await invoiceFor(vera);
    await shop.outside.pay(invoice, { amount: '4' });
    await vera.taps('check_recharge', /Only part of the amount has arrived/);
    expect(await shop.available(vera.id)).to.equal('0');
    await shop.outside.decide(invoice, 'wrong_amount');
    await vera.sees(/4 TON added.*less than the invoice asked/s);
    expect(await shop.available(vera.id)).to.equal('4');
  });

  it('the rest of an invoice may follow (case 3)', async () => {
    const vera = await newcomer();
    const invoice = await invoiceFor(vera);
    await shop.outside.pay(invoice, { amount: '4' });
    await shop.outside.pay(invoice, { amount: '6' });
    await vera.sees(/10 TON added/);
    expect(await shop.available(vera.id)).to.equal('10');
  });

  it('more than asked is credited in full', async () => {
    const vera = await newcomer();
    await shop.outside.pay(await invoiceFor(vera), { amount: '12.5' });
    await vera.sees(/12\.5 TON added.*more than the invoice asked/s);
    expect(await shop.available(vera.id)).to.equal('12.5');
  });

  it('money that comes after the invoice expired is not lost', async () => {
    const vera = await newcomer();
    const invoice = await invoiceFor(vera);
    await shop.outside.decide(invoice, 'cancel');
    await vera.sees(/The invoice has expired/);
    await shop.outside.pay(invoice, { late: true });
    await vera.sees(/10 TON added.*after the invoice expired/s);
    expect(await shop.available(vera.id)).to.equal('10');
  });

  it('news of one payment brought twenty times at once is one credit, and real money that comes again is another', async () => {
    const vera = await newcomer();
    const invoice = await invoiceFor(vera);
    const paid = await shop.outside.pay(invoice, { times: 20 });
    expect(paid.deliveries.map((delivery) => delivery.httpStatus)).to.deep.equal(Array(20).fill(200));
    await vera.sees(/10 TON added/);
    expect(await shop.available(vera.id)).to.equal('10');
    await shop.outside.pay(invoice);
    await vera.sees(/10 TON added.*now 20 TON/s);
    expect(await shop.available(vera.id)).to.equal('20');
  });

  it('a payment nobody told the shop of is found when the payer asks', async () => {
    const vera = await newcomer();
    const invoice = await invoiceFor(vera);
    await shop.outside.arm('heleket', 'silent');
    await shop.outside.pay(invoice);
    await shop.outside.calm();
    await vera.taps('check_recharge', /Paid! Received 10 TON/);
    expect(await shop.available(vera.id)).to.equal('10');
  });

  it('a payment nobody told the shop of is found by the shop itself within a minute', async () => {
    const vera = await newcomer();
    const invoice = await invoiceFor(vera);
    await shop.outside.arm('heleket', 'silent');
    await shop.outside.pay(invoice);
    await shop.outside.calm();
    expect(await shop.available(vera.id)).to.equal('0');
    shop.clock.advance(61_000);
    await vera.sees(/10 TON added/);
    expect(await shop.available(vera.id)).to.equal('10');
  });

  it('a forged payment gets no thanks and no credit', async () => {
    const vera = await newcomer();
    expect(await shop.outside.forge(await invoiceFor(vera))).to.equal(401);
    shop.clock.advance(1_000);
    await vera.taps('check_recharge', /Your invoice is ready/);
    expect(await shop.available(vera.id)).to.equal('0');
  });

  it('an own amount is asked for until it is one', async () => {
    const vera = await newcomer();
    await vera.walks('balance', 'recharge', 'recharge_heleket');
    await vera.taps('recharge_heleket_custom', /How much TON\?/);
    await vera.asks('a lot', /couldn't read that amount/);
    await vera.asks('9.99', /from 10 TON to 10 000 TON/);
    await vera.asks('12.345', /couldn't read that amount/);
    await shop.outside.pay(invoiceOf(await vera.asks('25.5', /Top-up of 25\.5 TON/)));
    await vera.sees(/25\.5 TON added/);
    expect(await shop.available(vera.id)).to.equal('25.5');
  });
});
