import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Koa from 'koa';
import { directCalls } from '#adapters/outbound/kit/call-seam.js';
import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import { wata } from '#adapters/outbound/payments/wata/index.js';
import { WataGateway } from '#adapters/outbound/payments/wata/gateway.js';
import type { WataConfig } from '#adapters/outbound/payments/wata/config.js';
import { Money } from '#domain/shared/money.js';
import { FaultBoard } from '#sandbox/kit/fault-board.js';
import { SigningKey } from '#sandbox/wata/signing-key.js';
import { environment, WataSimulator, type WataTiming } from '#sandbox/wata/wata-simulator.js';
import type { WebhookRequest } from '#use-cases/ports/providers/payment-gateway.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { NOW } from '../../../builders/now.js';
import type { TreacherousWorld } from '../gateway-world.js';
import { close, standOn } from '../stand.js';

/** Time stands still in a test, so a pace would stop it; the tests about the pace set one. */
const BRISK: WataTiming = { slowMs: 300, retryMs: [10, 10, 10, 10], refundMs: 5_000, throttleMs: 0, mostPerPage: 15, sweepMs: 60_000 };
/** Made once, for it takes a moment. */
const SHARED_KEY = new SigningKey();

export interface CannedAnswer {
  readonly status: number;
  readonly text: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: unknown;
  readonly headers: Headers;
}

/** Wata's stand-in on a real local port, the gateway that talks to it, and a shop that takes webhooks. */
export interface WataWorld extends TreacherousWorld {
  readonly gateway: WataGateway;
  readonly simulator: WataSimulator;
  readonly faults: FaultBoard;
  readonly origin: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Every webhook that reached the shop, oldest first. */
  readonly webhooks: readonly WebhookRequest[];
  /** Each call that reached the provider, such as `GET /links`, with its query. */
  readonly calls: readonly string[];
  /** What the shop answers webhooks with; by default what the gateway's verdict deserves. */
  answerWith: ((request: WebhookRequest) => number) | undefined;
  /** The next writes are answered so instead of being carried out, one after another; undefined lets one through. */
  answerNextWrite(...answers: readonly (CannedAnswer | undefined)[]): void;
  /** One call to the provider's API under the right token; the body goes out as it is written here. */
  call(path: string, body?: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** The stand-in's own id of an invoice of ours. */
  linkOf(invoiceId: string): string;
}

export interface WorldOptions {
  readonly config?: Partial<WataConfig>;
  readonly timing?: Partial<WataTiming>;
  readonly key?: SigningKey;
}

export async function openWataWorld({ config = {}, timing = {}, key = SHARED_KEY }: WorldOptions = {}): Promise<WataWorld> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  let time = NOW.getTime();
  let loseNextWrite = false;
  let falsifyNextWrite = false;
  const now = () => new Date(time);
  const faults = new FaultBoard();
  const simulator = new WataSimulator({ now, faults, origin, changed: () => undefined }, { ...BRISK, ...timing }, key);
  const variables = environment(origin);
  const section = wata.parse(variables);
  if (!('config' in section)) throw new Error("the stand-in's variables make no section");
  const settings = { ...section.config, ...config };
  const gateway = new WataGateway(settings, {
    http: new HttpClient(directCalls, { retries: 0 }),
    clock: { now },
    webhookUrl: (id) => `${origin}/webhook/${id}`,
    returnUrl: 'https://t.me/polaris_bot',
  });
  const canned: (CannedAnswer | undefined)[] = [];
  const webhooks: WebhookRequest[] = [];
  const calls: string[] = [];

  const world: WataWorld = {
    gateway,
    simulator,
    faults,
    origin,
    environment: variables,
    webhooks,
    calls,
    currency: 'RUB',
    oddAmount: '12.34',
    otherCurrency: 'USD',
    answerWith: undefined,
    now,
    pass: (seconds) => {
      time += seconds * 1000;
    },
    pay: async (invoiceId, amount, late = false) => {
      await simulator.pay(world.linkOf(invoiceId), { amount: Money.parse(amount.toDecimal(), 'RUB').minor, late, again: true });
    },
    loseNextAnswer: () => {
      loseNextWrite = true;
    },
    falsifyNextAnswer: () => {
      falsifyNextWrite = true;
    },
    plant: async (paymentId, amount) => {
      simulator.open({ orderId: paymentId, amount: amount.toDecimal(), currency: amount.currency });
    },
    invoicesOf: (paymentId) => simulator.invoices().filter((link) => link.orderId === paymentId).length,
    webhookOf: async (invoiceId) => {
      await simulator.resend(world.linkOf(invoiceId));
      const latest = webhooks.at(-1);
      if (!latest) throw new Error('no webhook came');
      return latest;
    },
    answerNextWrite: (...answers) => canned.push(...answers),
    call: async (path, body, headers = { authorization: `Bearer ${settings.token}` }) => {
      const posts = body === undefined ? {} : { method: 'POST', body };
      const response = await fetch(`${origin}/sandbox/wata/api/h2h${path}`, { ...posts, headers: { 'content-type': 'application/json', ...headers } });
      const text = await response.text();
      return { status: response.status, text, body: text === '' ? undefined : (JSON.parse(text) as unknown), headers: response.headers };
    },
    linkOf: (invoiceId) => invoiceId.split('_')[1] ?? '',
    close: async () => {
      await simulator.stop();
      await close(server);
    },
  };

  const answer = (request: WebhookRequest) => {
    webhooks.push(request);
    return world.answerWith?.(request) ?? deserved(gateway, request);
  };
  const watch: Koa.Middleware = async (ctx, next) => {
    calls.push(`${ctx.method} ${ctx.url.replace('/sandbox/wata/api/h2h', '')}`);
    if (ctx.method === 'POST' && falsifyNextWrite) {
      falsifyNextWrite = false;
      faults.arm({ target: 'wata', mode: 'lying', times: 1 });
    }
    const instead = ctx.method === 'POST' ? canned.shift() : undefined;
    if (instead) {
      ctx.status = instead.status;
      ctx.body = instead.text;
      return;
    }
    await next();
    if (ctx.method !== 'POST' || !loseNextWrite) return;
    loseNextWrite = false;
    ctx.respond = false;
    ctx.req.socket.destroy();
  };
  standOn(server, simulator.router, { path: '/webhook/wata', answer }, watch);
  return world;
}

/** As the shop does it: the key first, then the verdict. */
async function deserved(gateway: WataGateway, request: WebhookRequest): Promise<number> {
  try {
    await gateway.prepare(request);
    return gateway.receive(request).verdict === 'authentic' ? 200 : 401;
  } catch (error) {
    if (error instanceof ProviderError) return 503;
    throw error;
  }
}
