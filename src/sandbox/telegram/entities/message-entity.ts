export type EntityType =
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strikethrough'
  | 'spoiler'
  | 'code'
  | 'pre'
  | 'text_link'
  | 'text_mention'
  | 'blockquote'
  | 'expandable_blockquote'
  | 'custom_emoji'
  | 'bot_command'
  | 'mention'
  | 'url';

/** A stretch of formatted text; offset and length count UTF-16 code units. */
export interface MessageEntity {
  readonly type: EntityType;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly language?: string;
  readonly custom_emoji_id?: string;
  readonly user?: { readonly id: number };
}

export interface FormattedText {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
}

export function endOf(entity: MessageEntity): number {
  return entity.offset + entity.length;
}

/** The order of the wire: by beginning, the longer one first. */
export function inReadingOrder(entities: readonly MessageEntity[]): MessageEntity[] {
  return [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
}
