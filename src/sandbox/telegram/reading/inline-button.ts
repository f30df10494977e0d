import { badRequest } from '../bot-api-error.js';
import { checkLink, linkedUser } from '../entities/links.js';
import type { InlineButton } from '../state/chat.js';

const ACTIONS = [
  ...['callback_data', 'url', 'pay', 'web_app', 'copy_text', 'login_url'],
  ...['switch_inline_query', 'switch_inline_query_current_chat', 'switch_inline_query_chosen_chat', 'callback_game'],
];
const LONGEST_DATA = 64;
const LONGEST_COPY = 256;
const LONGEST_URL = 2048;

/** One button of an inline keyboard, refused with Telegram's words when Telegram would. */
export function readInlineButton(value: unknown): InlineButton {
  if (typeof value !== 'object' || value === null) throw parseError('expected an Object');
  const button = value as Record<string, unknown>;
  if (button['text'] === undefined) throw parseError('can\'t find field "text"');
  if (typeof button['text'] !== 'string') throw parseError('Field "text" must be of type String');
  if (button['text'].trim() === '') throw badRequest('inline keyboard button text must be non-empty');
  if (!ACTIONS.some((action) => isSet(button[action]))) {
    throw parseError('Text buttons are unallowed in the inline keyboard');
  }
  assertData(button['callback_data']);
  assertUrl(button['url'], 'URL');
  assertUrl(nested(button['web_app'], 'url'), 'Web App URL');
  const copied = nested(button['copy_text'], 'text');
  if (copied !== undefined && (copied === '' || copied.length > LONGEST_COPY)) throw badRequest('BUTTON_COPY_TEXT_INVALID');
  return value as InlineButton;
}

function assertData(data: unknown): void {
  if (!isSet(data)) return;
  if (typeof data !== 'string') throw parseError('Field "callback_data" must be of type String');
  if (Buffer.byteLength(data) > LONGEST_DATA) throw badRequest('BUTTON_DATA_INVALID');
}

function assertUrl(url: unknown, what: string): void {
  if (!isSet(url)) return;
  if (typeof url !== 'string') throw parseError('Field "url" must be of type String');
  if (linkedUser(url) !== undefined) return;
  const link = checkLink(url);
  if ('problem' in link) throw badRequest(`inline keyboard button ${what} '${url}' is invalid: ${link.problem}`);
  if (link.url.length > LONGEST_URL) throw badRequest('BUTTON_URL_INVALID');
}

function nested(value: unknown, field: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const text = (value as Record<string, unknown>)[field];
  return typeof text === 'string' ? text : '';
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false;
}

function parseError(reason: string): Error {
  return badRequest(`can't parse inline keyboard button: ${reason}`);
}
