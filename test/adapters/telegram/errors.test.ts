import { expect } from 'chai';
import { Telegram } from 'telegraf';
import { Messenger } from '#adapters/inbound/telegram/api/messenger.js';
import { Money } from '#domain/shared/money.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import type { ShownMessage } from '../../sandbox/telegram/telegram-lab.js';
import { ton } from '../../builders/ton.js';
import { BotLab, VERA } from './bot-lab.js';

const dataOf = (message: ShownMessage): (string | undefined)[] => message.buttons.flat().map(({ data }) => data);
const plain = (message: ShownMessage): string => message.text.replaceAll('\u00a0', ' ');

describe('an error in the chat', () => {
  let lab: BotLab;
  let order: string;
  beforeEach(async () => {
    lab = await BotLab.open();
    await lab.say('/start');
    const question = await lab.say('/buy_stars 100');
    order = question.buttons.flat()[0]?.data?.slice(-36) ?? '';
    await lab.tap(`order_self_${order}`);
  });
  afterEach(() => lab.close());

  it('says how much is missing and offers both ways out', async () => {
    await lab.give('1');
    const shown = await lab.tap(`order_pay_${order}`);
    expect(plain(shown)).to.include('Нужно 2.1375 TON, на балансе 1 TON — не хватает 1.1375 TON').and.to.include('Ничего не списано');
    expect(dataOf(shown)).to.deep.equal(['recharge', `order_pay_via_heleket_${order}`, `refresh_status_${order}`, 'home']);
    expect((await lab.tap(`order_pay_via_heleket_${order}`)).text).to.include('Оплата заказа');
  });

  it('shows the old and the new price when it moved, and only a button that names the new one accepts it', async () => {
    await lab.give('10');
    lab.shop.stars.costPerStar = Money.parse('0.02', 'TON');
    lab.shop.clock.advance(61_000);
    const shown = await lab.tap(`order_pay_${order}`);
    expect(plain(shown)).to.include('Было: 2.1375 TON').and.to.include('Стало: 2.85 TON').and.to.include('Ничего не списано');
    const accept = dataOf(shown).find((data) => data?.startsWith('order_pay_')) ?? '';
    expect(accept).to.not.include(order);
    expect((await lab.tap(accept)).text).to.include('Звёзды в пути');
    const { available } = await lab.shop.memory.run((tx) => tx.ledger.balance(VERA, 'TON'));
    expect(available.equals(ton('7.15'))).to.equal(true);
  });

  it('takes no money while nothing can be delivered', async () => {
    await lab.give('10');
    lab.shop.stars.trouble = 'session-dead';
    lab.shop.clock.advance(31_000);
    const shown = await lab.tap(`order_pay_${order}`);
    expect(shown.text).to.include('не отправляются').and.to.include('Ничего не списано');
    lab.shop.stars.trouble = undefined;
    lab.shop.clock.advance(31_000);
    expect((await lab.tap(`order_pay_${order}`)).text).to.include('Звёзды в пути');
  });

  it('explains how to get a username to who has none', async () => {
    const question = await lab.say('/buy_stars 50', 3003, { firstName: 'Anna', languageCode: 'ru' });
    const id = question.buttons.flat()[0]?.data?.slice(-36) ?? '';
    const shown = await lab.tap(`order_self_${id}`, 3003);
    expect(shown.text).to.include('Настройки → Имя пользователя');
    expect(dataOf(shown)).to.deep.equal([`order_self_${id}`, `order_friend_${id}`, 'home']);
  });

  it('names why a recipient cannot have stars', async () => {
    await lab.tap(`order_friend_${order}`);
    for (const [reason, words] of [['not-a-user', 'Это не человек'], ['restricted', 'не может принять'], ['changed', 'сменило владельца'], ['unknown', 'Не нахожу']] as const) {
      lab.shop.stars.answer('someone', { outcome: 'rejected', reason });
      expect((await lab.say('@someone')).text).to.include(words).and.to.include('Ничего не списано');
    }
  });

  it('knows that an invoice whose answer was lost has charged nothing', async () => {
    lab.shop.gateway.failNext('create', new ProviderError('heleket', 'unknown_outcome', 'no answer'), 'after');
    const shown = await lab.tap(`order_pay_via_heleket_${order}`);
    expect(shown.text).to.include('Платёжный сервис не ответил').and.to.include('Ничего не списано');
    expect((await lab.tap(`order_pay_via_heleket_${order}`)).text).to.include('Оплата заказа');
    expect(lab.shop.gateway.invoices.size).to.equal(1);
  });

  it('never says that nothing was charged where somebody may have paid already', async () => {
    await lab.tap('order_pay_via_heleket_'.concat(order));
    lab.shop.gateway.failNext('fetch');
    const check = dataOf(await lab.last()).find((data) => data?.startsWith('check_payment_')) ?? '';
    const shown = await lab.tap(check);
    expect(shown.text).to.include('деньги не потеряются').and.not.to.include('Ничего не списано');
    expect((await lab.tap(check)).text).to.include('Оплата заказа');
  });

  it('answers a foreign order like one that does not exist (case 144)', async () => {
    await lab.say('/start', 4004, { firstName: 'Eve', languageCode: 'ru' });
    const { messageId } = await lab.last(4004);
    for (const data of [`order_pay_${order}`, `order_cancel_${order}`, `refresh_status_${order}`, `order_self_${order}`, `transaction_${order}`]) {
      expect((await lab.press(messageId, data, 4004)).text, data).to.match(/Не нашёл|нет имени пользователя/);
    }
    expect((await lab.tap(`order_cancel_${order}`)).text).to.include('Заказ отменён');
  });

  it('of the line names no address, for the token stands in it', async () => {
    const refused = Object.assign(new Error('request to https://api.telegram.org/bot1:token/answerCallbackQuery failed'), { name: 'FetchError' });
    const telegram = Object.assign(new Telegram('1:token'), { callApi: () => Promise.reject(refused) });
    await new Messenger(telegram, lab.shop.logger).answer('callback');
    expect(lab.shop.logger.lines.at(-1)?.fields).to.deep.equal({ reason: 'FetchError' });
  });

  it('that nobody foresaw shows an id which the log knows, and leaves no spinner', async () => {
    lab.shop.stars.failNext('checkRecipient', new TypeError('secret <detail>'));
    await lab.tap(`order_friend_${order}`);
    const shown = await lab.say('@bobby');
    const line = lab.shop.logger.lines.find(({ level }) => level === 'error');
    const id = String(line?.fields.errorId);
    expect(shown.text).to.include(id).and.to.include('Деньги в сохранности').and.not.to.include('secret');
    expect(id).to.have.length(8);
    expect(lab.shop.metrics.counted('telegram_bot_errors_total', { code: 'unexpected' })).to.equal(1);
  });
});
