import { setTimeout as pause } from 'node:timers/promises';
import { type Telegram, TelegramError } from 'telegraf';
import { fitHtml, LONGEST_CAPTION } from '#adapters/texts/html.js';
import { inlineKeyboard, type View } from '#adapters/texts/view.js';
import type { Logger } from '#use-cases/ports/runtime/logger.js';

/** Where a message stands. */
export interface Place {
  readonly chatId: number;
  readonly messageId: number;
  readonly hasPhoto?: boolean;
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
    const { photo } = view;
    const sent = photo
      ? await this.call('sendPhoto', () => this.telegram.callApi('sendPhoto', { chat_id: chatId, photo: fileOf(photo), ...captionOf(view), reply_markup: inlineKeyboard(view.keyboard) }))
      : await this.call('sendMessage', () => this.telegram.callApi('sendMessage', { chat_id: chatId, ...contentOf(view) }));
    return { chatId, messageId: sent.message_id };
  }

  /**
   * Changes a message in place, or sends a new one where Telegram no longer lets it be changed. Text never becomes a picture, nor a
   * picture text: there the new message takes the place of the old one, which is deleted. Throws `MessageNotShown`.
   */
  async edit(place: Place, view: View): Promise<Place> {
    if ((place.hasPhoto ?? false) !== (view.photo !== undefined)) return this.replace(place, view);
    try {
      await this.change({ chat_id: place.chatId, message_id: place.messageId }, view);
      return place;
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      return error.unchanged ? place : this.send(place.chatId, view);
    }
  }

  private change(message: { readonly chat_id: number; readonly message_id: number }, view: View): Promise<unknown> {
    const { photo } = view;
    if (!photo) return this.call('editMessageText', () => this.telegram.callApi('editMessageText', { ...message, ...contentOf(view) }));
    const media = { type: 'photo' as const, media: fileOf(photo), ...captionOf(view) };
    return this.call('editMessageMedia', () => this.telegram.callApi('editMessageMedia', { ...message, media, reply_markup: inlineKeyboard(view.keyboard) }));
  }

  /** What cannot be deleted any more stays above the new message. */
  private async replace(old: Place, view: View): Promise<Place> {
    const place = await this.send(old.chatId, view);
    try {
      await this.telegram.callApi('deleteMessage', { chat_id: old.chatId, message_id: old.messageId });
    } catch (error) {
      this.logger.debug({ reason: reasonOf(error) }, 'an old screen was not deleted');
    }
    return place;
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
  const editing = (method === 'editMessageText' || method === 'editMessageMedia') && error instanceof TelegramError && error.code === 400;
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

function captionOf(view: View) {
  return { caption: fitHtml(view.html, LONGEST_CAPTION), parse_mode: 'HTML' as const };
}

function fileOf(photo: Uint8Array) {
  return { source: Buffer.from(photo.buffer, photo.byteOffset, photo.byteLength), filename: 'picture.png' };
}
