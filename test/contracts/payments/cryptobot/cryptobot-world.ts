import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallSeam, OutboundCall } from '#adapters/outbound/kit/call-seam.js';
import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import { HttpFailure } from '#adapters/outbound/kit/http-failure.js';
import type { CryptobotConfig } from '#adapters/outbound/payments/cryptobot/config.js';
import { CryptobotGateway } from '#adapters/outbound/payments/cryptobot/gateway.js';
import { writePayload } from '#adapters/outbound/payments/cryptobot/payload.js';
import type { Currency } from '#domain/shared/currency.js';
import type { Money } from '#domain/shared/money.js';
import { type CryptobotOptions, CryptobotSimulator } from '#sandbox/cryptobot/cryptobot-simulator.js';
import { FaultBoard } from '#sandbox/kit/fault-board.js';
import type { WebhookRequest } from '#use-cases/ports/providers/payment-gateway.js';
import { CUSTOMER_ID } from '../../../builders/a-customer.js';
import { NOW } from '../../../builders/now.js';
import type { TreacherousWorld } from '../gateway-world.js';
import { close, standOn } from '../stand.js';

export const TOKEN = '12345:AA-token-of-the-stand-in-00000000';

/** A line on which chosen answers get lost: each call is carried out, but what came back never arrives. */
export class LossyLine implements CallSeam {
  /** Every call that went out, oldest first. */
  readonly steps: string[] = [];
  private awaited: { readonly step: string; readonly isLost: boolean }[] = [];

  /** Loses the answer to the next call of the first step, then that of the next one of the second, and so on. */
  lose(...steps: string[]): void {
    this.awaited = steps.map((step) => ({ step, isLost: true }));
  }

  /** Lets the next call of one step pass, and loses the answer to the next one of another after it. */
  loseAfter(heard: string, lost: string): void {
    this.awaited = [{ step: heard, isLost: false }, { step: lost, isLost: true }];
  }

  async around<Result>({ system, step }: OutboundCall, work: () => Promise<Result>): Promise<Result> {
    this.steps.push(step);
    const result = await work();
    const next = this.awaited[0]?.step === step ? this.awaited.shift() : undefined;
    if (next?.isLost) throw new HttpFailure('unknown', system, 'no answer in time');
    return result;
  }
}

/** Crypto Pay's stand-in on a real local port, the gateway that talks to it, and a shop that takes webhooks. */
export interface CryptobotWorld extends TreacherousWorld {
  readonly gateway: CryptobotGateway;
  readonly simulator: CryptobotSimulator;
  readonly faults: FaultBoard;
  readonly line: LossyLine;
  readonly origin: string;
  /** Every webhook that reached the shop, oldest first. */
  readonly webhooks: readonly WebhookRequest[];
  /** What the shop answers webhooks with; by default what the gateway's verdict deserves. */
  answerWith: ((request: WebhookRequest) => number) | undefined;
  /** One call to the provider's API. */
  call(method: string, parameters?: object, token?: string): Promise<{ status: number; body: unknown }>;
}

export interface WorldChanges {
  readonly config?: Partial<CryptobotConfig>;
  readonly provider?: Partial<CryptobotOptions>;
  readonly currency?: Currency;
  readonly oddAmount?: string;
}

export async function openCryptobotWorld({ config: configured, provider, currency = 'USDT', oddAmount = '12.345678' }: WorldChanges = {}): Promise<CryptobotWorld> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  let time = NOW.getTime();
  const now = () => new Date(time);
  const faults = new FaultBoard();
  const simulator = new CryptobotSimulator({ now, faults, origin, changed: () => undefined }, { token: TOKEN, slowMs: 300, retryMs: [2], ...provider });
  const config: CryptobotConfig = { token: TOKEN, baseUrl: `${origin}/sandbox/cryptobot/api`, testnet: false, assets: undefined, transfers: false, ...configured };
  const line = new LossyLine();
  const gateway = new CryptobotGateway(config, {
    http: new HttpClient(line, { retries: 0 }),
    clock: { now },
    webhookUrl: (id) => `${origin}/webhook/${id}`,
    returnUrl: 'https://t.me/polaris_bot',
  });
  const webhooks: WebhookRequest[] = [];

  const world: CryptobotWorld = {
    gateway,
    simulator,
    faults,
    line,
    origin,
    webhooks,
    currency,
    oddAmount,
    otherCurrency: currency === 'TON' ? 'USDT' : 'TON',
    answerWith: undefined,
    now,
    pass: (seconds) => {
      time += seconds * 1000;
    },
    pay: async (invoiceId: string, amount: Money) => {
      const asked = simulator.invoice(invoiceId)?.amount;
      if (asked !== amount.toDecimal()) throw new Error('here nobody can pay but the exact amount');
      await simulator.pay(invoiceId);
    },
    // The list is read before an invoice is made, and again when its answer is lost.
    loseNextAnswer: () => line.lose('create', 'invoices'),
    falsifyNextAnswer: () => faults.arm({ target: 'cryptobot', mode: 'lying', times: 2 }),
    plant: async (paymentId, amount) => {
      const { currency: code } = amount;
      const kind = code === 'USDT' || code === 'TON' ? { asset: code } : { currency_type: 'fiat', fiat: code };
      await world.call('createInvoice', { ...kind, amount: amount.toDecimal(), payload: writePayload(paymentId, CUSTOMER_ID), expires_in: 3600 });
    },
    invoicesOf: (paymentId) => simulator.invoices().filter(({ payload }) => payload?.includes(paymentId)).length,
    webhookOf: async (invoiceId) => {
      await simulator.announce(invoiceId);
      const latest = webhooks.at(-1);
      if (!latest) throw new Error('no webhook came');
      return latest;
    },
    call: async (method, parameters = {}, token = TOKEN) => {
      const response = await fetch(`${origin}/sandbox/cryptobot/api/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'crypto-pay-api-token': token },
        body: JSON.stringify(parameters),
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
  standOn(server, simulator.router, { path: '/webhook/cryptobot', answer });
  return world;
}
