import { badRequest } from '../bot-api-error.js';
import type { InlineKeyboard } from '../state/chat.js';
import { readInlineButton } from './inline-button.js';
import type { MethodCall } from './method-call.js';

const MOST_BUTTONS = 100;
const MOST_IN_A_ROW = 8;

export type ReplyMarkup =
  | { readonly kind: 'none' }
  | { readonly kind: 'inline'; readonly keyboard: InlineKeyboard }
  | { readonly kind: 'reply'; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'remove' };

/** The keyboard a new message brings. */
export function readReplyMarkup(call: MethodCall): ReplyMarkup {
  const markup = call.structure('reply_markup', 'reply keyboard markup');
  if (markup === undefined) return { kind: 'none' };
  if (typeof markup !== 'object' || markup === null || Array.isArray(markup)) throw badRequest('object expected as reply markup');
  if ('inline_keyboard' in markup) return inlineMarkup(markup.inline_keyboard);
  if ('keyboard' in markup) return { kind: 'reply', rows: rowsOf(markup.keyboard, readReplyButton) };
  return 'remove_keyboard' in markup ? { kind: 'remove' } : { kind: 'none' };
}

/** The keyboard an edited message has from now on: only an inline one, and none when it is not given. */
export function readInlineKeyboard(call: MethodCall): InlineKeyboard | undefined {
  const markup = readReplyMarkup(call);
  if (markup.kind === 'none') return undefined;
  if (markup.kind !== 'inline') throw badRequest('inline keyboard expected');
  return markup.keyboard;
}

function inlineMarkup(value: unknown): ReplyMarkup {
  const keyboard = rowsOf(value, readInlineButton).filter((row) => row.length > 0);
  return keyboard.length === 0 ? { kind: 'none' } : { kind: 'inline', keyboard };
}

function rowsOf<Button>(value: unknown, read: (button: unknown) => Button): readonly (readonly Button[])[] {
  if (!Array.isArray(value)) throw badRequest("can't parse keyboard: expected an Array of Arrays");
  const rows = value.map((row: unknown) => {
    if (!Array.isArray(row)) throw badRequest("can't parse keyboard: expected an Array of Arrays");
    return row.map((button: unknown) => read(button));
  });
  const count = rows.reduce((sum, row) => sum + row.length, 0);
  if (count > MOST_BUTTONS || rows.some((row) => row.length > MOST_IN_A_ROW)) throw badRequest('reply markup is too long');
  return rows;
}

function readReplyButton(value: unknown): string {
  const text = typeof value === 'object' && value !== null && 'text' in value ? value.text : value;
  if (typeof text !== 'string' || text === '') throw badRequest('keyboard button text must be non-empty');
  return text;
}
