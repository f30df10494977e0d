import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { JsonMember, JsonNode } from '../../kit/json-reader.js';

/** Signs the very text that is sent: MD5 of its base64 followed by the key. No body is the empty text. */
export function signRequest(body: string, key: string): string {
  return createHash('md5')
    .update(Buffer.from(body, 'utf8').toString('base64') + key)
    .digest('hex');
}

/**
 * Verifies a webhook that carries its own `sign`. The provider signs what PHP's encoder makes of the body, which need not be the
 * bytes on the wire, so two readings are tried: the body encoded anew as PHP does, and the body with its `sign` cut out.
 */
export function isSignedWebhook(text: string, document: JsonNode, key: string): boolean {
  const signs = document.kind === 'object' ? document.members.filter((member) => member.key === 'sign') : [];
  const [sign] = signs;
  if (document.kind !== 'object' || signs.length !== 1 || sign?.value.kind !== 'string') return false;
  const rest = document.members.filter((member) => member !== sign);
  const asEncoded = sameText(signRequest(phpObject(rest), key), sign.value.value);
  const asSent = sameText(signRequest(without(text, sign), key), sign.value.value);
  return asEncoded || asSent;
}

/** Verifies the simplified webhook: hex HMAC-SHA256 of the raw body in a header. */
export function isSimplifiedWebhook(body: Uint8Array, signature: string, secret: string): boolean {
  return sameText(createHmac('sha256', secret).update(body).digest('hex'), signature);
}

/** Comparing digests of both sides takes the same time wherever they differ, and whatever their length. */
function sameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(left), digest(right));
}

function phpValue(node: JsonNode): string {
  switch (node.kind) {
    case 'object':
      return phpObject(node.members);
    case 'array':
      return `[${node.items.map(phpValue).join(',')}]`;
    case 'string':
      return phpString(node.value);
    case 'number':
    case 'literal':
      return node.token;
  }
}

/** A repeated key keeps its first place and its last value; an array whose keys count up from 0, or that is empty, prints as a list. */
function phpObject(members: readonly JsonMember[]): string {
  const unique = new Map(members.map(({ key, value }) => [key, value]));
  const entries = [...unique];
  if (entries.every(([key], index) => key === String(index))) return `[${entries.map(([, value]) => phpValue(value)).join(',')}]`;
  return `{${entries.map(([key, value]) => `${phpString(key)}:${phpValue(value)}`).join(',')}}`;
}

/** `json_encode` with unescaped Unicode: slashes are escaped, and so are the two line separators of Unicode. */
function phpString(text: string): string {
  return JSON.stringify(text).replaceAll('/', '\\/').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

function without(text: string, member: JsonMember): string {
  const before = text.slice(0, member.start);
  const after = text.slice(member.end);
  const trimmed = before.replace(/,[ \t\n\r]*$/, '');
  return trimmed === before ? before + after.replace(/^[ \t\n\r]*,/, '') : trimmed + after;
}
