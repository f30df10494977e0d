import type Router from '@koa/router';
import type { TelegramWorld } from '../state/telegram-world.js';
import { viewChat, viewMessage } from './chat-view.js';
import type { Introduction, People } from './people.js';
import { UserInput, userIdOf } from './user-input.js';

const CHAT = '/sandbox/telegram/chats/:userId';

/** The person's side of Telegram for the page and for scripts; no fault reaches it. */
export function addUserRoutes(router: Router, world: TelegramWorld, people: People): void {

  router.get('/sandbox/telegram/chats', (ctx) => {
    ctx.body = world.chats.list().map((chat) => viewChat(world, chat));
  });

  router.get(CHAT, (ctx) => {
    ctx.body = viewChat(world, people.chat(userIdOf(ctx)));
  });

  router.get(`${CHAT}/messages`, (ctx) => {
    const chat = world.chats.find(userIdOf(ctx));
    ctx.body = [...(chat?.messages.values() ?? [])].map(viewMessage);
  });

  router.post(`${CHAT}/messages`, async (ctx) => {
    const userId = userIdOf(ctx);
    const input = await UserInput.of(ctx);
    const message = people.write(userId, input.text('text', 4096), introductionIn(input));
    ctx.status = 201;
    ctx.body = viewMessage(message);
  });

  router.post(`${CHAT}/taps`, async (ctx) => {
    const userId = userIdOf(ctx);
    const input = await UserInput.of(ctx);
    const callbackQueryId = people.tap(userId, input.messageId(), input.text('data', 4096), input.flag('force'));
    ctx.body = { callbackQueryId };
  });

  router.post(`${CHAT}/block`, async (ctx) => {
    const userId = userIdOf(ctx);
    const input = await UserInput.of(ctx);
    people.block(userId, input.flag('blocked'));
    ctx.body = viewChat(world, people.chat(userId));
  });
}

function introductionIn(input: UserInput): Introduction {
  const username = input.optionalText('username', 32)?.replace(/^@/, '');
  const firstName = input.optionalText('firstName', 64);
  const languageCode = input.optionalText('languageCode', 8);
  return {
    ...(username === undefined ? {} : { username }),
    ...(firstName === undefined ? {} : { firstName }),
    ...(languageCode === undefined ? {} : { languageCode }),
  };
}
