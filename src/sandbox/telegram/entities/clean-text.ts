import { endOf } from './message-entity.js';
import type { FormattedText, MessageEntity } from './message-entity.js';

/** Telegram shows no more formatting than this in one message. */
const MOST_ENTITIES = 100;

/** Telegram's tidying of a parsed text: control characters become spaces, blank edges go, code holds no other formatting. */
export function cleanText(formatted: FormattedText): FormattedText {
  const end = printable(formatted.text).trimEnd().length;
  const start = Math.min(leadingBlanks(formatted.text), ...formatted.entities.map((entity) => entity.offset));
  const text = printable(formatted.text).slice(start, end);
  const kept = formatted.entities.slice(0, MOST_ENTITIES).flatMap((entity) => clip(entity, start, end));
  return { text, entities: kept.filter((entity, index) => !isRedundant(entity, index, kept)).map(withoutStrayLanguage) };
}

function printable(text: string): string {
  return text.replace(/[\0-\x09\x0b-\x1f]/g, ' ');
}

function leadingBlanks(text: string): number {
  return text.length - printable(text).trimStart().length;
}

function clip(entity: MessageEntity, start: number, end: number): MessageEntity[] {
  const length = Math.min(endOf(entity), end) - entity.offset;
  return length > 0 ? [{ ...entity, offset: entity.offset - start, length }] : [];
}

function isRedundant(entity: MessageEntity, index: number, all: readonly MessageEntity[]): boolean {
  return all.some((other, place) => {
    if (other === entity || other.offset > entity.offset || endOf(other) < endOf(entity)) return false;
    if (other.type === entity.type) return other.length > entity.length || place < index;
    return isCode(other) && !(isCode(entity) && other.length === entity.length && place > index);
  });
}

function isCode(entity: MessageEntity): boolean {
  return entity.type === 'code' || entity.type === 'pre';
}

function withoutStrayLanguage(entity: MessageEntity): MessageEntity {
  if (entity.type !== 'code') return entity;
  return { type: 'code', offset: entity.offset, length: entity.length };
}
