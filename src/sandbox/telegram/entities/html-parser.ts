import { badRequest } from '../bot-api-error.js';
import type { BotApiError } from '../bot-api-error.js';
import { HtmlCursor } from './html-cursor.js';
import { TAGS, argumentOf, entityOf, isEmojiId } from './html-tags.js';
import type { OpenTag } from './html-tags.js';
import { inReadingOrder } from './message-entity.js';
import type { FormattedText, MessageEntity } from './message-entity.js';

/** Reads `parse_mode: HTML` as Telegram does: same tags, same tolerance, same refusals with the offset in bytes. */
export function parseHtml(source: string): FormattedText {
  return new HtmlParser(source).parse();
}

class HtmlParser {
  private readonly cursor: HtmlCursor;
  private readonly open: OpenTag[] = [];
  private readonly entities: MessageEntity[] = [];
  private text = '';

  constructor(source: string) {
    this.cursor = new HtmlCursor(source);
  }

  parse(): FormattedText {
    while (!this.cursor.isEnded()) this.step();
    const unclosed = this.open.at(-1);
    if (unclosed) throw refuse(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
    return { text: this.text, entities: inReadingOrder(this.entities) };
  }

  private step(): void {
    const character = this.cursor.current;
    if (character === '<') return this.tag();
    const decoded = character === '&' ? this.cursor.reference() : undefined;
    if (decoded === undefined) this.cursor.position += 1;
    this.text += decoded ?? character;
  }

  private tag(): void {
    const start = this.cursor.position;
    this.cursor.position += 1;
    if (this.cursor.current === '/') this.endTag(start);
    else this.startTag(start);
  }

  private startTag(start: number): void {
    const name = this.cursor.word('>').toLowerCase();
    if (this.cursor.isEnded()) throw refuse(`Unclosed start tag ${this.at(start)}`);
    if (!TAGS.has(name)) throw refuse(`Unsupported start tag "${name}" ${this.at(start)}`);
    const argument = this.attributes(name, start);
    if (name === 'span' && argument !== 'spoiler') throw refuse(`Tag "span" must have class "tg-spoiler" ${this.at(start)}`);
    this.open.push({ name, argument, offset: this.text.length });
  }

  private attributes(tag: string, start: number): string {
    let argument = '';
    for (;;) {
      this.cursor.skipSpaces();
      if (this.cursor.current === '>') break;
      argument = this.attribute(tag, start) ?? argument;
    }
    this.cursor.position += 1;
    return argument;
  }

  private attribute(tag: string, start: number): string | undefined {
    if (this.cursor.isEnded()) throw refuse(`Unclosed start tag "${tag}" ${this.at(start)}`);
    const name = this.cursor.word('=>');
    if (name === '') throw refuse(`Empty attribute name in the tag "${tag}" ${this.at(start)}`);
    this.cursor.skipSpaces();
    if (this.cursor.isEnded()) throw refuse(`Unclosed start tag "${tag}" ${this.at(start)}`);
    if (this.cursor.current !== '=') return argumentOf(tag, name, '');
    this.cursor.position += 1;
    this.cursor.skipSpaces();
    if (this.cursor.isEnded()) throw refuse(`Unclosed start tag ${this.at(start)}`);
    const value = this.attributeValue();
    if (this.cursor.isEnded()) throw refuse(`Unclosed start tag ${this.at(start)}`);
    return argumentOf(tag, name, value);
  }

  private attributeValue(): string {
    const quote = this.cursor.current;
    if (quote !== '"' && quote !== "'") return this.bareValue();
    this.cursor.position += 1;
    let value = '';
    while (!this.cursor.isEnded() && this.cursor.current !== quote) {
      const character = this.cursor.current;
      const decoded = character === '&' ? this.cursor.reference() : undefined;
      if (decoded === undefined) this.cursor.position += 1;
      value += decoded ?? character;
    }
    if (!this.cursor.isEnded()) this.cursor.position += 1;
    return value;
  }

  private bareValue(): string {
    const start = this.cursor.position;
    while (/^[a-z0-9.-]$/i.test(this.cursor.current)) this.cursor.position += 1;
    const stopped = this.cursor.isEnded() || this.cursor.atSpace || this.cursor.current === '>';
    if (!stopped) throw refuse(`Unexpected end of name token ${this.at(start)}`);
    return this.cursor.source.slice(start, this.cursor.position).toLowerCase();
  }

  private endTag(start: number): void {
    const tag = this.open.pop();
    if (!tag) throw refuse(`Unexpected end tag ${this.at(start)}`);
    this.cursor.position += 1;
    const found = this.cursor.word('>').toLowerCase();
    this.cursor.skipSpaces();
    if (this.cursor.current !== '>') throw refuse(`Unclosed end tag ${this.at(start)}`);
    this.cursor.position += 1;
    if (found !== '' && found !== tag.name) throw refuse(`Unmatched end tag ${this.at(start)}, expected "</${tag.name}>", found "</${found}>"`);
    this.close(tag);
  }

  private close(tag: OpenTag): void {
    if (tag.offset === this.text.length) return;
    if (tag.name === 'tg-emoji' && !isEmojiId(tag.argument)) throw refuse('Invalid custom emoji identifier specified');
    const entity = entityOf(tag, this.text);
    if (entity) this.add(entity);
  }

  /** `<pre><code class="language-x">` and the reverse are one block of code in that language. */
  private add(entity: MessageEntity): void {
    const inner = this.entities.at(-1);
    const covers = inner?.offset === entity.offset && inner.length === entity.length;
    const language = [inner, entity].find((one) => one?.type === 'code')?.language;
    if (covers && language !== undefined && (inner.type === 'pre' || entity.type === 'pre')) {
      this.entities[this.entities.length - 1] = { type: 'pre', offset: entity.offset, length: entity.length, language };
      return;
    }
    this.entities.push(entity);
  }

  private at(position: number): string {
    return `at byte offset ${this.cursor.byteOffset(position)}`;
  }
}

function refuse(reason: string): BotApiError {
  return badRequest(`can't parse entities: ${reason}`);
}
