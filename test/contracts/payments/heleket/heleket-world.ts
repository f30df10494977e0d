import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { directCalls } from '#adapters/outbound/kit/call-seam.js';
import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import type { HeleketConfig } from '#adapters/outbound/payments/heleket/config.js';
import { HeleketGateway } from '#adapters/outbound/payments/heleket/gateway.js';
import { signRequest } from '#adapters/outbound/payments/heleket/signature.js';
import { Money } from '#domain/shared/money.js';
import { HeleketSimulator, type HeleketTiming } from '#sandbox/heleket/heleket-simulator.js';
import { FaultBoard } from '#sandbox/kit/fault-board.js';
import type { WebhookRequest } from '#use-cases/ports/providers/payment-gateway.js';
import { NOW } from '../../../builders/now.js';
import type { TreacherousWorld } from '../gateway-world.js';
import { close, standOn } from '../stand.js';

export const CREDENTIALS = {
  merchant: '8b03432e-385b-4670-8d06-064591096795',
  apiKey: 'payment-key-of-the-stand-in',
  payoutKey: 'payout-key-of-the-stand-in',
} as const;

const BRISK: HeleketTiming = { slowMs: 300, retryMs: [10, 10, 10, 10], refundMs: 5_000, sweepMs: 60_000 };

/** Heleket's stand-in on a real local port, the gateway that talks to it, and a shop that takes webhooks. */
export interface HeleketWorld extends TreacherousWorld {
  readonly gateway: HeleketGateway;
  readonly simulator: HeleketSimulator;
  readonly faults: FaultBoard;
  readonly origin: string;
  /** Every webhook that reached the shop, oldest first. */
  readonly webhooks: readonly WebhookRequest[];
  /** What the shop answers webhooks with; by default what the gateway's verdict deserves. */
  answerWith: ((request: WebhookRequest) => number) | undefined;
  /** One signed call to the provider's API. */
  call(path: string, body: object | undefined, key?: string): Promise<{ status: number; body: unknown }>;
}

export async function openHeleketWorld(changes: Partial<HeleketConfig> = {}): Promise<HeleketWorld> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  let time = NOW.getTime();
  const now = () => new Date(time);
  const faults = new FaultBoard();
  const simulator = new HeleketSimulator({ now, faults, origin, changed: () => undefined }, CREDENTIALS, BRISK);
  const config: HeleketConfig = {
    ...CREDENTIALS,
    baseUrl: `${origin}/sandbox/heleket/api`,
    lifetimeSeconds: 3600,
    webhookIps: undefined,
    simplifiedSecret: undefined,
    ...changes,
  };
  const gateway = new HeleketGateway(config, {
    http: new HttpClient(directCalls, { retries: 0 }),
    clock: { now },
    webhookUrl: (id) => `${origin}/webhook/${id}`,
    returnUrl: 'https://t.me/polaris_bot',
  });
  const webhooks: WebhookRequest[] = [];

  const world: HeleketWorld = {
    gateway,
    simulator,
    faults,
    origin,
    webhooks,
    currency: 'TON',
    oddAmount: '12.345',
    otherCurrency: 'USDT',
    answerWith: undefined,
    now,
    pass: (seconds) => {
      time += seconds * 1000;
    },
    pay: async (invoiceId, amount, late = false) => {
      await simulator.pay(invoiceId, { amount: Money.parse(amount.toDecimal(), 'TON').minor, late });
    },
    loseNextAnswer: () => faults.arm({ target: 'heleket', mode: 'silent', times: 1 }),
    falsifyNextAnswer: () => faults.arm({ target: 'heleket', mode: 'lying', times: 1 }),
    plant: async (paymentId, amount) => {
      await world.call('/v1/payment', { amount: amount.toDecimal(), currency: amount.currency, order_id: paymentId });
    },
    invoicesOf: (paymentId) => simulator.invoices().filter((invoice) => invoice.orderId === paymentId).length,
    webhookOf: async (invoiceId) => {
      await simulator.force(invoiceId, simulator.invoice(invoiceId)?.status ?? 'check');
      const latest = webhooks.at(-1);
      if (!latest) throw new Error('no webhook came');
      return latest;
    },
    call: async (path, body, key = CREDENTIALS.apiKey) => {
      const text = body ? JSON.stringify(body) : '';
      const response = await fetch(`${config.baseUrl}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', merchant: CREDENTIALS.merchant, sign: signRequest(text, key) },
        body: text,
      });
      return { status: response.status, body: await response.json() };
    },
    close: async () => {
      await simulator.stop();
      await close(server);
    },
  };

  const answer = (request: WebhookRequest) => {
    webhooks.push(request);
    return world.answerWith?.(request) ?? (gateway.receive(request).verdict === 'authentic' ? 200 : 401);
  };
  standOn(server, simulator.router, { path: '/webhook/heleket', answer });
  return world;
}
