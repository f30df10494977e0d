import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { ProviderError, type ProviderErrorKind } from '#use-cases/ports/providers/provider-error.js';
import type { HttpAnswer, HttpClient } from '../../kit/http-client.js';
import { HttpFailure } from '../../kit/http-failure.js';
import { documentOf } from '../../kit/json-reader.js';
import { credentialsOf, type YookassaConfig } from './config.js';
import { errorSchema, processingSchema } from './wire.js';

const PROVIDER = 'yookassa';
const WRITE_TIMEOUT_MS = 30_000;
const READ_TIMEOUT_MS = 10_000;
/** How often an answer that says "still processing" is asked for again, and the longest pause before. */
const MOST_ASKINGS = 4;
const LONGEST_PAUSE_MS = 2_000;
const USUAL_PAUSE_MS = 500;

export interface YookassaCall<Schema extends z.ZodType> {
  readonly step: string;
  readonly path: string;
  readonly answer: Schema;
  /** What is to be done, and the key under which it is done once within 24 hours. Without it the call only reads. */
  readonly write?: { readonly key: string; readonly body: object };
}

/** Calls to YooKassa, each answered with the checked object or a `ProviderError`; every write has a key, so all may be sent again. */
export class YookassaApi {
  private readonly authorization: string;

  constructor(
    private readonly http: HttpClient,
    private readonly config: YookassaConfig,
  ) {
    this.authorization = `Basic ${credentialsOf(config)}`;
  }

  async call<Schema extends z.ZodType>(call: YookassaCall<Schema>): Promise<z.output<Schema>> {
    const answer = await this.settledAnswer(call);
    const document = documentOf(answer.text);
    if (answer.status >= 400 && answer.status < 500) throw refusal(call, answer, document);
    if (answer.status !== 200) throw unclear(call, `answered ${answer.status}`);
    const result = call.answer.safeParse(document);
    if (!result.success) throw unclear(call, 'answered in an unknown form');
    return result.data;
  }

  private async settledAnswer(call: YookassaCall<z.ZodType>): Promise<HttpAnswer> {
    let answer = await this.send(call);
    for (let asked = 1; answer.status === 202 && asked < MOST_ASKINGS; asked += 1) {
      await pause(pauseAfter(answer));
      answer = await this.send(call);
    }
    return answer;
  }

  private async send(call: YookassaCall<z.ZodType>): Promise<HttpAnswer> {
    const { step, path, write } = call;
    try {
      return await this.http.send({
        system: PROVIDER,
        step,
        method: write ? 'POST' : 'GET',
        url: `${this.config.baseUrl}${path}`,
        headers: {
          authorization: this.authorization,
          ...(write && { 'content-type': 'application/json', 'idempotence-key': write.key }),
        },
        ...(write && { body: JSON.stringify(write.body) }),
        timeoutMs: write ? WRITE_TIMEOUT_MS : READ_TIMEOUT_MS,
        repeatable: true,
      });
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      if (error.outcome === 'not-sent') throw new ProviderError(PROVIDER, 'unavailable', 'could not be reached');
      throw unclear(call, 'did not answer');
    }
  }
}

function refusal(call: YookassaCall<z.ZodType>, answer: HttpAnswer, document: unknown): ProviderError {
  const said = errorSchema.safeParse(document).data;
  if (answer.status === 429) return new ProviderError(PROVIDER, 'rate_limited', 'asked too often', retryAfter(answer, said?.retry_after));
  if (!said) return unclear(call, `answered ${answer.status} without a word it is known for`);
  const words = [said.code ?? 'refused', said.parameter, said.description].filter((word) => typeof word === 'string');
  return new ProviderError(PROVIDER, kindOf(answer.status), printable(words.join(': ')));
}

/** What the account may not do (recurring payments, a method) it may not do a minute later either. */
function kindOf(status: number): ProviderErrorKind {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'not_supported';
  return status === 404 ? 'not_found' : 'rejected';
}

function unclear({ write }: YookassaCall<z.ZodType>, message: string): ProviderError {
  return new ProviderError(PROVIDER, write ? 'unknown_outcome' : 'unavailable', message);
}

function pauseAfter(answer: HttpAnswer): number {
  const told = processingSchema.safeParse(documentOf(answer.text)).data?.retry_after;
  return Math.min(LONGEST_PAUSE_MS, Number(told ?? USUAL_PAUSE_MS));
}

function retryAfter(answer: HttpAnswer, milliseconds: string | null | undefined): number | undefined {
  if (typeof milliseconds === 'string') return Number(milliseconds);
  const seconds = /^\d{1,5}$/.exec(answer.headers.get('retry-after') ?? '')?.[0];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

function printable(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{P}\p{Zs}]/gu, ' ').slice(0, 160);
}
