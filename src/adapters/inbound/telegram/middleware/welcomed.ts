import type { MiddlewareFn } from 'telegraf';
import type { WelcomeCustomer } from '#use-cases/customers/welcome-customer.js';
import type { BotContext, Incoming } from '../updates/incoming.js';

const REFERRAL = /^(?:ref_?)?([1-9]\d{0,14})$/;

/** Knows the person: registers a newcomer, and whoever sent them when they came by a referral link. */
export function welcomed(welcomeCustomer: WelcomeCustomer): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    const { incoming } = ctx;
    ctx.customer = await welcomeCustomer.execute({ profile: incoming.profile, referredBy: referrerOf(incoming) });
    await next();
  };
}

/** The id behind `/start 123` or `/start ref_123`; anything else in the link means nobody. */
function referrerOf(incoming: Incoming): number | undefined {
  if (incoming.kind !== 'command' || incoming.command !== 'start') return undefined;
  const match = REFERRAL.exec(incoming.argument);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}
