import type { z } from 'zod';
import { type PanelCall, PanelPermanent } from '#use-cases/ports/panels/panel-error.js';
import { type PanelDeps, type WriteLine, writeLine } from '../../kit/define-panel.js';
import type { HttpAnswer, HttpRequest } from '../../kit/http-client.js';
import { HttpFailure } from '../../kit/http-failure.js';
import { documentOf } from '../../kit/json-reader.js';
import { failureOfAnswer, failureOfTransport, type SentCall } from './answer-failure.js';
import type { RemnawaveSettings } from './config.js';
import { tokenEnd } from './token.js';
import { envelopeSchema } from './wire.js';

export const MOST_WRITES = 16;
const READ_TIMEOUT_MS = 10_000;
const WRITE_TIMEOUT_MS = 30_000;

export interface RemnawaveRead<Schema extends z.ZodType> {
  readonly step: string;
  /** Behind `/api`. */
  readonly path: string;
  readonly answer: Schema;
}

export interface RemnawaveWrite {
  readonly step: string;
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Calls to the panel, each answered or a `PanelError`. Only reads are ever sent again; writes wait for their turn. */
export class RemnawaveApi {
  private readonly system: string;
  private readonly line: WriteLine;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    private readonly settings: RemnawaveSettings,
    private readonly deps: PanelDeps,
  ) {
    this.system = `panel:${deps.id}`;
    this.line = writeLine(this.system, MOST_WRITES);
    this.headers = headersOf(settings);
  }

  async read<Schema extends z.ZodType>(call: PanelCall, request: RemnawaveRead<Schema>): Promise<z.output<Schema>> {
    const answer = await this.send(this.sent(call, 'read'), { ...request, method: 'GET', repeatable: true, timeoutMs: READ_TIMEOUT_MS });
    const envelope = envelopeSchema.safeParse(documentOf(answer.text));
    if (!envelope.success) throw new PanelPermanent(call, 'not-this-panel', 'answers in an unknown form');
    const result = request.answer.safeParse(envelope.data.response);
    if (!result.success) throw new PanelPermanent(call, 'unsupported-version', `answers "${request.step}" in an unknown form`);
    return result.data;
  }

  /** Resolves when the panel says it is done. What it really did is to be read back, so nothing else of its answer counts. */
  async write(call: PanelCall, { body, ...request }: RemnawaveWrite): Promise<void> {
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const sent = this.sent(call, 'write');
    await this.send(sent, { ...request, ...text, timeoutMs: WRITE_TIMEOUT_MS });
  }

  private async send(call: SentCall, request: Omit<HttpRequest, 'system' | 'url' | 'headers'> & { readonly path: string }): Promise<HttpAnswer> {
    const { path, step, method, body, repeatable = false, timeoutMs = READ_TIMEOUT_MS } = request;
    const exchange = {
      system: this.system,
      step,
      method,
      url: `${this.settings.baseUrl}/api${path}`,
      headers: body === undefined ? this.headers : { ...this.headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
      repeatable,
      timeoutMs,
    };
    const answer = await this.exchanged(call, exchange);
    if (answer.status < 200 || answer.status >= 300) throw failureOfAnswer(answer, call);
    return answer;
  }

  private async exchanged(call: SentCall, exchange: HttpRequest): Promise<HttpAnswer> {
    const send = (): Promise<HttpAnswer> => this.deps.http.send(exchange);
    try {
      return await (call.effect === 'write' ? this.line(send) : send());
    } catch (error) {
      if (error instanceof HttpFailure) throw failureOfTransport(error, call);
      throw error;
    }
  }

  private sent(call: PanelCall, effect: SentCall['effect']): SentCall {
    const end = tokenEnd(this.settings.token);
    return { ...call, effect, tokenEnded: end !== undefined && end <= this.deps.clock.now() };
  }
}

/** Without both forwarding headers a panel in production mode hangs up; a proxy in front overwrites them. */
function headersOf({ token, apiKey, extraHeaders }: RemnawaveSettings): Readonly<Record<string, string>> {
  return {
    ...extraHeaders,
    accept: 'application/json',
    authorization: `Bearer ${token}`,
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-proto': 'https',
    ...(apiKey === undefined ? {} : { 'x-api-key': apiKey }),
  };
}
