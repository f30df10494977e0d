import { expect } from 'chai';
import { BotLab, VERA } from './bot-lab.js';

const idIn = (data: string | undefined): string => data?.slice(-36) ?? '';

describe('a question the bot asks', () => {
  let lab: BotLab;
  beforeEach(async () => {
    lab = await BotLab.open();
    await lab.say('/start');
  });
  afterEach(() => lab.close());

  async function askAmount(): Promise<void> {
    await lab.tap('balance');
    await lab.tap('recharge');
    await lab.tap('recharge_custom');
  }

  async function askCount(): Promise<void> {
    await lab.tap('buy_stars');
    await lab.tap('buy_stars_with_balance');
    await lab.tap('custom_amount_balance');
  }

  it('says what a right answer is to each wrong one, and keeps asking', async () => {
    await askAmount();
    for (const wrong of ['5,5', 'десять', '1e3', '0x10', '-1', '-0', ' ', '10.0000000001', '9'.repeat(4_000)]) {
      expect((await lab.say(wrong)).text, wrong).to.include('Не разобрал сумму').and.to.include('Ничего не списано');
    }
    for (const outside of ['0', '9.99', '10000.01', '49999']) {
      expect((await lab.say(outside)).text, outside).to.match(/от 10.TON до 10.000.TON/);
    }
    const wrong = await lab.say('1');
    expect(wrong.buttons.flat().map(({ text }) => text)).to.deep.equal(['✖️ Отмена']);
    expect((await lab.say(' 12.5 ')).text).to.include('Пополнение на 12.5');
    expect(lab.shop.gateway.invoices.size).to.equal(1);
  });

  it('takes whole numbers of stars that are sold, and nothing else', async () => {
    await askCount();
    for (const wrong of ['49', '10001', '-100', '55.5', 'сто', '100 звёзд']) expect((await lab.say(wrong)).text, wrong).to.match(/от 50 до 10.000/);
    expect((await lab.say('50')).text).to.include('Кому отправить 50 звёзд?');
  });

  it('asks for text when something else comes', async () => {
    await askAmount();
    const from = { id: VERA, is_bot: false, first_name: 'Вера', language_code: 'ru' };
    const sticker = { update_id: 900_000_001, message: { message_id: 900, date: 1, from, chat: { id: VERA, type: 'private', first_name: 'Вера' }, sticker: { file_id: 'x' } } };
    await lab.bot.handleUpdate(Buffer.from(JSON.stringify(sticker)));
    expect((await lab.last()).text).to.include('Нужен обычный текст');
    expect((await lab.say('25')).text).to.include('Пополнение на 25');
  });

  it('is still open after a restart', async () => {
    await askAmount();
    await lab.restart();
    expect((await lab.say('25')).text).to.include('Пополнение на 25');
  });

  it('is forgotten after half an hour', async () => {
    await askAmount();
    lab.shop.clock.advance(31 * 60_000);
    expect((await lab.say('25')).text).to.include('Я понимаю кнопки и команды');
    expect(lab.shop.gateway.invoices.size).to.equal(0);
  });

  it('is left by any command and any other button', async () => {
    await askAmount();
    await lab.say('/balance');
    expect((await lab.say('25')).text).to.include('Я понимаю кнопки и команды');
    await askAmount();
    await lab.tap('recharge_heleket');
    expect((await lab.say('25')).text).to.include('Я понимаю кнопки и команды');
    expect(lab.shop.gateway.invoices.size).to.equal(0);
  });

  it('stays open while a provider is away, so that the answer can be sent again', async () => {
    await askAmount();
    lab.shop.gateway.failNext('create');
    const failed = await lab.say('25');
    expect(failed.text).to.include('Платёжный сервис сейчас недоступен').and.to.include('Ничего не списано');
    expect((await lab.say('25')).text).to.include('Пополнение на 25');
  });

  it('belongs to its own order', async () => {
    const first = idIn((await lab.say('/buy_stars 100')).buttons.flat().find(({ data }) => data?.startsWith('order_friend_'))?.data);
    const second = idIn((await lab.say('/buy_stars 50')).buttons.flat().find(({ data }) => data?.startsWith('order_friend_'))?.data);
    await lab.tap(`order_friend_${second}`);
    await lab.tap(`order_friend_${first}`);
    expect((await lab.say('https://t.me/bobby')).text).to.include('110 звёзд').and.to.include('@bobby');
  });

  it('is over when its order is: the answer leads to what became of it', async () => {
    const id = idIn((await lab.say('/buy_stars 100')).buttons.flat().find(({ data }) => data?.startsWith('order_friend_'))?.data);
    await lab.tap(`order_friend_${id}`);
    await lab.shop.cancelOrder.execute({ userId: VERA, orderId: id });
    const late = await lab.say('@bobby');
    expect(late.text).to.include('уже на другом шаге');
    expect((await lab.say('@bobby')).text).to.include('Я понимаю кнопки и команды');
  });

  it('that an earlier version stored in another shape is no question', async () => {
    await lab.dialogues.save(`dialogue:${VERA}`, '{"step":3}', 60);
    expect((await lab.say('25')).text).to.include('Я понимаю кнопки и команды');
    await lab.dialogues.save(`dialogue:${VERA}`, 'not json', 60);
    expect((await lab.say('25')).text).to.include('Я понимаю кнопки и команды');
  });
});
