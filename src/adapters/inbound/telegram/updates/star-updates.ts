import type { Update } from 'telegraf/types';
import { Money } from '#domain/shared/money.js';
import type { ApproveCheckoutCommand } from '#use-cases/payments/stars/approve-checkout.js';
import type { StarNews } from '#use-cases/payments/stars/charge-register.js';

export interface CheckoutQuestion extends ApproveCheckoutCommand {
  readonly languageCode: string | undefined;
}

/** What an update tells of Telegram Stars. */
export type StarUpdate =
  | { readonly kind: 'question'; readonly question: CheckoutQuestion }
  | { readonly kind: 'paid' | 'refunded'; readonly news: StarNews };

type Fields = Readonly<Record<string, unknown>>;

/** Reads a question before a payment, or the news of one; undefined for every other update. Trusts no field. */
export function readStars(update: Update): StarUpdate | undefined {
  const { pre_checkout_query: query, message } = update as unknown as Fields;
  if (isFields(query)) return readQuestion(query);
  if (!isFields(message)) return undefined;
  const paid = readNews(message, message['successful_payment']);
  if (paid) return { kind: 'paid', news: paid };
  const refunded = readNews(message, message['refunded_payment']);
  return refunded && { kind: 'refunded', news: refunded };
}

function readQuestion({ id, from, currency, total_amount: total, invoice_payload: payload }: Fields): StarUpdate | undefined {
  if (typeof id !== 'string' || !isFields(from) || !isId(from['id'])) return undefined;
  if (typeof currency !== 'string' || !isCount(total) || typeof payload !== 'string') return undefined;
  const languageCode = typeof from['language_code'] === 'string' ? from['language_code'] : undefined;
  return { kind: 'question', question: { queryId: id, payer: from['id'], payload, currency, total: BigInt(total), languageCode } };
}

/** Nothing but Stars is asked for, so nothing else is paid. */
function readNews({ from, chat, date }: Fields, payment: unknown): StarNews | undefined {
  if (!isFields(payment) || payment['currency'] !== 'XTR') return undefined;
  const { total_amount: amount, invoice_payload: payload, telegram_payment_charge_id: id } = payment;
  // Uncertain: whose message the news of a refund is; the private chat is the payer's in any case.
  const payer = isFields(from) && from['is_bot'] !== true ? from['id'] : isFields(chat) ? chat['id'] : undefined;
  if (typeof id !== 'string' || id === '' || typeof payload !== 'string' || !isCount(amount) || amount === 0) return undefined;
  if (!isId(payer) || !isCount(date)) return undefined;
  return { id, payload, payer, amount: Money.of(BigInt(amount), 'XTR'), at: new Date(date * 1000) };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isId(value: unknown): value is number {
  return isCount(value) && value > 0;
}
