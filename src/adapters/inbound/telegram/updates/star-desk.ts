import type { Telegram } from 'telegraf';
import type { Update } from 'telegraf/types';
import { languageFor } from '#domain/customers/customer.js';
import type { Texts } from '#adapters/texts/texts.js';
import type { ApproveCheckout, CheckoutRefusal } from '#use-cases/payments/stars/approve-checkout.js';
import type { RecordStarCharge } from '#use-cases/payments/stars/record-star-charge.js';
import type { RecordStarRefund } from '#use-cases/payments/stars/record-star-refund.js';
import type { Logger } from '#use-cases/ports/runtime/logger.js';
import type { Metrics } from '#use-cases/ports/runtime/metrics.js';
import { callSignal, reasonOf } from '../api/messenger.js';
import { type CheckoutQuestion, readStars } from './star-updates.js';

export interface StarDeskTools {
  readonly approveCheckout: ApproveCheckout;
  readonly recordStarCharge: RecordStarCharge;
  readonly recordStarRefund: RecordStarRefund;
  readonly texts: Texts;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Telegram gives a payment up after ten seconds: so long may it take to decide, and so long each of two tries to say so. */
const DECIDE_MS = 5_000;
const SAY_MS = 2_000;

const TEXTS: Readonly<Record<CheckoutRefusal, string>> = {
  unknown: 'checkout.unknown',
  foreign: 'checkout.foreign',
  paid: 'checkout.paid',
  closed: 'checkout.closed',
  changed: 'checkout.changed',
  busy: 'checkout.busy',
};

/**
 * Where Telegram Stars are dealt with, apart from everything else that people do: no lock, no limit and no queue stands before it.
 * Each of it may come twice: a question has the same answer again, a charge is kept once.
 */
export class StarDesk {
  constructor(
    private readonly telegram: Telegram,
    private readonly tools: StarDeskTools,
  ) {}

  isFor(update: Update): boolean {
    return readStars(update) !== undefined;
  }

  /** Undefined for an update about anything else. Fails where the news of money could not be kept, and must then come again. */
  take(update: Update): Promise<void> | undefined {
    const read = readStars(update);
    if (!read) return undefined;
    const { metrics, recordStarCharge, recordStarRefund } = this.tools;
    metrics.count('telegram_bot_messages_total', { type: read.kind === 'question' ? 'checkout' : 'payment' });
    if (read.kind === 'question') return this.answer(read.question);
    return read.kind === 'paid' ? recordStarCharge.execute(read.news) : recordStarRefund.execute(read.news);
  }

  /** Never throws: a question that could not be answered in time is worth nothing later. */
  private async answer(question: CheckoutQuestion): Promise<void> {
    const refusal = await inTime(this.decide(question), DECIDE_MS).catch((error: unknown) => {
      this.tools.logger.error({ err: error, userId: question.payer }, 'a payment could not be approved');
      return this.tools.texts.in(languageFor(question.languageCode)).plain('checkout.later');
    });
    const answer = { pre_checkout_query_id: question.queryId, ...(refusal === undefined ? { ok: true } : { ok: false, error_message: refusal }) };
    const said = (await this.say(answer)) || (await this.say(answer));
    if (!said) this.tools.logger.error({ userId: question.payer }, 'a payment was decided on, but Telegram could not be told');
  }

  /** Why not, in the payer's words. */
  private async decide(question: CheckoutQuestion): Promise<string | undefined> {
    const verdict = await this.tools.approveCheckout.execute(question);
    if (verdict.approved) return undefined;
    this.tools.logger.info({ userId: question.payer, reason: verdict.reason }, 'a payment was not approved');
    return this.tools.texts.in(verdict.language ?? languageFor(question.languageCode)).plain(TEXTS[verdict.reason]);
  }

  private async say(answer: { readonly pre_checkout_query_id: string; readonly ok: boolean }): Promise<boolean> {
    try {
      await this.telegram.callApi('answerPreCheckoutQuery', answer, { signal: callSignal(AbortSignal.timeout(SAY_MS)) });
      return true;
    } catch (error) {
      this.tools.logger.warn({ reason: reasonOf(error) }, 'a question before a payment was not answered');
      return false;
    }
  }
}

async function inTime<Result>(work: Promise<Result>, ms: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it was not decided in time')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
