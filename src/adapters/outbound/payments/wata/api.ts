import type { z } from 'zod';
import { ProviderError, type ProviderErrorKind } from '#use-cases/ports/providers/provider-error.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { HttpAnswer, HttpClient } from '../../kit/http-client.js';
import { HttpFailure } from '../../kit/http-failure.js';
import { documentOf } from '../../kit/json-reader.js';
import type { WataConfig } from './config.js';
import { errorSchema } from './wire.js';

const PROVIDER = 'wata';
/** What the provider allows itself. */
const WRITE_TIMEOUT_MS = 60_000;
const READ_TIMEOUT_MS = 15_000;
/** The payer of a pre-payment webhook is waiting meanwhile. */
const KEY_TIMEOUT_MS = 5_000;
/** One object may be read about once in so long; meant where a refusal does not say. */
const USUAL_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;

export type Query = Readonly<Record<string, string | undefined>>;

export interface WataCall<Schema extends z.ZodType> {
  readonly step: string;
  readonly path: string;
  readonly query?: Query;
  /** JSON to post; a call without one is a read. */
  readonly body?: string;
  readonly answer: Schema;
  /** The public key is for everybody: the token does not go there. */
  readonly open?: boolean;
}

/** The provider understood and said no. */
export class WataRefusal extends ProviderError {
  constructor(
    failure: ProviderErrorKind,
    message: string,
    /** Such as `TRA_1103`; often there is none. */
    readonly theirCode: string | undefined,
  ) {
    super(PROVIDER, failure, message);
  }
}

/** Calls to Wata, each answered with the checked body or a `ProviderError`. No write is ever sent again: the provider knows no keys. */
export class WataApi {
  /** Reads the provider has turned away, and until when they are not even sent. */
  private readonly paused = new Map<string, number>();

  constructor(
    private readonly http: HttpClient,
    private readonly config: WataConfig,
    private readonly clock: Clock,
  ) {}

  async call<Schema extends z.ZodType>(call: WataCall<Schema>): Promise<z.output<Schema>> {
    const url = `${this.config.baseUrl}${call.path}${queryOf(call.query)}`;
    this.refusePaused(url);
    const answer = await this.send(call, url);
    if (answer.status === 429) throw this.tooOften(url, answer);
    const body = answer.status >= 500 ? undefined : documentOf(answer.text);
    if (answer.status < 200 || answer.status >= 300) throw refusal(answer, body) ?? unclear(call, `answered ${answer.status} without a word it is known for`);
    const result = call.answer.safeParse(body);
    if (!result.success) throw unclear(call, 'answered in an unknown form');
    return result.data;
  }

  private async send(call: WataCall<z.ZodType>, url: string): Promise<HttpAnswer> {
    const writes = call.body !== undefined;
    try {
      return await this.http.send({
        system: PROVIDER,
        step: call.step,
        method: writes ? 'POST' : 'GET',
        url,
        headers: { 'content-type': 'application/json', ...(call.open ? {} : { authorization: `Bearer ${this.config.token}` }) },
        ...(writes ? { body: call.body } : {}),
        timeoutMs: writes ? WRITE_TIMEOUT_MS : call.open ? KEY_TIMEOUT_MS : READ_TIMEOUT_MS,
        repeatable: !writes,
      });
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      if (error.outcome === 'not-sent') throw new ProviderError(PROVIDER, 'unavailable', 'could not be reached');
      throw unclear(call, 'did not answer');
    }
  }

  private refusePaused(url: string): void {
    const left = (this.paused.get(url) ?? 0) - this.clock.now().getTime();
    if (left > 0) throw rateLimited(left);
  }

  private tooOften(url: string, answer: HttpAnswer): ProviderError {
    const now = this.clock.now().getTime();
    for (const [known, until] of this.paused) if (until <= now) this.paused.delete(known);
    const pause = pauseOf(answer);
    this.paused.set(url, now + pause);
    return rateLimited(pause);
  }
}

function rateLimited(retryAfterMs: number): ProviderError {
  return new ProviderError(PROVIDER, 'rate_limited', 'asked too often', retryAfterMs);
}

function queryOf(query: Query = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

/** Undefined when it is not the provider's own word, such as a page of something that stands in front of it. */
function refusal(answer: HttpAnswer, body: unknown): WataRefusal | undefined {
  const said = errorSchema.safeParse(body);
  const denied = answer.status === 401 || answer.status === 403;
  // A token that has run out is refused without a body.
  if (denied) return new WataRefusal('unauthorized', 'takes this token no more, or not from here', undefined);
  if (answer.status === 404 && (body !== undefined || answer.text.trim() === '')) return new WataRefusal('not_found', 'there is no such thing', undefined);
  if (answer.status < 400 || answer.status >= 500 || !said.success) return undefined;
  const { code, message, validationErrors } = said.data.error;
  const words = [code, message, ...(validationErrors ?? []).map((one) => one.message)].filter(Boolean).join(' ');
  return new WataRefusal(code === 'PL_1001' ? 'not_found' : 'rejected', printable(words || 'refused without a reason'), code ?? undefined);
}

function unclear(call: WataCall<z.ZodType>, message: string): ProviderError {
  return new ProviderError(PROVIDER, call.body === undefined ? 'unavailable' : 'unknown_outcome', message);
}

/** The pause stands in a header, or in words. */
function pauseOf(answer: HttpAnswer): number {
  const named = /^\d{1,5}$/.exec(answer.headers.get('retry-after') ?? '')?.[0] ?? /retry after\D{0,3}(\d{1,5})/i.exec(answer.text)?.[1];
  return named === undefined ? USUAL_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, Number(named) * 1000);
}

function printable(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{P}\p{Zs}]/gu, ' ').slice(0, 160);
}
