import { expect } from 'chai';
import { HandleUpdateOnce } from '#use-cases/operations/handle-update-once.js';
import { InboxHandledMessages } from '#use-cases/operations/inbox-handled-messages.js';
import { BotLab, VERA } from './bot-lab.js';

/** Looks again and again until it is so, at most ten seconds. */
async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error('it never came so');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function gate(): { readonly open: () => void; readonly passed: Promise<void> } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { open, passed };
}

describe('polling for updates', () => {
  let lab: BotLab;
  afterEach(() => lab.close());

  const botSaid = async (words: string, userId = VERA): Promise<boolean> => (await lab.messages(userId)).some(({ from, text }) => from === 'bot' && text.includes(words));
  const held = async (): Promise<unknown[]> => (await lab.telegram.api('getUpdates', { timeout: 0 })).body.result as unknown[];

  it('answers people, tells Telegram the commands in both languages, and stops cleanly', async () => {
    lab = await BotLab.open();
    await lab.bot.startPolling();
    await lab.telegram.person(VERA).say('/start', { firstName: 'Вера', languageCode: 'ru' });
    await lab.telegram.person(2002).say('/start', { firstName: 'Bob', languageCode: 'en' });
    await eventually(async () => (await botSaid('Привет')) && (await botSaid('Hi, Bob', 2002)));
    await lab.bot.stop();
    expect(await held()).to.deep.equal([]);
    const commandsOf = async (userId: number): Promise<string> => JSON.stringify((await lab.telegram.person(userId).chat()).body.commands);
    expect(await commandsOf(VERA)).to.include('buy_stars').and.to.include('Купить звёзды');
    expect(await commandsOf(2002)).to.include('Buy Stars');
  });

  it('confirms an update only when it is handled, and lets nobody wait for another person (case 143)', async () => {
    const slow = gate();
    const begun = gate();
    let begins = 0;
    lab = await BotLab.open({
      changes: ({ clock }, { memory }) => ({
        handleOnce: new (class extends HandleUpdateOnce {
          override async execute(...[command, handle]: Parameters<HandleUpdateOnce['execute']>): Promise<'handled' | 'repeated'> {
            if (new TextDecoder().decode(command.body()).includes('"/help"')) {
              begins += 1;
              begun.open();
              await slow.passed;
            }
            return super.execute(command, handle);
          }
        })(new InboxHandledMessages(memory, clock)),
      }),
    });
    await lab.bot.startPolling();
    await lab.telegram.person(VERA).say('/help', { firstName: 'Вера' });
    await begun.passed;
    await lab.telegram.person(2002).say('/start', { firstName: 'Bob', languageCode: 'en' });
    await eventually(() => botSaid('Hi, Bob', 2002));
    expect(await botSaid('Помощь')).to.equal(false);
    const stopping = lab.bot.stop();
    expect(await held(), 'a kill now would lose nothing').not.to.deep.equal([]);
    slow.open();
    await stopping;
    expect(await botSaid('Помощь')).to.equal(true);
    expect(begins, 'begun while Telegram brought it again and again').to.equal(1);
    expect(await held()).to.deep.equal([]);
  });

  it('tries an update again that could not be handled, until it can be', async () => {
    let failures = 2;
    lab = await BotLab.open({
      changes: ({ clock }, { memory }) => ({
        handleOnce: new HandleUpdateOnce(
          new InboxHandledMessages({ run: (work) => (failures-- > 0 ? Promise.reject(new Error('the database is down')) : memory.run(work)) }, clock),
        ),
      }),
    });
    await lab.bot.startPolling();
    await lab.telegram.person(VERA).say('/balance', { firstName: 'Вера' });
    await eventually(() => botSaid('Доступно'));
    const told = (await lab.messages()).filter(({ text }) => text.includes('база данных'));
    expect(told).to.have.length(1);
  });

  it('outlives a Telegram that does not answer at first', async () => {
    lab = await BotLab.open();
    lab.telegram.faults.arm({ target: 'telegram', mode: 'silent', times: 1 });
    await lab.bot.startPolling();
    await lab.telegram.person(VERA).say('/start', { firstName: 'Вера' });
    await eventually(() => botSaid('Привет'));
    const log = JSON.stringify(lab.shop.logger.lines);
    expect(log).to.include('telegram gives no updates right now');
    expect(log).not.to.include(lab.telegram.simulator.token);
  });

  it('takes updates by webhook as well: the address and the secret are told to Telegram', async () => {
    lab = await BotLab.open();
    await lab.bot.setWebhook('https://shop.example/webhook/telegram', 'a-secret');
    const { body } = await lab.telegram.api('getWebhookInfo');
    expect(body.result).to.include({ url: 'https://shop.example/webhook/telegram' });
    await lab.bot.startPolling();
    await lab.telegram.person(VERA).say('/start', { firstName: 'Вера' });
    await eventually(() => botSaid('Привет'));
  });

  it('repeats a message that Telegram asked to wait for', async () => {
    lab = await BotLab.open();
    await lab.say('/start');
    lab.telegram.faults.arm({ target: 'telegram', mode: 'failing', times: 1 });
    await lab.say('/balance');
    expect(await botSaid('Доступно')).to.equal(true);
  });
});
