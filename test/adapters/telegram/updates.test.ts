import { expect } from 'chai';
import type { Customer } from '#domain/customers/customer.js';
import { WelcomeCustomer, type WelcomeCustomerCommand } from '#use-cases/customers/welcome-customer.js';
import { HandleUpdateOnce, UpdateInHand } from '#use-cases/operations/handle-update-once.js';
import { InboxHandledMessages } from '#use-cases/operations/inbox-handled-messages.js';
import { StoreUnavailable } from '#use-cases/ports/persistence/persistence-error.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import { BotLab, VERA } from './bot-lab.js';

const FROM = { id: VERA, is_bot: false, first_name: 'Вера', username: 'vera', language_code: 'ru' };
const CHAT = { id: VERA, type: 'private', first_name: 'Вера' };

let updateId = 800_000_000;
const update = (content: object): Uint8Array => new TextEncoder().encode(JSON.stringify({ update_id: ++updateId, ...content }));
const message = (content: object): Uint8Array => update({ message: { message_id: 5, date: 1, from: FROM, chat: CHAT, ...content } });

describe('an update from Telegram', () => {
  let lab: BotLab;
  afterEach(() => lab.close());

  it('is handled once however often it comes, also by the next process (case 141)', async () => {
    lab = await BotLab.open();
    await lab.say('/start');
    const again = message({ text: '/balance' });
    for (let time = 0; time < 5; time++) await lab.bot.handleUpdate(again);
    await lab.restart();
    await lab.bot.handleUpdate(again);
    const shown = (await lab.messages()).filter(({ from }) => from === 'bot');
    expect(shown).to.have.length(2);
    expect(lab.shop.metrics.counted('telegram_bot_messages_total', { type: 'command' })).to.equal(2);
  });

  it('that another process has in hand is left alone, and comes again', async () => {
    lab = await BotLab.open();
    const calls: string[] = [];
    const elsewhere = { claim: () => Promise.resolve('in-hand' as const), done: () => Promise.resolve(), release: () => Promise.resolve() };
    const once = new HandleUpdateOnce(elsewhere);
    const handled = once.execute({ source: 'telegram', eventKey: '1', body: () => new Uint8Array() }, async () => void calls.push('handled'));
    expect(await handled.catch((error: unknown) => error)).to.be.instanceOf(UpdateInHand);
    expect(calls).to.deep.equal([]);
  });

  it('that is called like something every object has is a command nobody knows', async () => {
    lab = await BotLab.open();
    for (const text of ['/constructor', '/toString', '/valueOf', '/__proto__', '/hasownproperty']) await lab.say(text);
    const shown = (await lab.messages()).filter(({ from }) => from === 'bot');
    expect(shown.map(({ text }) => text.includes('Такой команды'))).to.deep.equal([true, true, true, true, true]);
    expect(lab.shop.logger.lines.filter(({ level }) => level === 'error')).to.deep.equal([]);
  });

  it('needs no neighbours: gaps and disorder of the numbers across chats lose none and repeat none (case 142)', async () => {
    lab = await BotLab.open();
    await lab.say('/start');
    const base = (updateId += 1_000);
    const at = (offset: number, text: string): Uint8Array =>
      new TextEncoder().encode(JSON.stringify({ update_id: base + offset, message: { message_id: 5, date: 1, from: FROM, chat: CHAT, text } }));
    for (const [offset, text] of [[700, '/balance'], [3, '/help'], [701, '/balance'], [2, '/help'], [700, '/balance'], [3, '/help']] as const) await lab.bot.handleUpdate(at(offset, text));
    updateId += 1_000;
    expect((await lab.messages()).filter(({ from }) => from === 'bot')).to.have.length(5);
  });

  it('of one person waits for the one before it, in the order they came', async () => {
    const begun: string[] = [];
    let most = 0;
    let running = 0;
    lab = await BotLab.open({
      changes: ({ clock }, { memory, knownCustomers }) => ({
        welcomeCustomer: new (class extends WelcomeCustomer {
          override async execute(command: WelcomeCustomerCommand): Promise<Customer> {
            most = Math.max(most, ++running);
            begun.push(command.profile.firstName);
            await new Promise((resolve) => setImmediate(resolve));
            running--;
            return super.execute(command);
          }
        })(memory, clock, knownCustomers),
      }),
    });
    await lab.telegram.person(VERA).say('hello', { firstName: 'Вера' });
    await lab.updates();
    const button = (name: string) => update({ callback_query: { id: name, from: { ...FROM, first_name: name }, message: { message_id: 5, date: 1, chat: CHAT }, chat_instance: '1', data: 'home' } });
    const burst = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index) => (index % 2 ? message({ from: { ...FROM, first_name: name }, text: '/start' }) : button(name)));
    await Promise.all(burst.map((body) => lab.bot.handleUpdate(body)));
    expect(begun).to.deep.equal(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(most).to.equal(1);
  });

  it('from a group, a channel, a bot, a business or an inline message changes nothing and is answered to nobody (case 145)', async () => {
    lab = await BotLab.open();
    await lab.say('/start');
    const group = { id: -100, type: 'supergroup', title: 'Group' };
    const strange = [
      message({ chat: group, text: '/start' }),
      message({ chat: group, text: '/balance', sender_chat: group, from: { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' } }),
      update({ channel_post: { message_id: 5, date: 1, chat: { id: -200, type: 'channel', title: 'News' }, text: '/start' } }),
      message({ from: { ...FROM, is_bot: true }, text: '/balance' }),
      message({ business_connection_id: 'b1', text: '/balance' }),
      message({ from: { ...FROM, id: 999 }, text: '/balance' }),
      update({ callback_query: { id: '1', from: FROM, chat_instance: '1', data: 'home', inline_message_id: 'i1' } }),
      update({ callback_query: { id: '2', from: FROM, chat_instance: '1', data: 'home', message: { message_id: 5, date: 1, chat: group } } }),
      update({ edited_message: { message_id: 5, date: 1, from: FROM, chat: CHAT, text: '/balance' } }),
      update({ my_chat_member: { chat: CHAT, from: FROM, date: 1 } }),
      update({ inline_query: { id: '1', from: FROM, query: 'x', offset: '' } }),
    ];
    const before = JSON.stringify(await lab.messages());
    for (const body of strange) await lab.bot.handleUpdate(body);
    expect(JSON.stringify(await lab.messages())).to.equal(before);
    expect(lab.shop.metrics.counted('telegram_bot_messages_total', { type: 'command' })).to.equal(1);
  });

  it('whose parts are not what Telegram sends has no effect, and does not come again', async () => {
    lab = await BotLab.open();
    await lab.say('/start');
    const before = await lab.messages();
    const parts = [{ callback_query: { id: '1', from: FROM, message: { message_id: 5, date: 1 } } }, { callback_query: null }, { message: { message_id: 5, date: 1, from: FROM } }, { message: { message_id: 5, date: 1, from: FROM, chat: CHAT, text: {} } }];
    for (const part of parts) await lab.bot.handleUpdate(update(part));
    expect(await lab.messages()).to.deep.equal(before);
  });

  it('that is no update is refused as such', async () => {
    lab = await BotLab.open();
    for (const body of ['', 'not json', '[]', 'null', '{"message":{}}', '{"update_id":"1"}']) {
      const refusal = await lab.bot.handleUpdate(new TextEncoder().encode(body)).catch((error: unknown) => error);
      expect(refusal, body).to.be.instanceOf(SyntaxError);
    }
  });

  it('with a button of an older version leads home with a word (case 144)', async () => {
    lab = await BotLab.open();
    const { messageId } = await lab.say('/start');
    for (const data of ['settings', 'create_ticket', 'vpn_plans', 'buy_stars_', 'x'.repeat(64), 'order_pay_1']) {
      const shown = await lab.press(messageId, data);
      expect(shown.text, data).to.match(/^🤔 Эта кнопка из старой версии меню/).and.to.include('На балансе');
    }
    expect((await lab.say('/settings')).text).to.match(/^🤔 Такой команды я не знаю/);
  });

  it('edits the screen in place, or writes a new one where the old cannot be edited', async () => {
    lab = await BotLab.open();
    const { messageId } = await lab.say('/start');
    const edited = await lab.press(messageId, 'help');
    expect(edited.messageId).to.equal(messageId);
    await lab.press(messageId, 'help');
    expect(await lab.messages()).to.have.length(2);
    const fallback = await lab.press(1_000_000, 'balance');
    expect(fallback.messageId).to.be.greaterThan(messageId);
    expect(fallback.text).to.include('Доступно');
  });

  it('stops the spinner before the work behind the button begins', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    lab = await BotLab.open({
      changes: ({ wallet }) => ({ wallet: { wallet: wallet.wallet.bind(wallet), balances: async (userId: number) => (await held, wallet.balances(userId)), history: wallet.history.bind(wallet), line: wallet.line.bind(wallet) } }),
    });
    await lab.telegram.person(VERA).say('/help', { firstName: 'Вера' });
    await lab.pump();
    const { messageId } = await lab.last();
    await lab.telegram.person(VERA).tap(messageId, 'home', { force: true });
    const working = lab.pump();
    let looks = 0;
    while ((await lab.telegram.person(VERA).chat()).body.pendingCallback !== false) expect(++looks).to.be.lessThan(1_000);
    expect((await lab.last()).text).to.include('Помощь');
    release();
    await working;
    expect((await lab.last()).text).to.include('На балансе');
  });

  it('is not taken while the store is down: the person hears of it once, and it is handled later', async () => {
    let down = true;
    lab = await BotLab.open({
      changes: ({ clock }, { memory }) => {
        const store: UnitOfWork = { run: (work) => (down ? Promise.reject(new Error('the database is down')) : memory.run(work)) };
        return { handleOnce: new HandleUpdateOnce(new InboxHandledMessages(store, clock)) };
      },
    });
    await lab.telegram.person(VERA).say('/balance', { firstName: 'Вера', languageCode: 'ru' });
    const [waiting] = await lab.updates();
    const body = new TextEncoder().encode(JSON.stringify(waiting));
    for (let time = 0; time < 3; time++) {
      const refusal = await lab.bot.handleUpdate(body).catch((error: unknown) => error);
      expect(refusal).to.be.instanceOf(Error);
    }
    const told = (await lab.messages()).filter(({ from }) => from === 'bot');
    expect(told.map(({ text }) => text.includes('база данных сейчас не отвечает'))).to.deep.equal([true]);
    down = false;
    await lab.bot.handleUpdate(body);
    expect((await lab.last()).text).to.include('Доступно');
  });

  it('is handled later too when the store goes away while it is handled', async () => {
    let down = true;
    lab = await BotLab.open({
      changes: ({ wallet }) => ({
        wallet: { wallet: wallet.wallet.bind(wallet), balances: (userId: number) => (down ? Promise.reject(new StoreUnavailable()) : wallet.balances(userId)), history: wallet.history.bind(wallet), line: wallet.line.bind(wallet) },
      }),
    });
    await lab.telegram.person(VERA).say('/balance', { firstName: 'Вера', languageCode: 'ru' });
    const [waiting] = await lab.updates();
    const body = new TextEncoder().encode(JSON.stringify(waiting));
    expect(await lab.bot.handleUpdate(body).catch((error: unknown) => error)).to.be.instanceOf(StoreUnavailable);
    expect((await lab.last()).text).to.include('база данных сейчас не отвечает');
    down = false;
    await lab.bot.handleUpdate(body);
    expect((await lab.last()).text).to.include('Доступно');
  });

  it('of someone who has blocked the bot meanwhile does no harm', async () => {
    lab = await BotLab.open();
    await lab.say('/start');
    await lab.telegram.person(VERA).say('/balance');
    await lab.telegram.person(VERA).block(true);
    await lab.pump();
    expect(lab.shop.metrics.counted('telegram_bot_errors_total', { code: 'telegram' })).to.equal(1);
    expect(lab.shop.logger.lines.some(({ level }) => level === 'error')).to.equal(false);
  });
});
