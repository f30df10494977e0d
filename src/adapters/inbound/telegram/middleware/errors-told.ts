import type { MiddlewareFn } from 'telegraf';
import { languageFor } from '#domain/customers/customer.js';
import { isCurrency } from '#domain/shared/currency.js';
import { DomainError } from '#domain/shared/domain-error.js';
import { InsufficientFunds } from '#domain/wallet/ledger.js';
import type { Texts } from '#adapters/texts/texts.js';
import type { View } from '#adapters/texts/view.js';
import { StoreUnavailable } from '#use-cases/ports/persistence/persistence-error.js';
import type { PaymentMethods } from '#use-cases/payments/payment-methods.js';
import type { Ids } from '#use-cases/ports/runtime/ids.js';
import type { Logger } from '#use-cases/ports/runtime/logger.js';
import type { Metrics } from '#use-cases/ports/runtime/metrics.js';
import { errorReply } from '../error-reply.js';
import type { BotContext, Incoming } from '../updates/incoming.js';
import { MessageNotShown } from '../api/messenger.js';

export interface ErrorTools {
  readonly texts: Texts;
  readonly paymentMethods: PaymentMethods;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly show: (incoming: Incoming, view: View) => Promise<unknown>;
}

const SHORT_ID = 8;

/**
 * Turns every error into words for the person, and lets none through: an update that failed is handled all the same. Only one that the
 * store was not there for is still to be handled.
 */
export function errorsTold(tools: ErrorTools): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      await tell(tools, ctx, error);
    }
  };
}

async function tell(tools: ErrorTools, ctx: BotContext, error: unknown): Promise<void> {
  const { incoming } = ctx;
  const errorId = tools.ids.next().slice(-SHORT_ID);
  record(tools, incoming, error, errorId);
  if (error instanceof MessageNotShown) return;
  const words = tools.texts.in(ctx.customer?.language ?? languageFor(incoming.profile.languageCode));
  try {
    const situation = { words, incoming, dialogue: ctx.dialogue, gateways: await gatewaysFor(tools, error).catch(() => []), errorId };
    await tools.show(incoming, errorReply(error, situation));
  } catch (unshown) {
    record(tools, incoming, unshown, errorId);
  }
}

/** Where what the balance does not cover could be paid instead. */
async function gatewaysFor({ paymentMethods }: ErrorTools, error: unknown): Promise<readonly string[]> {
  if (!(error instanceof InsufficientFunds)) return [];
  const { currency } = error.details;
  return typeof currency === 'string' && isCurrency(currency) ? paymentMethods.for(currency) : [];
}

function record(tools: ErrorTools, incoming: Incoming, error: unknown, errorId: string): void {
  const fields = { err: error, errorId, userId: incoming.userId, updateId: incoming.updateId };
  const code = error instanceof DomainError ? error.code : error instanceof MessageNotShown ? 'telegram' : 'unexpected';
  if (error instanceof DomainError) tools.logger.info({ ...fields, err: undefined, code }, 'a request was refused');
  else if (error instanceof MessageNotShown) tools.logger.warn(fields, 'a screen was not shown');
  else tools.logger.error(fields, 'an update failed');
  tools.metrics.count('telegram_bot_errors_total', { code });
}
