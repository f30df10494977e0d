import type { z } from 'zod';
import { PanelAuth, type PanelCall, type PanelError, PanelPermanent, PanelRetryable } from '#use-cases/ports/panels/panel-error.js';
import type { HttpAnswer, HttpClient } from '../../kit/http-client.js';
import { HttpFailure } from '../../kit/http-failure.js';
import type { XuiSettings } from './config.js';
import { type RefusalKind, refusalOf } from './refusal.js';
import { envelopeSchema, statusSchema } from './wire.js';

const WRITE_TIMEOUT_MS = 30_000;
const READ_TIMEOUT_MS = 10_000;
/** They say nothing of whether the call was carried out. */
const PASSING = new Set([408, 425, 429]);
const UNREACHED = 'could not be reached';
const UNANSWERED = 'did not answer';

/** The reasons of a failure behind which no panel was heard at all. */
export const SILENCES: ReadonlySet<string> = new Set([UNREACHED, UNANSWERED]);

export interface XuiCall<Schema extends z.ZodType> {
  readonly operation: string;
  readonly method: 'GET' | 'POST';
  /** Behind `panel/api/`. */
  readonly path: string;
  readonly body?: object;
  readonly answer: Schema;
}

export interface Refused {
  readonly kind: RefusalKind;
  readonly said: string;
}

export type XuiAnswer<Result> = { readonly done: Result } | { readonly refused: Refused };

/**
 * Calls with the bearer token, each answered with the checked `obj` or with the panel's refusal in words. Throws `PanelError`; only
 * a GET is ever sent again, and only a POST leaves an unknown outcome.
 */
export class XuiApi {
  constructor(
    private readonly http: HttpClient,
    private readonly settings: XuiSettings,
    readonly panel: string,
  ) {}

  async call<Schema extends z.ZodType>(call: XuiCall<Schema>): Promise<XuiAnswer<z.output<Schema>>> {
    const answer = await this.send(call, `panel/api/${call.path}`);
    if (answer.status !== 200) throw await this.objection(call, answer);
    const envelope = envelopeOf(answer.text);
    if (!envelope) throw this.strange(call);
    if (!envelope.success) return { refused: refusalOf(envelope.msg) };
    const parsed = call.answer.safeParse(envelope.obj);
    if (!parsed.success) throw this.retryable(call, 'answered in an unknown form');
    return { done: parsed.data };
  }

  private async send(call: Omit<XuiCall<z.ZodType>, 'answer'>, path: string): Promise<HttpAnswer> {
    const reads = call.method === 'GET';
    try {
      return await this.http.send({
        system: `panel:${this.panel}`,
        step: call.operation,
        method: call.method,
        url: `${this.settings.baseUrl}/${path}`,
        headers: {
          authorization: `Bearer ${this.settings.token}`,
          // Without it a stranger is answered 404, like a wrong address.
          'x-requested-with': 'XMLHttpRequest',
          ...(call.body ? { 'content-type': 'application/json' } : {}),
        },
        ...(call.body ? { body: JSON.stringify(call.body) } : {}),
        timeoutMs: reads ? READ_TIMEOUT_MS : WRITE_TIMEOUT_MS,
        repeatable: reads,
      });
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      if (error.outcome === 'unknown') throw this.retryable(call, UNANSWERED);
      throw new PanelRetryable({ ...this.named(call), outcome: 'not_applied' }, UNREACHED);
    }
  }

  private async objection(call: XuiCall<z.ZodType>, answer: HttpAnswer): Promise<PanelError> {
    const { status } = answer;
    if (status === 404) return this.stranger(call);
    if (status === 401) return this.unknownToken(call);
    if (status >= 500 || PASSING.has(status)) return this.retryable(call, `answered ${status}`, retryAfter(answer));
    const refusal = envelopeOf(answer.text);
    if (status === 403 && refusal) return new PanelAuth(this.named(call), 'missing-scope', refusalOf(refusal.msg).said);
    const elsewhere = status < 400;
    return new PanelPermanent(this.named(call), elsewhere ? 'not-this-panel' : 'refused', `answered ${status}`);
  }

  /** 404 never means a missing client here: a token nobody knows, a wrong address or a panel older than its client API. */
  private async stranger(call: XuiCall<z.ZodType>): Promise<PanelError> {
    const { operation } = call;
    const status = await this.send({ operation, method: 'GET', path: '' }, 'panel/api/server/status');
    if (status.status !== 404 && status.status !== 200) return this.objection({ ...call, method: 'GET' }, status);
    const letIn = status.status === 200 && envelopeOf(status.text);
    if (letIn) return new PanelPermanent(this.named(call), 'unsupported-version', `3x-ui ${versionIn(letIn)} has no client API of 3.1`);
    const login = await this.send({ operation, method: 'GET', path: '' }, 'csrf-token');
    if (login.status === 200 && envelopeOf(login.text)) return this.unknownToken(call);
    return new PanelPermanent(this.named(call), 'not-this-panel', 'no 3x-ui answers at this address: its secret path may be wrong');
  }

  private unknownToken(call: XuiCall<z.ZodType>): PanelAuth {
    return new PanelAuth(this.named(call), 'wrong-credentials', 'the token is not accepted');
  }

  /** A page instead of an answer: a write behind some proxy may have been carried out all the same. */
  private strange(call: XuiCall<z.ZodType>): PanelError {
    const reason = 'answered in words that are not its own';
    return call.method === 'GET' ? new PanelPermanent(this.named(call), 'not-this-panel', reason) : this.retryable(call, reason);
  }

  private retryable(call: Pick<XuiCall<z.ZodType>, 'operation' | 'method'>, reason: string, retryAfterMs?: number): PanelRetryable {
    const outcome = call.method === 'GET' ? 'not_applied' : 'unknown';
    return new PanelRetryable({ ...this.named(call), outcome }, reason, retryAfterMs);
  }

  private named({ operation }: { readonly operation: string }): PanelCall {
    return { panel: this.panel, operation };
  }
}

type Envelope = z.output<typeof envelopeSchema>;

function envelopeOf(text: string): Envelope | undefined {
  try {
    const parsed = envelopeSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function versionIn({ obj }: Envelope): string {
  const status = statusSchema.safeParse(obj);
  return (status.success && status.data.version) || 'of an unknown version';
}

function retryAfter(answer: HttpAnswer): number | undefined {
  const seconds = /^\d{1,5}$/.exec(answer.headers.get('retry-after') ?? '')?.[0];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
