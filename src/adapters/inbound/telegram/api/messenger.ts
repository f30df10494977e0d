import { setTimeout as pause } from 'node:timers/promises';
import { type Telegram, TelegramError } from 'telegraf';
import { fitHtml } from '#adapters/texts/html.js';
import { inlineKeyboard, type View } from '#adapters/texts/view.js';
import type { Logger } from '#use-cases/ports/runtime/logger.js';

/** Where a message stands. */
export interface Place {
  readonly chatId: number;
  readonly messageId: number;
}

/** Telegram did not take a message: the person blocked the bot, or there was no answer. Carries no URL and no token. */
export class MessageNotShown extends Error {
  constructor(method: string, reason: string) {
    super(`${method}: ${reason}`);
    this.name = 'MessageNotShown';
  }
}

const PAUSES_MS = [300, 1_500] as const;
const LONGEST_WAIT_MS = 20_000;

type ApiMethods = Parameters<Telegram['callApi']>[0];

type CallSignal = NonNullable<NonNullable<Parameters<Telegram['callApi']>[2]>['signal']>;

/** Node's own signal for a call; Telegraf names the type of an older stand-in, which its client accepts all the same. */
export function callSignal(signal: AbortSignal): CallSignal {
  return signal as unknown as CallSignal;
}

/** The bot's mouth: sends, edits and answers, waits when told to, and tries again where nothing was answered. */
export class Messenger {
  constructor(
    private readonly telegram: Telegram,
    private readonly logger: Logger,
  ) {}

  /** Stops the button's spinner, with an alert where there is something to say. Never throws: the work behind the button matters more. */
  async answer(callbackId: string, alert?: string): Promise<void> {
    const said = alert === undefined ? {} : { text: alert, show_alert: true };
    try {
      await this.telegram.callApi('answerCallbackQuery', { callback_query_id: callbackId, ...said });
    } catch (error) {
      this.logger.debug({ reason: reasonOf(error) }, 'a button was not answered');
    }
  }

  /** Throws `MessageNotShown`. */
  async send(chatId: number, view: View): Promise<Place> {
    const sent = await this.call('sendMessage', () => this.telegram.callApi('sendMessage', { chat_id: chatId, ...contentOf(view) }));
    return { chatId, messageId: sent.message_id };
  }

  /** Changes a message in place, or sends a new one where Telegram no longer lets it be changed. Throws `MessageNotShown`. */
  async edit(place: Place, view: View): Promise<Place> {
    try {
      await this.call('editMessageText', () =>
        this.telegram.callApi('editMessageText', { chat_id: place.chatId, message_id: place.messageId, ...contentOf(view) }),
      );
      return place;
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      return error.unchanged ? place : this.send(place.chatId, view);
    }
  }

  private async call<Result>(method: ApiMethods, work: () => Promise<Result>): Promise<Result> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        const wait = attempt < PAUSES_MS.length ? waitAfter(error, PAUSES_MS[attempt] ?? 0) : undefined;
        if (wait === undefined) throw refusal(method, error);
        await pause(wait);
      }
    }
  }
}

class EditRefused extends Error {
  constructor(readonly unchanged: boolean) {
    super('the message cannot be edited');
  }
}

/** How long to wait before the same call is worth repeating; undefined when it is not. */
function waitAfter(error: unknown, usual: number): number | undefined {
  if (!(error instanceof TelegramError) || error.code >= 500) return usual;
  if (error.code !== 429) return undefined;
  const wait = (error.parameters?.retry_after ?? 1) * 1000;
  return wait <= LONGEST_WAIT_MS ? wait : undefined;
}

function refusal(method: ApiMethods, error: unknown): Error {
  const editing = method === 'editMessageText' && error instanceof TelegramError && error.code === 400;
  if (!editing) return new MessageNotShown(method, reasonOf(error));
  return new EditRefused(/not modified/i.test(error.description));
}

/** Telegram's own words, or the failure's name alone: a network error's message holds the URL. */
export function reasonOf(error: unknown): string {
  if (error instanceof TelegramError) return `${error.code} ${error.description}`.slice(0, 200);
  return error instanceof Error ? error.name : 'unknown failure';
}

function contentOf(view: View) {
  return {
    text: fitHtml(view.html),
    parse_mode: 'HTML' as const,
    link_preview_options: { is_disabled: true },
    reply_markup: inlineKeyboard(view.keyboard),
  };
}
