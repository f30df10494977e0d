import type Router from '@koa/router';
import { invalid } from '#sandbox/kit/problem.js';
import type { TelegramWorld } from '../state/telegram-world.js';
import { Payers, type PaymentMishap } from './payers.js';
import type { People } from './people.js';
import { UserInput, userIdOf } from './user-input.js';

const MOST_TOLD = 10;

/** Paying the bot, and what Telegram's till has; no fault reaches it. */
export function addPaymentRoutes(router: Router, world: TelegramWorld, people: People): void {
  const payers = new Payers(world, people);

  router.post('/sandbox/telegram/chats/:userId/pay-invoice', async (ctx) => {
    const userId = userIdOf(ctx);
    const input = await UserInput.of(ctx);
    const mishap = mishapIn(input);
    if (input.has('link')) ctx.body = await payers.payLink(userId, input.text('link', 200), mishap);
    else if (input.has('payload')) ctx.body = await payers.payPayload(userId, input.text('payload', 128), mishap);
    else ctx.body = await payers.payMessage(userId, input.messageId(), mishap);
  });

  router.get('/sandbox/telegram/invoices/:slug', (ctx) => {
    const { title, description, currency, total } = payers.invoice(ctx.params['slug'] ?? '');
    ctx.body = { title, description, currency, amount: String(total) };
  });

  router.get('/sandbox/telegram/stars', (ctx) => {
    ctx.body = world.stars.list();
  });

  router.post('/sandbox/telegram/stars/:chargeId/chargeback', (ctx) => {
    payers.chargeBack(ctx.params['chargeId'] ?? '');
    ctx.body = world.stars.list();
  });
}

function mishapIn(input: UserInput): PaymentMishap {
  const told = input.count('told') ?? 1;
  if (told > MOST_TOLD) throw invalid('telegram.told', `"told" is at most ${MOST_TOLD}`);
  return { told, asked: !input.flag('unasked') };
}
