/** One member of an object as it stands in the text: `start` is its key's quote, `end` is behind its value. */
export interface JsonMember {
  readonly key: string;
  readonly value: JsonNode;
  readonly start: number;
  readonly end: number;
}

/** A JSON document that lost nothing: numbers keep their digits, objects their order and their repeated keys. */
export type JsonNode =
  | { readonly kind: 'object'; readonly members: readonly JsonMember[] }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly token: string }
  | { readonly kind: 'literal'; readonly token: 'true' | 'false' | 'null' };

export class MalformedJson extends Error {
  constructor(reason: string) {
    super(`malformed JSON: ${reason}`);
    this.name = 'MalformedJson';
  }
}

const DEEPEST = 32;
const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
const LONE_SURROGATE = /\p{Surrogate}/u;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Reads one strict JSON document, at most 32 levels deep. Throws `MalformedJson`. */
export function readJson(text: string): JsonNode {
  return new Reader(text).document();
}

/** Decodes bytes as UTF-8 and reads them; a byte order mark or a broken sequence is refused like any other malformed text. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new MalformedJson('not UTF-8');
  }
}

/** The document of an answer or of a body as `plainValue` gives it; undefined when it is none. */
export function documentOf(source: string | Uint8Array): unknown {
  try {
    return plainValue(readJson(typeof source === 'string' ? source : decodeUtf8(source)));
  } catch (error) {
    if (error instanceof MalformedJson) return undefined;
    throw error;
  }
}

/** The document as plain values for a schema: numbers as their own text, so that none is ever rounded; the last of repeated keys wins. */
export function plainValue(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object': {
      const plain = Object.create(null) as Record<string, unknown>;
      for (const { key, value } of node.members) plain[key] = plainValue(value);
      return plain;
    }
    case 'array':
      return node.items.map(plainValue);
    case 'string':
      return node.value;
    case 'number':
      return node.token;
    case 'literal':
      return node.token === 'null' ? null : node.token === 'true';
  }
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  document(): JsonNode {
    const node = this.value(1);
    if (this.at !== this.text.length) throw new MalformedJson('text behind the document');
    return node;
  }

  private value(depth: number): JsonNode {
    if (depth > DEEPEST) throw new MalformedJson('too deep');
    this.match(SPACE);
    const node = this.token(depth);
    this.match(SPACE);
    return node;
  }

  private token(depth: number): JsonNode {
    const next = this.text[this.at];
    if (next === '{') return this.object(depth);
    if (next === '[') return this.array(depth);
    if (next === '"') return { kind: 'string', value: this.string() };
    const literal = this.match(LITERAL);
    if (literal) return { kind: 'literal', token: literal as 'true' | 'false' | 'null' };
    const number = this.match(NUMBER);
    if (number) return { kind: 'number', token: number };
    throw new MalformedJson('a value is expected');
  }

  private object(depth: number): JsonNode {
    const members: JsonMember[] = [];
    this.at += 1;
    this.match(SPACE);
    if (this.takes('}')) return { kind: 'object', members };
    do members.push(this.member(depth));
    while (this.takes(','));
    this.expect('}');
    return { kind: 'object', members };
  }

  private member(depth: number): JsonMember {
    this.match(SPACE);
    const start = this.at;
    const key = this.string();
    this.match(SPACE);
    this.expect(':');
    this.match(SPACE);
    const value = this.token(deeper(depth));
    const end = this.at;
    this.match(SPACE);
    return { key, value, start, end };
  }

  private array(depth: number): JsonNode {
    const items: JsonNode[] = [];
    this.at += 1;
    this.match(SPACE);
    if (this.takes(']')) return { kind: 'array', items };
    do items.push(this.value(depth + 1));
    while (this.takes(','));
    this.expect(']');
    return { kind: 'array', items };
  }

  private string(): string {
    if (this.text.charCodeAt(this.at) !== QUOTE) throw new MalformedJson('a string is expected');
    const start = this.at;
    let end = start + 1;
    while (end < this.text.length && this.text.charCodeAt(end) !== QUOTE) end += this.text.charCodeAt(end) === BACKSLASH ? 2 : 1;
    this.at = end + 1;
    return unquoted(this.text.slice(start, this.at));
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  private takes(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private expect(character: string): void {
    if (!this.takes(character)) throw new MalformedJson(`"${character}" is expected`);
  }
}

function deeper(depth: number): number {
  if (depth >= DEEPEST) throw new MalformedJson('too deep');
  return depth + 1;
}

/** A lone string literal goes through the platform's parser: it holds no number that could be lost. */
function unquoted(literal: string): string {
  let value: string;
  try {
    value = JSON.parse(literal) as string;
  } catch {
    throw new MalformedJson('a broken string');
  }
  if (LONE_SURROGATE.test(value)) throw new MalformedJson('half a character');
  return value;
}
