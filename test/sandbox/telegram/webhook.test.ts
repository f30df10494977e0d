import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { TelegramLab, expected, moment } from './telegram-lab.js';

const SECRET = 'only_telegram-knows-it';

describe('a bot that gets its updates over a webhook', () => {
  let lab: TelegramLab;

  beforeEach(async () => {
    lab = await TelegramLab.open();
  });

  afterEach(() => lab.close());

  it('Telegraf accepts what carries the secret, and its answer in the response ends the spinner', async () => {
    const bot = lab.bot();
    const answered = moment();
    bot.start((ctx) => ctx.reply('Choose', { reply_markup: { inline_keyboard: [[{ text: 'Buy', callback_data: 'buy' }]] } }));
    bot.action('buy', async (ctx) => {
      await ctx.editMessageText('Bought');
      await ctx.answerCbQuery('Thanks', { show_alert: true });
      answered.happen();
    });
    const webhook = bot.webhookCallback('/hook', { secretToken: SECRET });
    const url = await serve(lab, (request, response) => void webhook(request, response));
    await bot.telegram.setWebhook(`${url}/hook`, { secret_token: SECRET });
    const ann = lab.person(42);
    const greeted = lab.nextCall('sendMessage');
    await ann.say('/start');
    await greeted;
    await lab.changed(() => ann.messages(), (messages) => messages.length === 2);
    const { messageId } = await ann.lastMessage();
    await ann.tap(messageId, 'buy');
    await answered.happened;
    const { body } = await lab.changed(() => ann.chat(), (chat) => chat.body['pendingCallback'] === false);
    expect(body['lastToast']).to.include({ text: 'Thanks', alert: true });
    expect(await ann.lastMessage()).to.include({ text: 'Bought' });
  });

  it('carries the secret in its header, and delivers again until it is answered with 2xx', async () => {
    const delivered = expected<readonly IncomingMessage[]>();
    const seen: IncomingMessage[] = [];
    const url = await serve(lab, (request, response) => {
      seen.push(request);
      response.writeHead(seen.length < 3 ? 500 : 200).end();
      if (seen.length === 3) delivered.happen(seen);
    });
    await lab.api('setWebhook', { url, secret_token: SECRET });
    await lab.person(42).say('hello');
    const requests = await delivered.happened;
    expect(requests.map(({ headers }) => headers['x-telegram-bot-api-secret-token'])).to.deep.equal([SECRET, SECRET, SECRET]);
    const info = await lab.changed(() => lab.api('getWebhookInfo'), ({ body }) => pending(body) === 0);
    expect(info.body['result']).to.include({ last_error_message: 'Wrong response from the webhook: 500 Internal Server Error' });
  });

  it("one person's updates come one after the other, another person's do not wait for them", async () => {
    const held: ServerResponse[] = [];
    const order: string[] = [];
    const all = moment();
    const url = await serve(lab, (request, response) => {
      void readJson(request).then((update) => {
        order.push(update.message.text);
        if (update.message.text === 'ann 1') held.push(response);
        else response.end();
        if (update.message.text === 'bob 1') held[0]?.end();
        if (order.length === 3) all.happen();
      });
    });
    await lab.api('setWebhook', { url });
    await lab.person(1).say('ann 1');
    await lab.person(1).say('ann 2');
    await lab.person(2).say('bob 1');
    await all.happened;
    expect(order).to.deep.equal(['ann 1', 'bob 1', 'ann 2']);
  });

  it('what came before the webhook was set is delivered to it, unless it is dropped', async () => {
    const first = expected<string>();
    const url = await serve(lab, (request, response) => {
      void readJson(request).then((update) => first.happen(update.message.text));
      response.end();
    });
    await lab.person(42).say('forgotten');
    await lab.api('deleteWebhook', { drop_pending_updates: true });
    await lab.person(42).say('kept');
    await lab.api('setWebhook', { url });
    expect(await first.happened).to.equal('kept');
  });

  it('polling beside a webhook is a conflict', async () => {
    await lab.api('setWebhook', { url: 'http://127.0.0.1:9/hook' });
    expect((await lab.api('getUpdates')).body).to.deep.equal({
      ok: false,
      error_code: 409,
      description: "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    });
    await lab.api('deleteWebhook');
    expect((await lab.api('getUpdates')).body).to.deep.equal({ ok: true, result: [] });
  });

  const BAD_WEBHOOKS: readonly (readonly [object, string])[] = [
    [{ url: 'http://example.com/hook' }, 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook'],
    [{ url: 'https://example.com:9000/hook' }, 'Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443'],
    [{ url: 'not a url' }, 'Bad Request: bad webhook: invalid webhook URL specified'],
    [{ url: 'https://example.com/', secret_token: 'пароль' }, 'Bad Request: secret token contains unallowed characters'],
  ];
  for (const [webhook, description] of BAD_WEBHOOKS) {
    it(`${JSON.stringify(webhook)} is refused: ${description}`, async () => {
      expect((await lab.api('setWebhook', webhook)).body['description']).to.equal(description);
    });
  }
});

async function serve(lab: TelegramLab, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  lab.onClose(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function readJson(request: IncomingMessage): Promise<{ message: { text: string } }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as { message: { text: string } };
}

function pending(body: { readonly [field: string]: unknown }): unknown {
  return (body['result'] as { pending_update_count: number }).pending_update_count;
}
