import type { MiddlewareFn } from 'telegraf';
import type { Lock } from '#use-cases/ports/runtime/lock.js';
import type { BotContext } from '../updates/incoming.js';

/** Handles the updates of one person one after another, in the order they came. */
export function oneAtATime(lock: Lock): MiddlewareFn<BotContext> {
  return (ctx, next) => lock.withLock(`user:${ctx.incoming.userId}`, next);
}
