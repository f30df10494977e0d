import type { MiddlewareFn } from 'telegraf';
import { type BotContext, readIncoming } from '../updates/incoming.js';

/** Lets pass what a person does in a private chat; everything else ends here without an effect. */
export function onlyPrivate(): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    const incoming = readIncoming(ctx.update);
    if (!incoming) return;
    ctx.incoming = incoming;
    await next();
  };
}
