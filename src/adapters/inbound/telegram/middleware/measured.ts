import type { MiddlewareFn } from 'telegraf';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { Metrics } from '#use-cases/ports/runtime/metrics.js';
import type { BotContext } from '../updates/incoming.js';

/** Counts what people send and how long they wait. */
export function measured(metrics: Metrics, clock: Clock): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    const type = ctx.incoming.kind;
    const began = clock.now().getTime();
    metrics.count('telegram_bot_messages_total', { type });
    try {
      await next();
    } finally {
      metrics.observe('telegram_bot_response_time_seconds', (clock.now().getTime() - began) / 1000, { type });
    }
  };
}
