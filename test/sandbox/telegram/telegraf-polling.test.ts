import { expect } from 'chai';
import { Input, Markup } from 'telegraf';
import { message } from 'telegraf/filters';
import { TelegramLab, expected, moment } from './telegram-lab.js';

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');

describe('a bot that polls the sandbox with Telegraf', () => {
  let lab: TelegramLab;

  beforeEach(async () => {
    lab = await TelegramLab.open();
  });

  afterEach(() => lab.close());

  it('a command is answered with a keyboard, a tap edits the screen in place and ends the spinner', async () => {
    const bot = lab.bot();
    const edited = moment();
    const greeted = answersOf(bot, 'sendMessage');
    bot.command('start', (ctx) =>
      ctx.replyWithHTML(`<b>Hello, ${ctx.from.first_name}</b>`, Markup.inlineKeyboard([[Markup.button.callback('Buy', 'buy_100')]])),
    );
    bot.action('buy_100', async (ctx) => {
      await ctx.answerCbQuery('One moment');
      await ctx.editMessageText('Pay here', Markup.inlineKeyboard([[Markup.button.url('Pay', `${lab.origin}/sandbox/heleket/pay/1`)]]));
      edited.happen();
    });
    await lab.poll(bot);

    const ann = lab.person(42);
    await ann.say('/start', { firstName: 'Ann', username: 'ann', languageCode: 'en' });
    await greeted;
    const greeting = await ann.lastMessage();
    expect(greeting).to.include({ from: 'bot', text: 'Hello, Ann', html: '<b>Hello, Ann</b>' });
    expect(greeting.buttons).to.deep.equal([[{ text: 'Buy', data: 'buy_100' }]]);

    const tap = await ann.tap(greeting.messageId, 'buy_100');
    expect(tap.body['callbackQueryId']).to.match(/^\d{18}$/);
    await edited.happened;
    const screen = await ann.lastMessage();
    expect(screen.messageId).to.equal(greeting.messageId);
    expect(screen).to.include.keys('editedAt');
    expect(screen.buttons).to.deep.equal([[{ text: 'Pay', url: `${lab.origin}/sandbox/heleket/pay/1` }]]);
    const { body } = await ann.chat();
    expect(body['pendingCallback']).to.equal(false);
    expect(body['lastToast']).to.include({ text: 'One moment', alert: false });
    expect(body['user']).to.deep.equal({ id: 42, firstName: 'Ann', username: 'ann', languageCode: 'en' });
  });

  it('a tap is in the hands of the bot and its answer back in the chat without waiting for a poll to end', async () => {
    const bot = lab.bot();
    let round = moment();
    const greeted = answersOf(bot, 'sendMessage');
    bot.hears(/./, (ctx) => ctx.reply('0', Markup.inlineKeyboard([[Markup.button.callback('more', 'more')]])));
    bot.action('more', async (ctx) => {
      await ctx.answerCbQuery();
      await ctx.editMessageText(ctx.callbackQuery.id, Markup.inlineKeyboard([[Markup.button.callback('more', 'more')]]));
      round.happen();
    });
    await lab.poll(bot);
    const ann = lab.person(42);
    await ann.say('hello');
    await greeted;
    const { messageId } = await ann.lastMessage();
    const times: number[] = [];
    for (let tap = 0; tap < 15; tap += 1) {
      round = moment();
      const started = performance.now();
      await ann.tap(messageId, 'more');
      await round.happened;
      times.push(performance.now() - started);
    }
    const median = times.sort((a, b) => a - b)[7];
    expect(median, 'no poll is waited out').to.be.below(1_000);
  });

  it('an uploaded picture is shown as it was sent, and can be sent again by its id and with another caption', async () => {
    const bot = lab.bot();
    const ann = lab.person(42);
    await ann.say('hello');
    const first = await bot.telegram.sendPhoto(42, Input.fromBuffer(PIXEL, 'qr.png'), { caption: '<b>QR</b>', parse_mode: 'HTML' });
    expect(first.photo.map(({ width, height, file_size }) => ({ width, height, file_size }))).to.deep.equal([
      { width: 1, height: 1, file_size: PIXEL.length },
    ]);
    expect(first.caption_entities).to.deep.equal([{ type: 'bold', offset: 0, length: 2 }]);
    const shown = await ann.lastMessage();
    const picture = await fetch(`${lab.origin}${shown.photo?.url ?? ''}`);
    expect(picture.headers.get('content-type')).to.equal('image/png');
    expect(Buffer.from(await picture.arrayBuffer()).equals(PIXEL)).to.equal(true);

    const again = await bot.telegram.sendPhoto(42, first.photo[0]?.file_id ?? '');
    expect(again.photo).to.deep.equal(first.photo);
    const byAddress = await bot.telegram.sendPhoto(42, `${lab.origin}${shown.photo?.url ?? ''}`);
    expect(byAddress.photo[0]?.width).to.equal(1);
    await bot.telegram.editMessageCaption(42, first.message_id, undefined, 'other');
    await bot.telegram.editMessageMedia(42, first.message_id, undefined, { type: 'photo', media: Input.fromBuffer(PIXEL), caption: 'third' });
    expect((await ann.messages()).find(({ messageId }) => messageId === first.message_id)).to.include({ text: 'third' });
  });

  it('an invoice is paid only after the bot says yes, and once', async () => {
    const bot = lab.bot();
    const paid = expected<string>();
    bot.on('pre_checkout_query', (ctx) =>
      ctx.preCheckoutQuery.invoice_payload === 'order 1' ? ctx.answerPreCheckoutQuery(true) : ctx.answerPreCheckoutQuery(false, 'Sold out'),
    );
    bot.on(message('successful_payment'), (ctx) => paid.happen(ctx.message.successful_payment.telegram_payment_charge_id));
    await lab.poll(bot);
    const ann = lab.person(42);
    await ann.say('hello');
    const bill = { title: 'VPN', description: 'A month', payload: 'order 1', provider_token: '', currency: 'XTR', prices: [{ label: 'VPN', amount: 100 }] };
    const invoice = await bot.telegram.sendInvoice(42, bill);
    const { body } = await ann.pay({ messageId: invoice.message_id });
    expect(body['paid']).to.equal(true);
    expect(await paid.happened).to.equal(body['chargeId']);
    expect((await ann.pay({ messageId: invoice.message_id })).body['code']).to.equal('telegram.invoice-paid');
    expect((await lab.api('getMyStarBalance')).body['result']).to.deep.equal({ amount: 100 });

    const refused = await bot.telegram.createInvoiceLink({ ...bill, payload: 'order 2' });
    expect((await ann.pay({ link: refused })).body).to.deep.equal({ paid: false, error: 'Sold out' });

    const refund = { user_id: 42, telegram_payment_charge_id: body['chargeId'] };
    expect((await lab.api('refundStarPayment', refund)).body).to.deep.equal({ ok: true, result: true });
    expect((await lab.api('refundStarPayment', refund)).body['description']).to.equal('Bad Request: CHARGE_ALREADY_REFUNDED');
    const { transactions } = (await lab.api('getStarTransactions')).body['result'] as { transactions: { amount: number; source?: object }[] };
    expect(transactions.map((one) => [one.amount, one.source !== undefined])).to.deep.equal([[100, true], [100, false]]);
  });

  it('who blocked the bot is not written to any more, until they come back', async () => {
    const bot = lab.bot();
    const ann = lab.person(42);
    await ann.say('hello');
    await ann.block(true);
    expect((await lab.api('sendMessage', { chat_id: 42, text: 'x' })).body).to.deep.equal({
      ok: false,
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
    expect((await ann.say('x')).body['code']).to.equal('telegram.blocked');
    await ann.block(false);
    expect((await bot.telegram.sendMessage(42, 'welcome back')).message_id).to.be.greaterThan(0);
  });
});

/** Resolves when the bot's next call of that method was answered. */
function answersOf(bot: ReturnType<TelegramLab['bot']>, method: string): Promise<void> {
  const answered = moment();
  bot.use(async (ctx, next) => {
    const call = ctx.telegram.callApi.bind(ctx.telegram);
    ctx.telegram.callApi = async (name, payload, options) => {
      const result = await call(name, payload, options);
      if (name === method) answered.happen();
      return result;
    };
    await next();
  });
  return answered.happened;
}
