import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { PanelWebhook, PanelWebhookVerdict } from '#use-cases/ports/panels/vpn-panel.js';
import { documentOf } from '../../kit/json-reader.js';
import { webhookSchema } from './wire.js';

/** Genuine ones are about 3 KB; those about nodes carry more. */
const LARGEST_BODY = 256 * 1024;
const USERNAME = /^[A-Za-z0-9_-]{3,36}$/;

/**
 * Decides on the raw bytes whether a webhook is the panel's. It sends each up to four times, in any order and without an id, so the
 * bytes themselves are the event's key. What it tells of nodes and of itself is authentic and names nobody.
 */
export function judgeWebhook({ body, headers }: PanelWebhook, secret: string): PanelWebhookVerdict {
  if (body.byteLength > LARGEST_BODY) return { verdict: 'rejected', reason: 'malformed' };
  // The timestamp's header is not signed; only the body is believed.
  if (!isSigned(body, headers['x-remnawave-signature'], secret)) return { verdict: 'rejected', reason: 'bad-signature' };
  const keys = namedIn(body);
  if (!keys) return { verdict: 'rejected', reason: 'malformed' };
  return { verdict: 'authentic', eventKey: createHash('sha256').update(body).digest('hex'), keys };
}

function isSigned(body: Uint8Array, signature: string | undefined, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(body).digest('hex');
  const given = Buffer.from(signature ?? '', 'utf8');
  return given.byteLength === expected.length && timingSafeEqual(given, Buffer.from(expected, 'utf8'));
}

function namedIn(body: Uint8Array): readonly string[] | undefined {
  const parsed = webhookSchema.safeParse(documentOf(body));
  if (!parsed.success) return undefined;
  const { event, data } = parsed.data;
  const name = event.startsWith('user.') ? data?.username : undefined;
  return name !== undefined && USERNAME.test(name) ? [name] : [];
}
