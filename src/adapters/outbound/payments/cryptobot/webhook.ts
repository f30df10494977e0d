import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { PaymentReference, WebhookRequest, WebhookVerdict } from '#use-cases/ports/providers/payment-gateway.js';
import { documentOf } from '../../kit/json-reader.js';
import { readPayload } from './payload.js';
import { webhookSchema } from './wire.js';

/** An invoice with the longest texts it may have is below 12 KB. */
const LARGEST_BODY = 64 * 1024;
const SIGNATURE = 'crypto-pay-api-signature';

/** Reads Crypto Pay's webhooks: decides on the raw bytes whether one is genuine, and which payment it speaks of. */
export class CryptobotWebhook {
  /** The hash's 32 bytes, not their hexadecimal text. */
  private readonly key: Buffer;

  constructor(token: string) {
    this.key = sha256(token);
  }

  /** Pure. `update_id` is not unique: an event is one status of one invoice, however often it is told. */
  judge({ body, headers }: WebhookRequest): WebhookVerdict {
    if (body.byteLength > LARGEST_BODY) return { verdict: 'rejected', reason: 'malformed' };
    if (!this.isSigned(body, headers[SIGNATURE] ?? '')) return { verdict: 'rejected', reason: 'bad-signature' };
    const hint = hintOf(body);
    if (!hint) return { verdict: 'rejected', reason: 'malformed' };
    return { verdict: 'authentic', eventKey: `${hint.invoice_id}:${hint.status}`, reference: referenceTo(hint) };
  }

  /** Which payment a verified body names; empty when it names none. */
  referenceOf(body: Uint8Array): PaymentReference {
    const hint = hintOf(body);
    return hint ? referenceTo(hint) : {};
  }

  /** Comparing digests of both sides takes the same time wherever they differ, and whatever their length. */
  private isSigned(body: Uint8Array, signature: string): boolean {
    const expected = createHmac('sha256', this.key).update(body).digest('hex');
    return timingSafeEqual(sha256(expected), sha256(signature));
  }
}

interface Hint {
  readonly invoice_id: string;
  readonly status: string;
  readonly payload?: string | null | undefined;
}

function referenceTo({ invoice_id, payload }: Hint): PaymentReference {
  return { invoiceId: invoice_id, paymentId: readPayload(payload)?.paymentId };
}

function hintOf(body: Uint8Array): Hint | undefined {
  return webhookSchema.safeParse(documentOf(body)).data?.payload;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
