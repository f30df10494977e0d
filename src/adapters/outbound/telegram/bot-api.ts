import type { HttpClient } from '../kit/http-client.js';
import { HttpFailure } from '../kit/http-failure.js';

/** How a call to Telegram ended. `lost`: no answer, or a server error; it may have been carried out. */
export type ApiAnswer =
  | { readonly outcome: 'ok'; readonly result: unknown }
  | { readonly outcome: 'refused'; readonly code: number; readonly description: string; readonly retryAfterMs: number | undefined }
  | { readonly outcome: 'lost'; readonly reason: string };

const TIMEOUT_MS = 15_000;

/** Calls the Bot API. The token stands in the URL, so no error of it carries one. Never throws, never retries. */
export class BotApi {
  private readonly base: string;

  constructor(
    token: string,
    apiRoot: string,
    private readonly http: HttpClient,
  ) {
    this.base = `${apiRoot.replace(/\/+$/, '')}/bot${token}`;
  }

  async call(method: 'sendMessage' | 'editMessageText', payload: Readonly<Record<string, unknown>>): Promise<ApiAnswer> {
    try {
      const answer = await this.http.send({
        system: 'telegram',
        step: method,
        method: 'POST',
        url: `${this.base}/${method}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(payload),
        timeoutMs: TIMEOUT_MS,
      });
      return read(answer.status, answer.text);
    } catch (error) {
      return { outcome: 'lost', reason: error instanceof HttpFailure ? error.message : 'telegram: the call failed' };
    }
  }
}

function read(status: number, text: string): ApiAnswer {
  const body = parse(text);
  if (status >= 500 || !body) return { outcome: 'lost', reason: `telegram answered ${status}` };
  if (body.ok === true) return { outcome: 'ok', result: body.result };
  return {
    outcome: 'refused',
    code: typeof body.error_code === 'number' ? body.error_code : status,
    description: typeof body.description === 'string' ? body.description : '',
    retryAfterMs: retryAfterMs(body.parameters),
  };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function retryAfterMs(parameters: unknown): number | undefined {
  const seconds = isRecord(parameters) ? parameters.retry_after : undefined;
  return typeof seconds === 'number' ? seconds * 1000 : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
