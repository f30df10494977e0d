import { expect } from 'chai';
import { MemoryRateLimiter } from '#adapters/outbound/memory/runtime/memory-rate-limiter.js';
import { HandleUpdateOnce } from '#use-cases/operations/handle-update-once.js';
import { InboxHandledMessages } from '#use-cases/operations/inbox-handled-messages.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import { AdmitRequest } from '#use-cases/operations/admit-request.js';
import type { LimitSettings } from '#use-cases/operations/limit-rules.js';
import { BotLab, VERA } from './bot-lab.js';

/** Vera is new, so half of it is hers. */
const LIMITS: LimitSettings = { messagesPerMinute: 10, operationsPerMinute: 10, paymentsPerHour: 6, apiPerMinute: 10, globalPerSecond: 100, burst: 100 };
const MINUTE = 60_000;
const TO_ONESELF = { id: VERA, is_bot: false, first_name: 'Вера', language_code: 'ru' };
const CHAT = { id: VERA, type: 'private', first_name: 'Вера' };

describe('who is too fast', () => {
  let lab: BotLab;
  let reachedStore = 0;
  let storeIsDown = false;

  async function open(limits: Partial<LimitSettings> = {}): Promise<void> {
    reachedStore = 0;
    storeIsDown = false;
    lab = await BotLab.open({
      changes: ({ clock }, { memory, metrics, knownCustomers }) => {
        const store: UnitOfWork = {
          run: (work) => {
            reachedStore += 1;
            return storeIsDown ? Promise.reject(new Error('the database is down')) : memory.run(work);
          },
        };
        const admitRequest = new AdmitRequest(new MemoryRateLimiter(clock), knownCustomers, metrics, { ...LIMITS, ...limits }, [7]);
        return { handleOnce: new HandleUpdateOnce(new InboxHandledMessages(store, clock)), admitRequest };
      },
    });
    await lab.say('/start');
    lab.shop.clock.advance(MINUTE);
  }
  afterEach(() => lab.close());

  const spoken = async (): Promise<readonly string[]> => (await lab.messages()).filter(({ from }) => from === 'bot').map(({ text }) => text);
  const chat = async (): Promise<Readonly<Record<string, unknown>>> => (await lab.telegram.person(VERA).chat()).body;
  const toast = async (): Promise<{ text: string; alert: boolean } | undefined> => (await chat())['lastToast'] as { text: string; alert: boolean } | undefined;
  const say = async (count: number, text = '/balance'): Promise<void> => {
    for (let time = 0; time < count; time += 1) await lab.say(text);
  };
  const tap = async (count: number, data = 'home'): Promise<void> => {
    for (let time = 0; time < count; time += 1) {
      const { messageId } = await lab.last();
      await lab.press(messageId, data);
    }
  };
  const give = (update: object): Promise<void> => lab.bot.handleUpdate(new TextEncoder().encode(JSON.stringify(update)));

  it('is told once by how long, then left unanswered, and served again afterwards', async () => {
    await open();
    await say(5);
    const before = (await spoken()).length;
    lab.shop.clock.advance(20_000);
    await say(4);
    const after = await spoken();
    expect(after).to.have.length(before + 1);
    expect(after.at(-1)).to.include('Слишком быстро').and.to.include('через 40 секунд').and.to.include('С деньгами ничего не случилось');
    lab.shop.clock.advance(40_000);
    expect((await lab.say('/balance')).text).to.include('Баланс');
    expect(lab.shop.metrics.counted('telegram_bot_rate_limit_hits', { type: 'message' })).to.equal(4);
  });

  it('gets an alert on the button, then only the end of its spinner', async () => {
    await open();
    await tap(5);
    expect(await toast()).to.equal(undefined);
    await tap(1);
    expect(await toast()).to.deep.include({ alert: true }).and.to.have.property('text').that.includes('через 60 секунд');
    await tap(2);
    expect(await chat()).to.include({ pendingCallback: false });
    lab.shop.clock.advance(MINUTE);
    expect((await lab.tap('balance')).text).to.include('Баланс');
  });

  it('costs neither a look into the database nor a figure of work done', async () => {
    await open();
    await say(5);
    const [looks, work] = [reachedStore, lab.shop.metrics.counted('telegram_bot_messages_total', { type: 'command' })];
    await say(8);
    expect(reachedStore).to.equal(looks);
    expect(lab.shop.metrics.counted('telegram_bot_messages_total', { type: 'command' })).to.equal(work);
  });

  it('is banned when it does not end, told so once, and then not even the spinner is worth a call', async () => {
    await open();
    await tap(5 + 10);
    expect((await toast())?.text).to.include('Запросов слишком много').and.to.include('60 секунд').and.to.include('деньги в сохранности');
    expect(await chat()).to.include({ pendingCallback: false });
    await tap(1);
    expect(await chat()).to.include({ pendingCallback: true });
    lab.shop.clock.advance(MINUTE);
    expect((await lab.tap('balance')).text).to.include('Баланс');
  });

  it('has paid nothing when the tap that pays was refused, and pays once by tapping again', async () => {
    await open({ paymentsPerHour: 2 });
    await lab.give('10');
    await lab.say('/buy_stars 100');
    const order = (await lab.last()).buttons.flat()[0]?.data?.slice(-36) ?? '';
    await lab.tap(`order_self_${order}`);
    await lab.say('1');
    await lab.tap(`order_pay_${order}`);
    const balance = async () => lab.shop.memory.run(async (tx) => (await tx.ledger.balance(VERA, 'TON')).available.toDecimal());
    const { state } = await lab.shop.memory.run((tx) => tx.orders.get(order));
    expect([state, await balance()]).to.deep.equal(['draft', '10']);
    expect((await toast())?.text).to.include('через 60 минут');
    lab.shop.clock.advance(60 * MINUTE);
    await lab.say('/buy_stars 100');
    const again = (await lab.last()).buttons.flat()[0]?.data?.slice(-36) ?? '';
    await lab.tap(`order_self_${again}`);
    expect((await lab.tap(`order_pay_${again}`)).text).to.include('Звёзды в пути');
    expect(await balance()).not.to.equal('10');
  });

  it('finds the open question still open', async () => {
    await open({ paymentsPerHour: 2 });
    await lab.say('15');
    await lab.tap('balance');
    await lab.tap('recharge');
    await lab.tap('recharge_custom');
    expect((await lab.say('25')).text).to.include('Слишком быстро');
    expect(lab.shop.gateway.invoices.size).to.equal(0);
    expect(await lab.dialogues.find(`dialogue:${VERA}`)).to.include('top-up-amount');
  });

  it('has twice the room with Telegram Premium', async () => {
    await open();
    const taps = Array.from({ length: 12 }, (_, index) => index);
    for (const index of taps) await give({ update_id: 9_000 + index, message: { message_id: 500 + index, date: 1, chat: CHAT, from: { ...TO_ONESELF, is_premium: true }, text: '/balance' } });
    expect((await spoken()).filter((text) => text.includes('Баланс'))).to.have.length(10);
  });

  it('does not lose what was let in and failed: it is let in again without being counted', async () => {
    await open({ messagesPerMinute: 2 });
    const update = { update_id: 9_000, message: { message_id: 500, date: 1, chat: CHAT, from: TO_ONESELF, text: '/balance' } };
    storeIsDown = true;
    for (let time = 0; time < 3; time += 1) {
      const failed = await give(update).then(
        () => false,
        () => true,
      );
      expect(failed).to.equal(true);
    }
    storeIsDown = false;
    await give(update);
    expect((await spoken()).at(-1)).to.include('Баланс');
  });

  it('is heard all the same when Telegram tells of money that was paid', async () => {
    await open({ messagesPerMinute: 2 });
    await say(3);
    const paid = { currency: 'XTR', total_amount: 5, invoice_payload: 'x', telegram_payment_charge_id: 'c', provider_payment_charge_id: '' };
    await give({ update_id: 9_000, message: { message_id: 500, date: 1, chat: CHAT, from: TO_ONESELF, successful_payment: paid } });
    expect(lab.shop.memory.committed.starCharges.find('c')).to.have.property('payload', 'x');
  });

  it('does not slow down a quick human with the limits as they are shipped', async () => {
    await open({ messagesPerMinute: 60, operationsPerMinute: 240, paymentsPerHour: 60, globalPerSecond: 200, burst: 30 });
    for (let time = 0; time < 100; time += 1) {
      lab.shop.clock.advance(1_000);
      await tap(1, time % 2 === 0 ? 'balance' : 'home');
    }
    for (let time = 0; time < 10; time += 1) await tap(1);
    expect(await toast()).to.equal(undefined);
  });

  it('waits with everybody when all people together are too many', async () => {
    await open({ globalPerSecond: 3 });
    for (const person of [1, 2, 3, 4]) await lab.say('/start', 2_000 + person, { firstName: 'Ann', languageCode: 'en' });
    expect((await lab.last(2_003)).text).to.include('Hi, Ann');
    expect((await lab.last(2_004)).text).to.include('Too fast').and.to.include('1 second');
    expect(lab.shop.metrics.counted('telegram_bot_rate_limit_hits', { type: 'global' })).to.equal(1);
  });
});
