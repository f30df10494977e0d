import { readCallback } from '#adapters/texts/callback-data.js';
import { fitHtml } from '#adapters/texts/html.js';
import { inlineKeyboard, type View } from '#adapters/texts/view.js';
import { cleanText } from '../../../../src/sandbox/telegram/entities/clean-text.js';
import { parseHtml } from '../../../../src/sandbox/telegram/entities/html-parser.js';
import { withPlainEntities } from '../../../../src/sandbox/telegram/entities/plain-entities.js';
import { readInlineButton } from '../../../../src/sandbox/telegram/reading/inline-button.js';

const LONGEST_TEXT = 4096;
const LONGEST_CAPTION = 1024;
const LONGEST_BUTTON = 128;
const MOST_DATA_BYTES = 64;
/** The tags our texts use, and no other form of them. */
const TAG = /<(?:\/?(?:b|i|s|u|code|pre|blockquote)|a href="tg:\/\/user\?id=\d+"|\/a)>/g;
const ENTITY = /&(?:amp|lt|gt|quot);/g;
/** What Telegram links by itself: names, tags, cash tags, commands, addresses with and without a scheme, mail. */
const LINKING = /(?<![\p{L}\p{N}_])[@#$/][\p{L}\p{N}_]|[\p{L}\p{N}]\.\p{L}{2}|:\/\//gu;
const REARRANGING = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/;
const HALVES = /\p{Cs}/u;
const CONTROL = /[\0-\x09\x0b-\x1f\x7f-\x9f]/;

/** What of a view must not depend on the text it is filled with. */
export interface Shape {
  readonly tags: readonly string[];
  readonly lines: number;
  readonly buttons: readonly (readonly string[])[];
  readonly links: number;
}

/** Every rule of Telegram's that a view breaks, as sentences; empty when it would be taken. */
export function brokenRules(view: View): string[] {
  const longest = view.photo ? LONGEST_CAPTION : LONGEST_TEXT;
  const html = fitHtml(view.html, longest);
  const broken = [...brokenMarkup(html, longest), ...inlineKeyboard(view.keyboard).inline_keyboard.flat().flatMap(brokenButton)];
  for (const text of [html, ...view.keyboard.flat().map((button) => button.text)]) {
    if (HALVES.test(text)) broken.push('half a character');
    if (REARRANGING.test(text)) broken.push('an invisible sign that rearranges');
    if (CONTROL.test(text)) broken.push('a control character');
  }
  return broken;
}

export function shapeOf({ html, keyboard }: View): Shape {
  return {
    tags: [...html.matchAll(TAG)].map(([tag]) => tag),
    lines: html.split(/[\n\r\u2028\u2029\u0085]/).length,
    buttons: keyboard.map((row) => row.map((button) => ('url' in button ? button.url : button.data))),
    links: [...html.replace(/<code>.*?<\/code>/gs, ' ').replace(TAG, '').matchAll(LINKING)].length,
  };
}

function brokenMarkup(html: string, longest: number): string[] {
  const bare = html.replace(TAG, '').replace(ENTITY, '');
  const broken = /[<>&]/.test(bare) ? [`a stray sign of markup in ${bare.slice(0, 200)}`] : [];
  try {
    const { text } = withPlainEntities(cleanText(parseHtml(html)));
    if (text === '') broken.push('an empty message');
    if (text.length > longest) broken.push(`${text.length} units of text`);
  } catch (error) {
    broken.push(String(error));
  }
  return broken;
}

function brokenButton(button: ReturnType<typeof inlineKeyboard>['inline_keyboard'][number][number]): string[] {
  const broken: string[] = [];
  if (button.text.trim() === '' || button.text.length > LONGEST_BUTTON) broken.push(`a button of ${button.text.length} units`);
  if ('callback_data' in button && Buffer.byteLength(button.callback_data) > MOST_DATA_BYTES) broken.push('too much data in a button');
  if ('callback_data' in button && !readCallback(button.callback_data)) broken.push(`a button nobody understands: ${button.callback_data}`);
  try {
    readInlineButton(button);
  } catch (error) {
    broken.push(String(error));
  }
  return broken;
}
