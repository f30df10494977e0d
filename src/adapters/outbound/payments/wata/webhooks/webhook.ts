import type { PaymentReference, WebhookRequest, WebhookVerdict } from '#use-cases/ports/providers/payment-gateway.js';
import { documentOf } from '../../../kit/json-reader.js';
import { invoiceIdOf } from '../order.js';
import type { PublicKeys } from './public-keys.js';
import type { WataRecords } from '../records.js';
import { moneyOf, webhookSchema } from '../wire.js';

/** Genuine webhooks are about 1 KB. */
const LARGEST_BODY = 64 * 1024;

/**
 * Reads Wata's webhooks, the one before a payment among them: decides on the raw bytes whether one is genuine, and which order it
 * speaks of. Wata signs for all its merchants with one key, so the signature does not say whose terminal it is about.
 */
export class WataWebhook {
  constructor(
    private readonly keys: PublicKeys,
    private readonly records: WataRecords,
  ) {}

  /** Sees to it that the key this webhook is signed with is known, as far as that can be had. Throws `ProviderError` while there is none at all. */
  async prepare(request: WebhookRequest): Promise<void> {
    const worthIt = request.body.byteLength <= LARGEST_BODY && request.headers['x-signature'] !== undefined;
    if (worthIt) await this.keys.prepare(() => this.isSigned(request));
  }

  /** Two deliveries of one status of one transaction have one event key. Without a key nothing is genuine. */
  judge(request: WebhookRequest): WebhookVerdict {
    if (request.body.byteLength > LARGEST_BODY) return rejected('malformed');
    if (!this.isSigned(request)) return rejected('bad-signature');
    const event = eventOf(request.body);
    if (!event) return rejected('malformed');
    if (this.records.isForeign(event)) return rejected('foreign-address');
    const { kind, transactionId, transactionStatus } = event;
    return { verdict: 'authentic', eventKey: `${transactionId}:${kind}:${transactionStatus}`, reference: referenceTo(event) };
  }

  /** Which payment a verified body names. */
  referenceOf(body: Uint8Array): PaymentReference {
    const event = eventOf(body);
    return event ? referenceTo(event) : {};
  }

  private isSigned({ body, headers }: WebhookRequest): boolean {
    const signature = headers['x-signature'];
    return signature !== undefined && this.keys.verify(body, Buffer.from(signature, 'base64'));
  }
}

type WataEvent = NonNullable<ReturnType<typeof eventOf>>;

function eventOf(body: Uint8Array) {
  return webhookSchema.safeParse(documentOf(body)).data;
}

/** A refund may be over a part only, so its amount is not that of the link; and what has no order id is nobody's here. */
function referenceTo({ kind, transactionId, orderId, paymentLinkId, amount, currency }: WataEvent): PaymentReference {
  if (!orderId) return { invoiceId: paymentLinkId ?? transactionId, paymentId: undefined };
  const money = kind === 'Payment' && amount != null && currency != null ? moneyOf({ amount, currency }) : undefined;
  return { invoiceId: money && paymentLinkId ? invoiceIdOf({ paymentId: orderId, linkId: paymentLinkId, amount: money }) : undefined, paymentId: orderId };
}

function rejected(reason: 'malformed' | 'bad-signature' | 'foreign-address'): WebhookVerdict {
  return { verdict: 'rejected', reason };
}
