// What the shop's bot is measured against: Telegraf with one handler behind Koa, and nothing else.
import { Agent } from 'node:http';
import Koa from 'koa';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { Telegraf } from 'telegraf';
import type { Update } from 'telegraf/types';
import { sayListening } from '../stand/child.js';

// Over https, where the Bot API is, Telegraf keeps its connections; over http it does so only where it does not see that it is http.
const apiRoot = `${process.env['TELEGRAM_API_ROOT'] ?? ''}/`.replace('http:', 'HTTP:');
const bot = new Telegraf(process.env['TELEGRAM_TOKEN'] ?? '', {
  telegram: { apiRoot, agent: new Agent({ keepAlive: true }), webhookReply: false },
});
bot.on('message', (ctx) =>
  ctx.reply(`Hello, ${ctx.from.first_name}`, {
    reply_markup: { inline_keyboard: [[{ text: 'Buy', callback_data: 'buy' }], [{ text: 'Balance', callback_data: 'balance' }]] },
  }),
);
bot.botInfo = await bot.telegram.getMe();

const app = new Koa();
app.use(async (ctx) => {
  await bot.handleUpdate(JSON.parse(await text(ctx.req)) as Update);
  ctx.body = { ok: true };
});
const server = app.listen(0, '127.0.0.1', () => sayListening((server.address() as AddressInfo).port));
process.on('SIGTERM', () => process.exit(0));
