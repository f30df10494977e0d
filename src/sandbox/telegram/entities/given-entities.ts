import { badRequest } from '../bot-api-error.js';
import { checkLink } from './links.js';
import { endOf, inReadingOrder } from './message-entity.js';
import type { EntityType, FormattedText, MessageEntity } from './message-entity.js';

const GIVEN_TYPES: ReadonlySet<string> = new Set<EntityType>([
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'code',
  'pre',
  'text_link',
  'text_mention',
  'blockquote',
  'expandable_blockquote',
  'custom_emoji',
]);

/** What Telegram finds by itself anyway: accepted from a bot and ignored. */
const FOUND_TYPES: ReadonlySet<string> = new Set([
  ...['bot_command', 'mention', 'url', 'email', 'hashtag', 'cashtag', 'phone_number'],
]);

/** Checks the `entities` a bot gives beside a text instead of a parse mode. */
export function withGivenEntities(text: string, given: unknown): FormattedText {
  if (!Array.isArray(given)) throw badRequest("can't parse entities: expected an Array");
  const entities = given.flatMap((entity: unknown) => readEntity(entity));
  for (const entity of entities) assertInside(entity, text.length);
  return { text, entities: inReadingOrder(entities) };
}

function readEntity(value: unknown): MessageEntity[] {
  if (typeof value !== 'object' || value === null) throw badRequest("can't parse MessageEntity: expected an Object");
  const entity = { offset: 0, length: 0, ...value } as MessageEntity & { type?: string };
  if (FOUND_TYPES.has(entity.type)) return [];
  if (!GIVEN_TYPES.has(entity.type)) throw badRequest("can't parse MessageEntity: Unsupported type specified");
  if (entity.type !== 'text_link') return [entity];
  const link = checkLink(entity.url ?? '');
  if ('problem' in link) throw badRequest(`entity URL '${entity.url ?? ''}' is invalid: ${link.problem}`);
  return [{ ...entity, url: link.url }];
}

function assertInside(entity: MessageEntity, end: number): void {
  const { offset, length } = entity;
  if (!Number.isInteger(offset) || offset < 0) throw badRequest(`receive an entity with incorrect offset ${offset}`);
  if (!Number.isInteger(length) || length < 0) throw badRequest(`receive an entity with incorrect length ${length}`);
  if (offset > end) throw badRequest(`entity begins after the end of the text at UTF-16 offset ${offset}`);
  if (endOf(entity) <= end) return;
  throw badRequest(`entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${endOf(entity)}`);
}
