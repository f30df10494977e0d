import { BlockList, isIPv6 } from 'node:net';
import type { PaymentReference, WebhookRequest, WebhookVerdict } from '#use-cases/ports/providers/payment-gateway.js';
import { decodeUtf8, type JsonNode, MalformedJson, plainValue, readJson } from '../../kit/json-reader.js';
import type { HeleketConfig } from './config.js';
import { isSignedWebhook, isSimplifiedWebhook } from './signature.js';
import { simplifiedSchema, webhookSchema } from './wire.js';

/** Genuine webhooks are about 1 KB. */
const LARGEST_BODY = 64 * 1024;

/** Reads Heleket's webhooks: decides on the raw bytes whether one is genuine, and which payment it speaks of. */
export class HeleketWebhook {
  private readonly sources: BlockList | undefined;

  constructor(private readonly config: HeleketConfig) {
    this.sources = config.webhookIps && listOf(config.webhookIps);
  }

  /** Pure. Two deliveries of one status of one invoice have one event key. */
  judge(request: WebhookRequest): WebhookVerdict {
    if (this.sources && !includes(this.sources, request.remoteAddress)) return rejected('foreign-address');
    if (request.body.byteLength > LARGEST_BODY) return rejected('malformed');
    try {
      return this.judgeDocument(request);
    } catch (error) {
      if (error instanceof MalformedJson) return rejected('malformed');
      throw error;
    }
  }

  /** Which payment a verified body names; empty when it names none. */
  referenceOf(body: Uint8Array): PaymentReference {
    const parsed = simplifiedSchema.safeParse(plainValue(readJson(decodeUtf8(body))));
    return parsed.success ? { invoiceId: parsed.data.uuid ?? undefined, paymentId: parsed.data.order_id ?? undefined } : {};
  }

  private judgeDocument(request: WebhookRequest): WebhookVerdict {
    const text = decodeUtf8(request.body);
    const document = readJson(text);
    if (isSignedWebhook(text, document, this.config.apiKey)) return signedVerdict(document);
    return this.isSimplified(request) ? simplifiedVerdict(document) : rejected('bad-signature');
  }

  private isSimplified(request: WebhookRequest): boolean {
    const signature = request.headers['x-signature'];
    const secret = this.config.simplifiedSecret;
    return signature !== undefined && secret !== undefined && isSimplifiedWebhook(request.body, signature, secret);
  }
}

function signedVerdict(document: JsonNode): WebhookVerdict {
  const parsed = webhookSchema.safeParse(plainValue(document));
  if (!parsed.success) return rejected('malformed');
  const { uuid, order_id, status, payment_amount } = parsed.data;
  return {
    verdict: 'authentic',
    eventKey: `${uuid}:${status}:${payment_amount ?? ''}`,
    reference: { invoiceId: uuid, paymentId: order_id ?? undefined },
  };
}

function simplifiedVerdict(document: JsonNode): WebhookVerdict {
  const parsed = simplifiedSchema.safeParse(plainValue(document));
  if (!parsed.success) return rejected('malformed');
  const { uuid, order_id, status } = parsed.data;
  return {
    verdict: 'authentic',
    eventKey: `simplified:${uuid ?? ''}:${order_id ?? ''}:${status ?? ''}`,
    reference: { invoiceId: uuid ?? undefined, paymentId: order_id ?? undefined },
  };
}

function rejected(reason: 'malformed' | 'bad-signature' | 'foreign-address'): WebhookVerdict {
  return { verdict: 'rejected', reason };
}

function listOf(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const address of addresses) list.addAddress(address, familyOf(address));
  return list;
}

/** An IPv4 address written as an IPv6 one (`::ffff:…`) is matched as what it is. */
function includes(list: BlockList, address: string): boolean {
  return list.check(address, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
