import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { directCalls } from '#adapters/outbound/kit/call-seam.js';
import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import { credentialsOf, type YookassaConfig } from '#adapters/outbound/payments/yookassa/config.js';
import { YookassaGateway } from '#adapters/outbound/payments/yookassa/gateway.js';
import { FaultBoard } from '#sandbox/kit/fault-board.js';
import { type YookassaAccount, YookassaSimulator, type YookassaTiming } from '#sandbox/yookassa/yookassa-simulator.js';
import type { WebhookRequest } from '#use-cases/ports/providers/payment-gateway.js';
import { NOW } from '../../../builders/now.js';
import type { GatewayWorld } from '../gateway-world.js';
import { close, standOn } from '../stand.js';

export const ACCOUNT = { shopId: '123456', secretKey: 'test_AbCdEf' } as const;

/** What the tests expect of a shop that plays with play money. */
export const CONFIG: YookassaConfig = {
  ...ACCOUNT,
  baseUrl: 'https://api.example/v3',
  testMode: true,
  checksWebhookIp: false,
  receipt: undefined,
  saveMethods: true,
};

export const BRISK: YookassaTiming = { slowMs: 300, retryMs: [10, 10, 10, 10], refundMs: 5_000, sweepMs: 60_000 };

export interface WireCall {
  readonly method?: 'GET' | 'POST';
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** YooKassa's stand-in on a real local port, the gateway that talks to it, and a shop that takes notifications. */
export interface YookassaWorld extends GatewayWorld {
  readonly gateway: YookassaGateway;
  readonly simulator: YookassaSimulator;
  readonly faults: FaultBoard;
  readonly origin: string;
  /** Every notification that reached the shop, oldest first. */
  readonly webhooks: readonly WebhookRequest[];
  /** What the shop answers notifications with; 200 unless told. */
  answerWith: ((request: WebhookRequest) => number) | undefined;
  /** A gateway with another configuration before the same provider. */
  gatewayWith(changes: Partial<YookassaConfig>): YookassaGateway;
  /** One call to the provider's API with the right credentials. */
  call(path: string, call?: WireCall): Promise<{ status: number; body: unknown }>;
}

export async function openYookassaWorld(account: Partial<YookassaAccount> = {}): Promise<YookassaWorld> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  let time = NOW.getTime();
  const now = () => new Date(time);
  const faults = new FaultBoard();
  const simulator = new YookassaSimulator({ now, faults, origin, changed: () => undefined }, { ...ACCOUNT, ...account }, BRISK);
  const gatewayWith = (changes: Partial<YookassaConfig>) =>
    new YookassaGateway(
      { ...CONFIG, ...account, baseUrl: `${origin}/sandbox/yookassa/api/v3`, ...changes },
      { http: new HttpClient(directCalls, { retries: 0 }), clock: { now }, webhookUrl: () => undefined, returnUrl: 'https://t.me/polaris_bot' },
    );
  const webhooks: WebhookRequest[] = [];

  const world: YookassaWorld = {
    gateway: gatewayWith({}),
    simulator,
    faults,
    origin,
    webhooks,
    currency: 'RUB',
    oddAmount: '12.34',
    answerWith: undefined,
    now,
    gatewayWith,
    pass: (seconds) => {
      time += seconds * 1000;
    },
    pay: async (invoiceId, _amount, late = false) => {
      await simulator.pay(invoiceId, { late });
    },
    loseNextAnswer: () => faults.arm({ target: 'yookassa', mode: 'silent', times: 1 }),
    invoicesOf: (paymentId) => simulator.invoices().filter((payment) => payment.orderId === paymentId).length,
    webhookOf: async (invoiceId) => {
      await simulator.repeat(invoiceId);
      const latest = webhooks.at(-1);
      if (!latest) throw new Error('no notification came');
      return latest;
    },
    call: async (path, { method = 'GET', body, headers = {} } = {}) => {
      const response = await fetch(`${origin}/sandbox/yookassa/api/v3${path}`, {
        method,
        headers: { authorization: `Basic ${credentialsOf({ ...CONFIG, ...account })}`, 'content-type': 'application/json', ...headers },
        ...(body && { body: JSON.stringify(body) }),
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
    return world.answerWith?.(request) ?? 200;
  };
  standOn(server, simulator.router, { path: '/webhook/yookassa', answer });
  return world;
}
