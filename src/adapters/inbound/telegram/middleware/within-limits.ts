import type { MiddlewareFn } from 'telegraf';
import { languageFor } from '#domain/customers/customer.js';
import { type CallbackName, readCallback } from '#adapters/texts/callback-data.js';
import type { Texts } from '#adapters/texts/texts.js';
import type { Words } from '#adapters/texts/words.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { Admission } from '#use-cases/ports/runtime/rate-limiter.js';
import type { AdmitRequest } from '#use-cases/operations/admit-request.js';
import type { BotContext, Incoming } from '../updates/incoming.js';
import type { Messenger } from '../api/messenger.js';

export interface LimitTools {
  /** Undefined lets everything pass. */
  readonly admitRequest?: AdmitRequest | undefined;
  readonly messenger: Messenger;
  readonly texts: Texts;
  readonly clock: Clock;
}

type Refusal = Extract<Admission, { allowed: false }>;

const REMEMBERED = 10_000;
const MINUTE_MS = 60_000;
const PAYING: ReadonlySet<CallbackName> = new Set<CallbackName>([
  'recharge_{gateway}_{amount}',
  'order_pay_{uuid}',
  'order_pay_balance_{uuid}',
  'order_pay_from_{currency}_{uuid}',
  'order_pay_via_{gateway}_{uuid}',
]);

/**
 * Refuses what comes too fast before anything is done about it, so that nothing is left half done. The person is told once how long to
 * wait. An update that was let in and failed is let in again when it is brought again.
 */
export function withinLimits({ admitRequest, messenger, texts, clock }: LimitTools): MiddlewareFn<BotContext> {
  if (!admitRequest) return (_ctx, next) => next();
  const owed = new Set<number>();
  const told = new Map<string, number>();

  const admitted = async (ctx: BotContext): Promise<Admission> => {
    const { incoming } = ctx;
    if (owed.delete(incoming.updateId)) return { allowed: true };
    return admitRequest.execute({ kind: kindOf(incoming), userId: incoming.userId, premium: ctx.from?.is_premium === true });
  };

  const refuse = async (incoming: Incoming, refusal: Refusal): Promise<void> => {
    const now = clock.now().getTime();
    const { banned, retryAfterMs } = refusal;
    const subject = `${incoming.userId} ${banned ? 'ban' : kindOf(incoming)}`;
    // Nobody is left with a spinning button, but a flood during a ban is worth no call.
    if ((told.get(subject) ?? 0) > now) return incoming.kind === 'button' && !banned ? messenger.answer(incoming.callbackId) : undefined;
    // Forgetting them all early costs no more than telling somebody twice.
    if (told.size >= REMEMBERED) told.clear();
    told.set(subject, now + (banned ? retryAfterMs : Math.min(retryAfterMs, MINUTE_MS)));
    await tell(messenger, texts.in(languageFor(incoming.profile.languageCode)), incoming, refusal);
  };

  return async (ctx, next) => {
    const admission = await admitted(ctx);
    if (!admission.allowed) return refuse(ctx.incoming, admission);
    try {
      await next();
    } catch (error) {
      if (owed.size >= REMEMBERED) owed.clear();
      owed.add(ctx.incoming.updateId);
      throw error;
    }
  };
}

/** What a person did, as it is counted: a tap that pays, or a bare number, which answers how much to pay, may make an invoice. */
function kindOf(incoming: Incoming): 'message' | 'operation' | 'payment' {
  if (incoming.kind === 'text') return /^\s*\d+([.,]\d*)?\s*$/.test(incoming.text) ? 'payment' : 'message';
  if (incoming.kind !== 'button') return 'message';
  const read = readCallback(incoming.data);
  return read && PAYING.has(read.name) ? 'payment' : 'operation';
}

/** Never throws: who cannot be told finds out by waiting. */
async function tell(messenger: Messenger, words: Words, incoming: Incoming, { banned, retryAfterMs }: Refusal): Promise<void> {
  const wait = waitIn(words, retryAfterMs);
  if (incoming.kind === 'button') return messenger.answer(incoming.callbackId, words.plain(banned ? 'limit.ban-alert' : 'limit.alert', { wait }));
  const html = words.html(banned ? 'limit.ban' : 'limit.wait', { wait });
  await messenger.send(incoming.userId, { html, keyboard: [] }).catch(() => undefined);
}

function waitIn(words: Words, ms: number): string {
  return ms <= MINUTE_MS ? words.plain('limit.seconds', { count: Math.ceil(ms / 1000) }) : words.plain('limit.minutes', { count: Math.ceil(ms / MINUTE_MS) });
}
