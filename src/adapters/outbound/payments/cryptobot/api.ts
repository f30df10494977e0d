import type { z } from 'zod';
import { ProviderError, type ProviderErrorKind } from '#use-cases/ports/providers/provider-error.js';
import type { HttpAnswer, HttpClient } from '../../kit/http-client.js';
import { HttpFailure } from '../../kit/http-failure.js';
import { documentOf } from '../../kit/json-reader.js';
import type { CryptobotConfig } from './config.js';
import { envelopeSchema } from './wire.js';

const PROVIDER = 'cryptobot';
const WRITE_TIMEOUT_MS = 30_000;
const READ_TIMEOUT_MS = 10_000;

type Effect = 'read' | 'keyed-write' | 'write';

export interface CryptobotCall<Schema extends z.ZodType> {
  readonly step: string;
  readonly method: string;
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  readonly answer: Schema;
  /** A write that is not answered may have been carried out; a read has nothing to carry out, and a keyed write is carried out once. */
  readonly effect: Effect;
}

/** Authorised calls to Crypto Pay, each answered with the checked `result` or a `ProviderError`. Only reads and keyed writes are ever sent again. */
export class CryptobotApi {
  constructor(
    private readonly http: HttpClient,
    private readonly config: CryptobotConfig,
  ) {}

  async call<Schema extends z.ZodType>(call: CryptobotCall<Schema>): Promise<z.output<Schema>> {
    const answer = await this.send(call);
    if (answer.status === 429) throw new ProviderError(PROVIDER, 'rate_limited', 'asked too often', retryAfter(answer));
    const envelope = answer.status >= 500 ? undefined : envelopeOf(answer.text);
    if (!envelope || (envelope.ok && answer.status >= 300)) throw unclear(call.effect, `answered ${answer.status} without a word it is known for`);
    if (!envelope.ok) throw refusal(call.effect, envelope.error);
    const result = call.answer.safeParse(envelope.result);
    if (!result.success) throw unclear(call.effect, 'answered in an unknown form');
    return result.data;
  }

  private async send({ step, method, parameters, effect }: CryptobotCall<z.ZodType>): Promise<HttpAnswer> {
    try {
      return await this.http.send({
        system: PROVIDER,
        step,
        method: 'POST',
        url: `${this.config.baseUrl}/${method}`,
        headers: { 'content-type': 'application/json', 'crypto-pay-api-token': this.config.token },
        body: JSON.stringify(parameters ?? {}),
        timeoutMs: effect === 'read' ? READ_TIMEOUT_MS : WRITE_TIMEOUT_MS,
        repeatable: effect !== 'write',
      });
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      if (error.outcome === 'not-sent') throw new ProviderError(PROVIDER, 'unavailable', 'could not be reached');
      throw unclear(effect, 'did not answer');
    }
  }
}

type Envelope = z.output<typeof envelopeSchema>;
type Refusal = Extract<Envelope, { ok: false }>['error'];

function envelopeOf(text: string): Envelope | undefined {
  return envelopeSchema.safeParse(documentOf(text)).data;
}

function refusal(effect: Effect, { code, name }: Refusal): ProviderError {
  const said = name.replace(/[^\w ]/g, ' ').slice(0, 80);
  if (code >= 500) return unclear(effect, said);
  return new ProviderError(PROVIDER, kindOf(code, said), said);
}

/** Only some of the names are documented; METHOD_DISABLED, for what the app may not do, is not. */
function kindOf(code: number, name: string): ProviderErrorKind {
  if (name === 'METHOD_DISABLED') return 'not_supported';
  if (code === 401 || name === 'UNAUTHORIZED') return 'unauthorized';
  if (code === 429) return 'rate_limited';
  return name === 'INVOICE_NOT_FOUND' ? 'not_found' : 'rejected';
}

function unclear(effect: Effect, message: string): ProviderError {
  return new ProviderError(PROVIDER, effect === 'read' ? 'unavailable' : 'unknown_outcome', message);
}

function retryAfter(answer: HttpAnswer): number | undefined {
  const seconds = /^\d{1,5}$/.exec(answer.headers.get('retry-after') ?? '')?.[0];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
