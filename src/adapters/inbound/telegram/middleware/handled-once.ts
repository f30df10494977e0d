import type { MiddlewareFn } from 'telegraf';
import { type HandleUpdateOnce, UpdateInHand } from '#use-cases/operations/handle-update-once.js';
import type { BotContext } from '../updates/incoming.js';

const REMEMBERED = 1_000;

/** Handles each update once. While the store is down it tells the person so, once, and fails, so that Telegram brings the update again. */
export function handledOnce(handleOnce: HandleUpdateOnce, sayStoreIsDown: (ctx: BotContext) => Promise<void>): MiddlewareFn<BotContext> {
  const told = new Set<number>();
  return async (ctx, next) => {
    const { updateId } = ctx.incoming;
    const body = (): Uint8Array => new TextEncoder().encode(JSON.stringify(ctx.update));
    try {
      await handleOnce.execute({ source: 'telegram', eventKey: String(updateId), body }, next);
    } catch (error) {
      if (!(error instanceof UpdateInHand) && !told.has(updateId)) {
        if (told.size >= REMEMBERED) told.clear();
        told.add(updateId);
        await sayStoreIsDown(ctx);
      }
      throw error;
    }
  };
}
