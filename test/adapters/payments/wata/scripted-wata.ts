import type { CallSeam } from '#adapters/outbound/kit/call-seam.js';
import { type HttpAnswer, HttpClient } from '#adapters/outbound/kit/http-client.js';
import type { WataConfig } from '#adapters/outbound/payments/wata/config.js';
import { WataGateway } from '#adapters/outbound/payments/wata/gateway.js';
import { Money } from '#domain/shared/money.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { CUSTOMER_ID } from '../../../builders/a-customer.js';
import { minutesAfter, NOW } from '../../../builders/now.js';
import { failureOf, INVOICE_TEXT } from '../../../contracts/payments/gateway-world.js';

export const PAYMENT_ID = '0190f5c2-7d1e-7a10-8a3b-1f2e3d4c5b6a';
export const LINK_ID = '33333333-4444-5555-6666-777777777777';
export const TERMINAL = '99999999-8888-7777-6666-555555555555';
export const INVOICE_ID = `${PAYMENT_ID}_${LINK_ID}_50000_RUB`;
export const REQUEST = { paymentId: PAYMENT_ID, amount: Money.parse('500', 'RUB'), userId: CUSTOMER_ID, expiresAt: minutesAfter(60), ...INVOICE_TEXT };
export const LINK = {
  id: LINK_ID,
  orderId: PAYMENT_ID,
  amount: 500.5,
  currency: 'RUB',
  status: 'Opened',
  url: 'https://pay.example/1',
  terminalPublicId: TERMINAL,
  expirationDateTime: minutesAfter(60).toISOString(),
};

export type Scripted = Error | { readonly status: number; readonly text: string; readonly headers?: Record<string, string> };

export const ok = (body: unknown): Scripted => ({ status: 200, text: JSON.stringify(body).replaceAll('500.5', '500.00') });
export const links = (...items: object[]): Scripted => ok({ items, totalCount: items.length });
export const transactions = (...items: object[]): Scripted => ok({ items, hasNextPage: false, nextCursorId: null });
export const no = (status: number, code: string | null = null): Scripted => ({ status, text: JSON.stringify({ error: { code, message: 'No\u001b[31m.', details: 'd', data: {}, validationErrors: [{ message: 'Why', members: ['amount'] }] } }) });
export const NONE = links();

/** A provider that answers what the test wrote down, one answer a call. */
class ScriptedSeam implements CallSeam {
  readonly steps: string[] = [];

  constructor(private readonly answers: Scripted[]) {}

  around<Result>(call: { readonly step: string }): Promise<Result> {
    this.steps.push(call.step);
    const next = this.answers.shift();
    if (!next || next instanceof Error) return Promise.reject(next ?? new Error('one call too many'));
    const answer: HttpAnswer = { status: next.status, text: next.text, headers: Object.assign(new Headers(next.headers), { getSetCookie: () => [] }) };
    return Promise.resolve(answer as Result);
  }
}

export const jwt = (exp: number) => `e30.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.canary`;

export function gatewayThatHears(answers: Scripted[], changes: Partial<WataConfig> = {}, retries = 0) {
  const seam = new ScriptedSeam(answers);
  const config = { token: jwt(4_102_444_800), baseUrl: 'https://api.example', terminalId: TERMINAL, lifetimeSeconds: 3600, ...changes };
  let time = NOW.getTime();
  const deps = { http: new HttpClient(seam, { retries, pauseMs: 1 }), clock: { now: () => new Date(time) }, webhookUrl: () => undefined, returnUrl: undefined };
  return { gateway: new WataGateway(config, deps), seam, pass: (seconds: number) => (time += seconds * 1000) };
}

/** The kind of `ProviderError` a call failed with. */
export async function kindOf(call: Promise<unknown>): Promise<string> {
  const error = await failureOf(call);
  if (!(error instanceof ProviderError)) throw error;
  return error.failure;
}
