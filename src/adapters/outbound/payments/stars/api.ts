import type { z } from 'zod';
import { STARS_GATEWAY } from '#domain/payments/star-charge.js';
import { ProviderError, type ProviderErrorKind } from '#use-cases/ports/providers/provider-error.js';
import type { HttpAnswer, HttpClient } from '../../kit/http-client.js';
import { HttpFailure } from '../../kit/http-failure.js';
import { documentOf } from '../../kit/json-reader.js';
import type { StarsConfig } from './config.js';
import { envelopeSchema } from './wire.js';

const WRITE_TIMEOUT_MS = 30_000;
const READ_TIMEOUT_MS = 10_000;

/** A write that is not answered may have been carried out; a read has nothing to carry out. Sending either twice is as good as once. */
type Effect = 'read' | 'write';

export interface StarsCall<Schema extends z.ZodType> {
  readonly step: string;
  readonly method: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly answer: Schema;
  readonly effect: Effect;
}

/** Telegram's own word for a refusal, such as CHARGE_ALREADY_REFUNDED. */
export class StarsRefusal extends ProviderError {
  constructor(
    failure: ProviderErrorKind,
    readonly word: string,
    retryAfterMs?: number,
  ) {
    super(STARS_GATEWAY, failure, word, retryAfterMs);
  }
}

/** Calls to the Bot API about Stars, each answered with the checked `result` or a `ProviderError`; none of its errors holds the address, where the token is. */
export class StarsApi {
  constructor(
    private readonly http: HttpClient,
    private readonly config: StarsConfig,
  ) {}

  async call<Schema extends z.ZodType>(call: StarsCall<Schema>): Promise<z.output<Schema>> {
    const answer = await this.send(call);
    const envelope = answer.status >= 500 ? undefined : envelopeOf(answer.text);
    if (!envelope) throw unclear(call.effect, `answered ${answer.status} without a word it is known for`);
    if (!envelope.ok) throw refusal(call.effect, envelope);
    const result = call.answer.safeParse(envelope.result);
    if (!result.success) throw unclear(call.effect, 'answered in an unknown form');
    return result.data;
  }

  private async send({ step, method, parameters, effect }: StarsCall<z.ZodType>): Promise<HttpAnswer> {
    const { apiRoot, token } = this.config;
    try {
      return await this.http.send({
        system: STARS_GATEWAY,
        step,
        method: 'POST',
        url: `${apiRoot}/bot${token}/${method}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(parameters ?? {}),
        timeoutMs: effect === 'read' ? READ_TIMEOUT_MS : WRITE_TIMEOUT_MS,
        repeatable: true,
      });
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      if (error.outcome === 'not-sent') throw new ProviderError(STARS_GATEWAY, 'unavailable', 'could not be reached');
      throw unclear(effect, 'did not answer');
    }
  }
}

type Envelope = z.output<typeof envelopeSchema>;

function envelopeOf(text: string): Envelope | undefined {
  return envelopeSchema.safeParse(documentOf(text)).data;
}

function refusal(effect: Effect, { error_code, description, parameters }: Extract<Envelope, { ok: false }>): ProviderError {
  const word = description.replace(/^[A-Z][A-Za-z ]{2,30}: /, '').replace(/[^\w ]/g, ' ').trim().slice(0, 80);
  if (error_code >= 500) return unclear(effect, word);
  const seconds = parameters?.retry_after ?? undefined;
  return new StarsRefusal(kindOf(error_code, word), word, seconds === undefined ? undefined : seconds * 1000);
}

/** A wrong token is unauthorised, or an address where there is nothing. */
function kindOf(code: number, word: string): ProviderErrorKind {
  if (code === 401 || code === 404) return 'unauthorized';
  if (code === 429) return 'rate_limited';
  return word === 'CHARGE_NOT_FOUND' ? 'not_found' : 'rejected';
}

function unclear(effect: Effect, message: string): ProviderError {
  return new ProviderError(STARS_GATEWAY, effect === 'read' ? 'unavailable' : 'unknown_outcome', message);
}
