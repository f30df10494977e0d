import type { UserId } from '#domain/customers/customer.js';
import { fitHtml } from '#adapters/texts/html.js';
import type { Texts } from '#adapters/texts/texts.js';
import { inlineKeyboard, type View } from '#adapters/texts/view.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import type { DeliveryOutcome, Notice, Notifier } from '#use-cases/ports/providers/notifier.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { Logger } from '#use-cases/ports/runtime/logger.js';
import type { WatchedScreens } from '#use-cases/ports/runtime/watched-screens.js';
import type { HttpClient } from '../kit/http-client.js';
import { type ApiAnswer, BotApi } from './bot-api.js';
import { type MessagePlace, readPlace, sentPlace } from './message-place.js';
import { type NoticeFacts, type NoticePlan, planNotice } from './notice-plan.js';

export interface TelegramNotifierDependencies {
  readonly token: string;
  readonly apiRoot: string;
  readonly http: HttpClient;
  readonly unitOfWork: UnitOfWork;
  readonly texts: Texts;
  readonly watched: WatchedScreens;
  readonly clock: Clock;
  readonly logger: Logger;
}

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
const SENT: DeliveryOutcome = { outcome: 'sent' };

/** Tells people through Telegram: changes the screen they watch and, where the news deserves it, writes a message. Repeats are harmless. */
export class TelegramNotifier implements Notifier {
  private readonly api: BotApi;
  private failuresInRow = 0;

  constructor(private readonly shop: TelegramNotifierDependencies) {
    this.api = new BotApi(shop.token, shop.apiRoot, shop.http);
  }

  async deliver(userId: UserId, notice: Notice): Promise<DeliveryOutcome> {
    try {
      const plan = await this.plan(userId, notice);
      const place = plan.subject === undefined ? undefined : await this.placeOf(plan.subject);
      const edited = place && plan.screen ? await this.edit(place, plan.screen) : 'gone';
      if (typeof edited === 'object') return edited;
      const message = plan.message ?? (edited === 'gone' ? plan.instead : undefined);
      return message ? await this.send(userId, message, plan) : SENT;
    } catch (error) {
      this.shop.logger.error({ err: error, userId, kind: notice.kind }, 'a notice could not be prepared');
      return this.later('the notice could not be prepared');
    }
  }

  private async plan(userId: UserId, notice: Notice): Promise<NoticePlan> {
    const { language, facts } = await this.shop.unitOfWork.run(async (tx) => {
      const order = 'orderId' in notice ? await tx.orders.find(notice.orderId) : undefined;
      const fulfilment = order && (await tx.fulfilments.find(order.id));
      const payment = 'paymentId' in notice ? await tx.payments.find(notice.paymentId) : undefined;
      const seen: NoticeFacts = { order, step: fulfilment?.state, payment, now: this.shop.clock.now() };
      return { language: (await tx.users.find(userId))?.language ?? 'ru', facts: seen };
    });
    return planNotice(this.shop.texts.in(language), notice, facts);
  }

  private async placeOf(subject: string): Promise<MessagePlace | undefined> {
    const place = await this.shop.watched.find(subject);
    return place === undefined ? undefined : readPlace(place);
  }

  /** `gone`: there is no such screen any more. */
  private async edit(place: MessagePlace, view: View): Promise<'edited' | 'gone' | DeliveryOutcome> {
    const answer = await this.api.call('editMessageText', { chat_id: place.chatId, message_id: place.messageId, ...contentOf(view) });
    if (answer.outcome === 'refused' && answer.code === 400) return /not modified/i.test(answer.description) ? 'edited' : 'gone';
    return answer.outcome === 'ok' ? this.well('edited') : this.judge(answer);
  }

  private async send(userId: UserId, view: View, plan: NoticePlan): Promise<DeliveryOutcome> {
    const answer = await this.api.call('sendMessage', { chat_id: userId, ...contentOf(view) });
    if (answer.outcome !== 'ok') return this.judge(answer);
    const place = view === plan.screen ? sentPlace(userId, answer.result) : undefined;
    if (place && plan.subject !== undefined) await this.shop.watched.watch(plan.subject, JSON.stringify(place));
    return this.well(SENT);
  }

  private judge(answer: Exclude<ApiAnswer, { outcome: 'ok' }>): DeliveryOutcome {
    if (answer.outcome === 'lost') return this.later(answer.reason);
    const reason = `${answer.code} ${answer.description}`.slice(0, 200);
    if (answer.code === 429) return { outcome: 'too-fast', afterMs: answer.retryAfterMs ?? FIRST_PAUSE_MS, reason };
    // A refused token is the operator's to mend; the person is not unreachable for it.
    if (answer.code === 401 || answer.code === 404) return { outcome: 'retry', afterMs: LONGEST_PAUSE_MS, reason };
    if (answer.code === 400 && !/chat not found|deactivated/i.test(answer.description)) this.shop.logger.error({ reason }, 'telegram refused a notice');
    return { outcome: 'unreachable', reason };
  }

  private later(reason: string): DeliveryOutcome {
    const afterMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failuresInRow);
    this.failuresInRow = Math.min(this.failuresInRow + 1, 10);
    return { outcome: 'retry', afterMs, reason };
  }

  private well<Result>(result: Result): Result {
    this.failuresInRow = 0;
    return result;
  }
}

function contentOf(view: View): Readonly<Record<string, unknown>> {
  return {
    text: fitHtml(view.html),
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    reply_markup: inlineKeyboard(view.keyboard),
  };
}
