import type { MiddlewareFn } from 'telegraf';
import type { BotContext } from '../updates/incoming.js';
import type { Messenger } from '../api/messenger.js';

/** Stops a pressed button's spinner before anything slow begins, even the wait for the person's earlier update. */
export function answerButton(messenger: Messenger): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    const { incoming } = ctx;
    // Not awaited before the work: updates must keep their order. It is on its way first, and never throws.
    const answered = incoming.kind === 'button' ? messenger.answer(incoming.callbackId) : undefined;
    await next();
    await answered;
  };
}
