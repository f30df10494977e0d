import { createHash } from 'node:crypto';
import { BlockList, isIPv6 } from 'node:net';
import type { PaymentReference, WebhookRequest, WebhookVerdict } from '#use-cases/ports/providers/payment-gateway.js';
import { documentOf } from '../../kit/json-reader.js';
import type { YookassaConfig } from './config.js';
import { notificationSchema } from './wire.js';

/** Genuine notifications are about 1 KB. */
const LARGEST_BODY = 64 * 1024;

/** Where the provider's documentation says its notifications come from. */
const SOURCES: readonly (readonly [string, number])[] = [
  ['185.71.76.0', 27],
  ['185.71.77.0', 27],
  ['77.75.153.0', 25],
  ['77.75.154.128', 25],
  ['77.75.156.11', 32],
  ['77.75.156.35', 32],
  ['2a02:5180::', 32],
];

/**
 * Reads YooKassa's notifications. Nothing in them proves who wrote them: they come from known addresses at most, and lead to a
 * read-back always.
 */
export class YookassaWebhook {
  private readonly sources: BlockList | undefined;

  constructor(config: Pick<YookassaConfig, 'checksWebhookIp'>) {
    this.sources = config.checksWebhookIp ? listOf(SOURCES) : undefined;
  }

  /**
   * Pure. Two deliveries of one body have one event key; a refund's leads to its payment. The body counts, because nothing proves who
   * wrote it: what somebody made up must not pass for the news that is still to come.
   */
  judge(request: WebhookRequest): WebhookVerdict {
    if (this.sources && !includes(this.sources, request.remoteAddress)) return { verdict: 'rejected', reason: 'foreign-address' };
    const notification = request.body.byteLength > LARGEST_BODY ? undefined : notificationIn(request.body);
    if (!notification) return { verdict: 'rejected', reason: 'malformed' };
    return { verdict: 'authentic', ...notification, eventKey: `${notification.eventKey}:${digestOf(request.body)}` };
  }

  /** Which payment a body names that was taken in before; empty when it names none. */
  referenceOf(body: Uint8Array): PaymentReference {
    return notificationIn(body)?.reference ?? {};
  }
}

function digestOf(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 16);
}

function notificationIn(body: Uint8Array) {
  return notificationSchema.safeParse(documentOf(body)).data;
}

function listOf(networks: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, bits] of networks) list.addSubnet(network, bits, familyOf(network));
  return list;
}

/** An IPv4 address written as an IPv6 one (`::ffff:…`) is matched as what it is. */
function includes(list: BlockList, address: string): boolean {
  return list.check(address, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
