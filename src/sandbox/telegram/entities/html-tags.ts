import { checkLink, linkedUser } from './links.js';
import type { EntityType, MessageEntity } from './message-entity.js';

/** Every tag Telegram knows; `undefined` means that the tag's argument decides what it becomes. */
export const TAGS: ReadonlyMap<string, EntityType | undefined> = new Map([
  ['b', 'bold'],
  ['strong', 'bold'],
  ['i', 'italic'],
  ['em', 'italic'],
  ['u', 'underline'],
  ['ins', 'underline'],
  ['s', 'strikethrough'],
  ['strike', 'strikethrough'],
  ['del', 'strikethrough'],
  ['tg-spoiler', 'spoiler'],
  ['span', 'spoiler'],
  ['code', 'code'],
  ['pre', 'pre'],
  ['a', undefined],
  ['blockquote', undefined],
  ['tg-emoji', undefined],
]);

const LARGEST_EMOJI_ID = 2n ** 63n - 1n;

export interface OpenTag {
  readonly name: string;
  readonly argument: string;
  /** Where its text begins in the plain result. */
  readonly offset: number;
}

/** What an attribute says about its tag; undefined when Telegram ignores it. */
export function argumentOf(tag: string, attribute: string, value: string): string | undefined {
  if (tag === 'a' && attribute === 'href') return value;
  if (tag === 'tg-emoji' && attribute === 'emoji-id') return value;
  if (tag === 'blockquote' && attribute === 'expandable') return 'expandable';
  if (tag === 'code' && attribute === 'class' && value.startsWith('language-')) return value.slice('language-'.length);
  if (tag === 'span' && attribute === 'class' && value.startsWith('tg-')) return value.slice('tg-'.length);
  return undefined;
}

/** The entity of a closed tag; undefined where Telegram shows the text bare, such as a link that leads nowhere. */
export function entityOf(tag: OpenTag, text: string): MessageEntity | undefined {
  const place = { offset: tag.offset, length: text.length - tag.offset };
  if (tag.name === 'a') return linkEntity(tag.argument || text.slice(tag.offset), place);
  if (tag.name === 'blockquote') return { type: tag.argument ? 'expandable_blockquote' : 'blockquote', ...place };
  if (tag.name === 'tg-emoji') return { type: 'custom_emoji', ...place, custom_emoji_id: tag.argument };
  if (tag.name === 'code' && tag.argument) return { type: 'code', ...place, language: tag.argument };
  const type = TAGS.get(tag.name);
  return type && { type, ...place };
}

export function isEmojiId(id: string): boolean {
  return /^\d{1,19}$/.test(id) && BigInt(id) > 0n && BigInt(id) <= LARGEST_EMOJI_ID;
}

function linkEntity(link: string, place: { offset: number; length: number }): MessageEntity | undefined {
  const userId = linkedUser(link);
  if (userId !== undefined) return { type: 'text_mention', ...place, user: { id: userId } };
  const checked = checkLink(link);
  return 'url' in checked ? { type: 'text_link', ...place, url: checked.url } : undefined;
}
