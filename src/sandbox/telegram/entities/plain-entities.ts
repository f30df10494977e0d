import { endOf, inReadingOrder } from './message-entity.js';
import type { EntityType, FormattedText, MessageEntity } from './message-entity.js';

const PATTERNS: readonly (readonly [EntityType, RegExp])[] = [
  ['url', /(?<![\w@])https?:\/\/[^\s<>"]*[^\s<>".,!?;:)]/giu],
  ['bot_command', /(?<![\w/@])\/[a-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])/giu],
  ['mention', /(?<![\w@/])@[a-z]\w{3,31}\b/giu],
];

/** Adds what Telegram finds by itself in plain text: commands, mentions and links, outside of what is already formatted. */
export function withPlainEntities(formatted: FormattedText): FormattedText {
  const entities: MessageEntity[] = [...formatted.entities];
  const taken = formatted.entities.filter((entity) => ['code', 'pre', 'text_link', 'text_mention'].includes(entity.type));
  for (const [type, pattern] of PATTERNS) {
    for (const match of formatted.text.matchAll(pattern)) {
      const found: MessageEntity = { type, offset: match.index, length: match[0].length };
      if (taken.some((entity) => overlap(entity, found))) continue;
      taken.push(found);
      entities.push(found);
    }
  }
  return { text: formatted.text, entities: inReadingOrder(entities) };
}

function overlap(a: MessageEntity, b: MessageEntity): boolean {
  return a.offset < endOf(b) && b.offset < endOf(a);
}
