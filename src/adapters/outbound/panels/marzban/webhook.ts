import { createHash, timingSafeEqual } from 'node:crypto';
import type { PanelWebhook, PanelWebhookVerdict } from '#use-cases/ports/panels/vpn-panel.js';
import { documentOf } from '../../kit/json-reader.js';
import { noticesSchema } from './wire.js';

/** A batch holds a whole account, about 3 KB, for each notice. */
const LARGEST_BODY = 4 * 1024 * 1024;

/**
 * Believes whoever knows the secret, which is all the panel offers: it signs nothing, so a batch is no more than names to look at.
 * A batch that is sent again has the same event key; the panel has no ids, and its times stand still.
 */
export function judgeWebhook({ body, headers }: PanelWebhook, secret: string | undefined): PanelWebhookVerdict {
  if (secret === undefined) return { verdict: 'rejected', reason: 'not-supported' };
  if (!isSameText(headers['x-webhook-secret'] ?? '', secret)) return { verdict: 'rejected', reason: 'bad-signature' };
  const notices = body.byteLength > LARGEST_BODY ? undefined : noticesOf(body);
  if (!notices) return { verdict: 'rejected', reason: 'malformed' };
  const keys = new Set(notices.map(({ username }) => username).filter((name) => name !== null && name !== undefined));
  return { verdict: 'authentic', eventKey: createHash('sha256').update(body).digest('hex'), keys: [...keys] };
}

function noticesOf(body: Uint8Array) {
  return noticesSchema.safeParse(documentOf(body)).data;
}

/** Comparing digests takes the same time wherever the texts differ, and whatever their length. */
function isSameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(left), digest(right));
}
