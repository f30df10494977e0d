import { expect } from 'chai';
import { TelegramLab } from './telegram-lab.js';
import type { Answer } from './telegram-lab.js';

interface Update {
  readonly update_id: number;
  readonly message?: { readonly text: string };
}

describe('long polling', () => {
  let lab: TelegramLab;

  beforeEach(async () => {
    lab = await TelegramLab.open();
  });

  afterEach(() => lab.close());

  it('a waiting poll is answered at once when somebody writes', async () => {
    const arrived = lab.nextCall('getUpdates');
    const poll = lab.api('getUpdates', { timeout: 50 });
    await arrived;
    const started = performance.now();
    await lab.person(42).say('hello');
    expect(textsOf(await poll)).to.deep.equal(['hello']);
    expect(performance.now() - started).to.be.below(1_000);
  });

  it('an update comes again until a higher offset confirms it', async () => {
    await lab.person(42).say('one');
    await lab.person(42).say('two');
    const [first] = updatesOf(await lab.api('getUpdates'));
    expect(textsOf(await lab.api('getUpdates', { limit: 1 }))).to.deep.equal(['one']);
    expect(textsOf(await lab.api('getUpdates', { offset: (first?.update_id ?? 0) + 1 }))).to.deep.equal(['two']);
    expect(textsOf(await lab.api('getUpdates', { offset: 0 }))).to.deep.equal(['two']);
  });

  it('a negative offset keeps only the newest', async () => {
    for (const text of ['one', 'two', 'three']) await lab.person(42).say(text);
    expect(textsOf(await lab.api('getUpdates', { offset: -2 }))).to.deep.equal(['two', 'three']);
    expect(textsOf(await lab.api('getUpdates'))).to.deep.equal(['two', 'three']);
  });

  it('a second poll ends the first with a conflict', async () => {
    const arrived = lab.nextCall('getUpdates');
    const first = lab.api('getUpdates', { timeout: 50 });
    await arrived;
    const second = lab.api('getUpdates', { timeout: 50 });
    expect((await first).body).to.deep.equal({
      ok: false,
      error_code: 409,
      description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    });
    await lab.person(42).say('hello');
    expect(textsOf(await second)).to.deep.equal(['hello']);
  });

  it('a bot that hung up while it waited loses nothing', async () => {
    const bot = lab.bot();
    const arrived = lab.nextCall('getUpdates');
    const hangUp = new AbortController();
    const left = bot.telegram.callApi('getUpdates', { timeout: 50 }, { signal: hangUp.signal as never }).then(
      () => 'answered',
      () => 'hung up',
    );
    await arrived;
    hangUp.abort();
    expect(await left).to.equal('hung up');
    await lab.person(42).say('hello');
    expect(textsOf(await lab.api('getUpdates'))).to.deep.equal(['hello']);
  });

  it('only the kinds of updates that were asked for are kept', async () => {
    await lab.api('getUpdates', { allowed_updates: ['callback_query'] });
    await lab.person(42).say('hello');
    expect(updatesOf(await lab.api('getUpdates'))).to.deep.equal([]);
    await lab.api('getUpdates', { allowed_updates: [] });
    await lab.person(42).say('again');
    expect(textsOf(await lab.api('getUpdates'))).to.deep.equal(['again']);
  });

  it('a command is marked as one, with the name of the person who sent it', async () => {
    await lab.person(42).say('/start ref_7', { firstName: 'Ann', username: '@ann' });
    const [update] = updatesOf(await lab.api('getUpdates'));
    expect(update?.message).to.deep.include({
      text: '/start ref_7',
      from: { id: 42, is_bot: false, first_name: 'Ann', username: 'ann' },
      entities: [{ type: 'bot_command', offset: 0, length: 6 }],
    });
  });

  it('what was pending, shown and waiting is there again after a restart', async () => {
    const ann = lab.person(42);
    await ann.say('hello', { firstName: 'Ann' });
    await lab.api('sendMessage', { chat_id: 42, text: 'x', reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'a' }]] } });
    const { messageId } = await ann.lastMessage();
    const { body } = await ann.tap(messageId, 'a');
    const before = { messages: await ann.messages(), chat: await ann.chat() };
    const updates = updatesOf(await lab.api('getUpdates'));

    const after = await TelegramLab.open();
    lab.onClose(() => after.close());
    after.simulator.restore(JSON.parse(JSON.stringify(lab.simulator.snapshot())));
    expect({ messages: await after.person(42).messages(), chat: await after.person(42).chat() }).to.deep.equal(before);
    expect(updatesOf(await after.api('getUpdates'))).to.deep.equal(updates);
    expect((await after.api('answerCallbackQuery', { callback_query_id: body['callbackQueryId'] })).status).to.equal(200);
  });

  it('after a reset nobody is known, and a bot that polls with its old offset still sees what comes', async () => {
    await lab.person(42).say('hello');
    const [update] = updatesOf(await lab.api('getUpdates'));
    lab.simulator.reset();
    expect((await lab.person(42).chat()).body).to.include({ status: 404, code: 'telegram.no-chat' });
    await lab.person(42).say('again');
    expect(textsOf(await lab.api('getUpdates', { offset: (update?.update_id ?? 0) + 1 }))).to.deep.equal(['again']);
  });
});

function updatesOf(answer: Answer): readonly Update[] {
  return answer.body['result'] as Update[];
}

function textsOf(answer: Answer): readonly (string | undefined)[] {
  return updatesOf(answer).map((update) => update.message?.text);
}
