import { expect } from 'chai';
import { ton } from '../../builders/ton.js';
import { BotLab, VERA } from './bot-lab.js';

const idIn = (data: string | undefined): string => data?.slice(-36) ?? '';

describe('shopping in the chat', () => {
  let lab: BotLab;
  beforeEach(async () => {
    lab = await BotLab.open();
    await lab.say('/start');
  });
  afterEach(() => lab.close());

  const buttonOf = (message: { buttons: readonly (readonly { data?: string }[])[] }, start: string): string =>
    message.buttons.flat().find((button) => button.data?.startsWith(start))?.data ?? '';

  async function draft(stars = 'buy_100_balance'): Promise<string> {
    await lab.tap('buy_stars');
    await lab.tap(stars.endsWith('_balance') ? 'buy_stars_with_balance' : 'buy_stars_with_payment');
    return idIn(buttonOf(await lab.tap(stars), 'order_self_'));
  }

  it('begins with a greeting in the language of the Telegram app', async () => {
    expect((await lab.last()).text).to.include('Привет, Вера!');
    expect((await lab.say('/start', 2002, { firstName: 'Bob', languageCode: 'de' })).text).to.include('Hi, Bob!');
  });

  it('tops the balance up: the watched screen turns to paid and a receipt comes', async () => {
    await lab.tap('balance');
    await lab.tap('recharge');
    const invoice = await lab.tap('recharge_heleket_10');
    const id = idIn(buttonOf(invoice, 'check_recharge_'));
    expect(invoice.buttons.flat().find((button) => button.url)?.url).to.equal('https://pay.example/heleket-invoice-1');
    lab.shop.gateway.pay(id, ton('12'));
    await lab.shop.settlePayment.execute({ paymentId: id });
    await lab.work();
    const [, screen, receipt] = await lab.messages();
    expect(screen?.text).to.include('Оплачено').and.to.include('12 TON'.replace(' ', '\u00a0'));
    expect(receipt?.text).to.include('Баланс пополнен').and.to.include('больше');
  });

  it('buys for a friend from the balance: progress in place, then a celebration and a receipt', async () => {
    await lab.give('10');
    const id = await draft();
    await lab.tap(`order_friend_${id}`);
    expect((await lab.say('@bobby')).text).to.include('Bob (@bobby)').and.to.include('110 звёзд');
    const paid = await lab.tap(`order_pay_${id}`);
    expect(paid.text).to.include('Звёзды в пути').and.to.include('▰▰▱');
    await lab.work();
    const messages = await lab.messages();
    expect(messages.find(({ messageId }) => messageId === paid.messageId)?.text).to.include('Звёзды доставлены!').and.to.include('▰▰▰▰▰▰▰▰▰▰');
    expect(messages.at(-1)?.text).to.include('Чек').and.to.include('@bobby').and.to.include(id);
    expect(lab.shop.stars.effects.deliveries).to.have.length(1);
  });

  it('buys for oneself through a gateway: invoice, payment, delivery on one screen', async () => {
    const id = await draft('buy_100');
    const card = await lab.tap(`order_self_${id}`);
    const invoice = await lab.press(card.messageId, `order_pay_${id}`);
    expect(invoice.text).to.include('Оплата заказа');
    const paymentId = idIn(buttonOf(invoice, 'check_payment_'));
    lab.shop.gateway.pay(paymentId, ton('2.1375'));
    expect((await lab.tap(`check_payment_${paymentId}`)).text).to.include('Звёзды в пути');
    await lab.work();
    const final = (await lab.messages()).find(({ messageId }) => messageId === invoice.messageId);
    expect(final?.text).to.include('Звёзды доставлены!');
  });

  it('gives the money back with a reason when the delivery cannot be', async () => {
    await lab.give('10');
    const id = await draft();
    await lab.tap(`order_self_${id}`);
    lab.shop.stars.answer('vera', { outcome: 'rejected', reason: 'restricted' });
    const paid = await lab.tap(`order_pay_${id}`);
    await lab.work();
    const messages = await lab.messages();
    expect(messages.find(({ messageId }) => messageId === paid.messageId)?.text).to.include('Заказ не выполнен').and.to.include('вернулись на баланс');
    expect(messages.at(-1)?.text).to.include('Деньги вернулись').and.to.include('10 TON'.replace(' ', '\u00a0'));
  });

  it('lets several orders be open at once: each button knows its own', async () => {
    await lab.give('10');
    const first = await draft();
    const second = idIn(buttonOf(await lab.say('/buy_stars 50'), 'order_self_'));
    await lab.tap(`order_self_${second}`);
    await lab.tap(`order_self_${first}`);
    expect((await lab.tap(`order_pay_${first}`)).text).to.include('110 звёзд');
    expect((await lab.tap(`order_cancel_${second}`)).text).to.include('Заказ отменён').and.to.include('50 звёзд');
  });

  it('says plainly that nothing is sold while nothing can be delivered', async () => {
    lab.shop.stars.trouble = 'session-dead';
    const closed = await lab.tap('buy_stars');
    expect(closed.text).to.include('не отправляются').and.to.include('не берём');
    expect(closed.buttons.flat().map(({ data }) => data)).to.include.members(['buy_stars', 'home']);
  });

  it('pages through the history and keeps its filter', async () => {
    for (let count = 0; count < 8; count++) {
      await lab.shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: String(10 + count) });
      lab.shop.clock.advance(1000);
    }
    await lab.tap('balance');
    const first = await lab.tap('balance_history');
    expect(first.buttons.flat().filter(({ data }) => data?.startsWith('transaction_'))).to.have.length(6);
    await lab.restart();
    const second = await lab.tap('history_all_1');
    expect(second.buttons.flat().filter(({ data }) => data?.startsWith('transaction_'))).to.have.length(2);
    expect(second.buttons.flat().map(({ data }) => data)).to.include('history_all_0').and.not.to.include('history_all_2');
    expect((await lab.tap('history_refund_0')).text).to.include('ничего нет');
    expect((await lab.tap('history_recharge_0')).buttons.flat().map(({ data }) => data)).to.include('history_recharge_1');
  });

  it('changes the language for good', async () => {
    await lab.tap('language');
    expect((await lab.tap('language_en')).text).to.include('Hi, Вера!');
    expect((await lab.say('/start')).text).to.include('Hi, Вера!');
  });

  it('remembers who sent a newcomer, and nobody for a forged link (case 151)', async () => {
    await lab.say(`/start ref_${VERA}`, 2002, { firstName: 'Bob' });
    await lab.say("/start ref_1; DROP TABLE users", 2003, { firstName: 'Eve' });
    const [bob, eve] = await lab.shop.memory.run(async (tx) => [await tx.users.get(2002), await tx.users.get(2003)] as const);
    expect([bob.referredBy, eve.referredBy]).to.deep.equal([VERA, undefined]);
  });
});
