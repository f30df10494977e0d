import type { z } from 'zod';
import { ProviderError, type ProviderErrorKind } from '#use-cases/ports/providers/provider-error.js';
import type { HttpAnswer, HttpClient } from '../../kit/http-client.js';
import { HttpFailure } from '../../kit/http-failure.js';
import { documentOf } from '../../kit/json-reader.js';
import type { HeleketConfig } from './config.js';
import { signRequest } from './signature.js';
import { envelopeSchema } from './wire.js';

const PROVIDER = 'heleket';
/** The provider's own default; creating an invoice can take it. */
const WRITE_TIMEOUT_MS = 30_000;
const READ_TIMEOUT_MS = 10_000;

type Effect = 'read' | 'keyed-write' | 'write';

export interface HeleketCall<Schema extends z.ZodType> {
  readonly step: string;
  readonly path: string;
  /** Undefined sends no body at all, which is what the provider wants of a call without parameters. */
  readonly body?: Readonly<Record<string, string | number | boolean>>;
  readonly answer: Schema;
  /** A write that is not answered may have been carried out; a read has nothing to carry out, and a keyed write is carried out once. */
  readonly effect: Effect;
  readonly key?: string;
}

/** The provider understood and said no. */
export class HeleketRefusal extends ProviderError {
  constructor(
    failure: ProviderErrorKind,
    message: string,
    /** The request's fields it complains about. */
    readonly fields: readonly string[],
  ) {
    super(PROVIDER, failure, message);
  }
}

/** Signed calls to Heleket, each answered with the checked `result` or a `ProviderError`. Only reads and keyed writes are ever sent again. */
export class HeleketApi {
  constructor(
    private readonly http: HttpClient,
    private readonly config: HeleketConfig,
  ) {}

  async call<Schema extends z.ZodType>(call: HeleketCall<Schema>): Promise<z.output<Schema>> {
    const answer = await this.send(call);
    if (answer.status === 429) throw new ProviderError(PROVIDER, 'rate_limited', 'asked too often', retryAfter(answer));
    const envelope = answer.status >= 500 ? undefined : envelopeOf(answer.text);
    if (!envelope) throw unclear(call.effect, `answered ${answer.status} without a word it is known for`);
    if (answer.status >= 300 || envelope.state !== '0') throw refusal(answer.status, envelope);
    const result = call.answer.safeParse(envelope.result);
    if (!result.success) throw unclear(call.effect, 'answered in an unknown form');
    return result.data;
  }

  private async send(call: HeleketCall<z.ZodType>): Promise<HttpAnswer> {
    // The signature covers the very string that is sent.
    const body = call.body ? JSON.stringify(call.body) : '';
    try {
      return await this.http.send({
        system: PROVIDER,
        step: call.step,
        method: 'POST',
        url: `${this.config.baseUrl}${call.path}`,
        headers: {
          'content-type': 'application/json',
          merchant: this.config.merchant,
          sign: signRequest(body, call.key ?? this.config.apiKey),
        },
        body,
        timeoutMs: call.effect === 'read' ? READ_TIMEOUT_MS : WRITE_TIMEOUT_MS,
        repeatable: call.effect !== 'write',
      });
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      if (error.outcome === 'not-sent') throw new ProviderError(PROVIDER, 'unavailable', 'could not be reached');
      throw unclear(call.effect, 'did not answer');
    }
  }
}

type Envelope = z.output<typeof envelopeSchema>;

function envelopeOf(text: string): Envelope | undefined {
  return envelopeSchema.safeParse(documentOf(text)).data;
}

function refusal(status: number, envelope: Envelope): HeleketRefusal {
  const fields = Object.keys(envelope.errors ?? {}).map((field) => field.slice(0, 40));
  const said = printable(envelope.message ?? (fields.length > 0 ? `refused ${fields.join(', ')}` : 'refused without a reason'));
  return new HeleketRefusal(kindOf(status, envelope, said), said, fields);
}

/** The provider has no error codes: the words matter more than the number in front of them. */
function kindOf(status: number, envelope: Envelope, said: string): ProviderErrorKind {
  if (/payment .*not found/i.test(said) || (status === 404 && envelope.state !== undefined)) return 'not_found';
  if (status === 401 || status === 403 || /invalid sign|forbidden|unauthori[sz]ed/i.test(said)) return 'unauthorized';
  return 'rejected';
}

function unclear(effect: Effect, message: string): ProviderError {
  return new ProviderError(PROVIDER, effect === 'read' ? 'unavailable' : 'unknown_outcome', message);
}

function retryAfter(answer: HttpAnswer): number | undefined {
  const seconds = /^\d{1,5}$/.exec(answer.headers.get('retry-after') ?? '')?.[0];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

function printable(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{P}\p{Zs}]/gu, ' ').slice(0, 160);
}
