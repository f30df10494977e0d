import { createHash, timingSafeEqual } from 'node:crypto';

/** What the webhook encoder needs: PHP arrays of text, truth values and nothing, nested. */
export type PhpValue = string | boolean | null | { readonly [key: string]: PhpValue };

/** The choices an encoder has that change the bytes but not what they say. */
export interface Spelling {
  readonly unicode: 'raw' | 'escaped';
  readonly slashes: 'raw' | 'escaped';
  readonly separators: 'tight' | 'spaced';
}

/** What the provider signs, whatever it then sends: `json_encode` with JSON_UNESCAPED_UNICODE. */
export const SIGNED: Spelling = { unicode: 'raw', slashes: 'escaped', separators: 'tight' };

/** What real senders put on the wire, in turn. */
export const SPELLINGS: readonly [Spelling, ...Spelling[]] = [
  { unicode: 'escaped', slashes: 'escaped', separators: 'tight' },
  SIGNED,
  { unicode: 'raw', slashes: 'raw', separators: 'tight' },
  { unicode: 'escaped', slashes: 'raw', separators: 'spaced' },
];

export function md5Sign(body: Uint8Array, key: string): string {
  const hash = createHash('md5');
  hash.update(Buffer.from(body).toString('base64'));
  hash.update(key);
  return hash.digest('hex');
}

export function isSignedWith(body: Uint8Array, key: string, sign: string): boolean {
  const expected = Buffer.from(md5Sign(body, key), 'ascii');
  const given = Buffer.from(sign, 'utf8');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** A webhook's text with its `sign` as the last member, spelled one of the ways real ones are. */
export function signedText(payload: Readonly<Record<string, PhpValue>>, key: string, spelling: Spelling): string {
  const sign = md5Sign(Buffer.from(encode(payload, SIGNED), 'utf8'), key);
  return encode({ ...payload, sign }, spelling);
}

export function encode(value: PhpValue, spelling: Spelling): string {
  if (typeof value === 'string') return encodeText(value, spelling);
  if (typeof value !== 'object' || value === null) return String(value);
  const [comma, colon] = spelling.separators === 'tight' ? [',', ':'] : [', ', ': '];
  const members = Object.entries(value).map(([key, member]) => encodeText(key, spelling) + colon + encode(member, spelling));
  return members.length === 0 ? '[]' : `{${members.join(comma)}}`;
}

const NAMED: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function encodeText(text: string, spelling: Spelling): string {
  let encoded = '"';
  for (let index = 0; index < text.length; index += 1) encoded += encodeUnit(text.charAt(index), spelling);
  return `${encoded}"`;
}

function encodeUnit(unit: string, { unicode, slashes }: Spelling): string {
  const named = NAMED[unit];
  if (named) return named;
  if (unit === '/') return slashes === 'escaped' ? '\\/' : unit;
  const code = unit.charCodeAt(0);
  const mustEscape = code < 0x20 || code === 0x2028 || code === 0x2029;
  return mustEscape || (code > 0x7f && unicode === 'escaped') ? `\\u${code.toString(16).padStart(4, '0')}` : unit;
}
