import type { CallSeam } from '#adapters/outbound/kit/call-seam.js';
import { type HttpAnswer, HttpClient } from '#adapters/outbound/kit/http-client.js';
import type { YookassaConfig } from '#adapters/outbound/payments/yookassa/config.js';
import { YookassaGateway } from '#adapters/outbound/payments/yookassa/gateway.js';
import { Money } from '#domain/shared/money.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { CUSTOMER_ID } from '../../../builders/a-customer.js';
import { minutesAfter, NOW } from '../../../builders/now.js';
import { failureOf, INVOICE_TEXT } from '../../../contracts/payments/gateway-world.js';
import { CONFIG } from '../../../contracts/payments/yookassa/yookassa-world.js';

export const PAYMENT_ID = '0190f5c2-7d1e-7a10-8a3b-1f2e3d4c5b6a';
export const INVOICE_ID = '2f3b588d-000f-5000-8000-1d5cb7ad2f6e';
export const REQUEST = { paymentId: PAYMENT_ID, amount: Money.parse('10', 'RUB'), userId: CUSTOMER_ID, expiresAt: minutesAfter(60), ...INVOICE_TEXT };

/** A payment as YooKassa would answer it right after it was made. */
export const ANSWER = {
  id: INVOICE_ID,
  status: 'pending',
  paid: false,
  test: false,
  amount: { value: '10.00', currency: 'RUB' },
  created_at: NOW.toISOString(),
  confirmation: { type: 'redirect', confirmation_url: 'https://yoomoney.example/pay' },
  metadata: { payment_id: PAYMENT_ID },
};

export type Scripted = Error | { readonly status: number; readonly text: string; readonly headers?: Readonly<Record<string, string>> };

export const ok = (body: unknown): Scripted => ({ status: 200, text: JSON.stringify(body) });
export const list = (...items: readonly object[]): Scripted => ok({ type: 'list', items });
export const no = (status: number, code: string, more: object = {}): Scripted => ({
  status,
  text: JSON.stringify({ type: 'error', id: 'ab5a11cd-13cc-4e33-af8b-75a74e18dd09', code, description: 'No', ...more }),
});

/** A provider that answers what the test wrote down, one answer a call. */
class ScriptedSeam implements CallSeam {
  readonly steps: string[] = [];

  constructor(private readonly answers: Scripted[]) {}

  around<Result>(call: { readonly step: string }): Promise<Result> {
    this.steps.push(call.step);
    const next = this.answers.shift();
    if (!next || next instanceof Error) return Promise.reject(next ?? new Error('one call too many'));
    const answer: HttpAnswer = { status: next.status, text: next.text, headers: new Headers(next.headers) };
    return Promise.resolve(answer as Result);
  }
}

/** A gateway of a shop that expects real money, before a provider that reads from a script. */
export function gatewayThatHears(answers: readonly Scripted[], changes: Partial<YookassaConfig> = {}) {
  const seam = new ScriptedSeam([...answers]);
  const config = { ...CONFIG, secretKey: 'live_canary-key', testMode: false, ...changes };
  const deps = { http: new HttpClient(seam, { retries: 0 }), clock: { now: () => NOW }, webhookUrl: () => undefined, returnUrl: undefined };
  return { gateway: new YookassaGateway(config, deps), steps: seam.steps };
}

export async function kindOf(call: Promise<unknown>): Promise<string> {
  const error = await failureOf(call);
  if (!(error instanceof ProviderError)) throw error;
  return error.failure;
}
