import { Agent, type IncomingMessage, request as overHttp, type RequestOptions } from 'node:http';
import { Agent as SecureAgent, request as overHttps } from 'node:https';
import { Telegram, TelegramError } from 'telegraf';
import { type CallBody, uploadForm } from './upload-form.js';

type CallApi = Telegram['callApi'];

interface ApiAnswer {
  readonly ok: boolean;
  readonly result?: unknown;
}

interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly text: string;
}

/** There was no answer in time; what was asked may have been done all the same. */
export class TelegramSilent extends Error {
  override readonly name = 'TelegramSilent';
}

/** The calls that carry a picture. */
const UPLOADS: ReadonlySet<string> = new Set(['sendPhoto', 'editMessageMedia']);
const PATIENCE_MS = 15_000;
/** Shorter than a server keeps an idle connection. */
const KEPT = { keepAlive: true, timeout: 4_000 };
const PLAIN = { send: overHttp, agent: new Agent(KEPT) };
const SECURE = { send: overHttps, agent: new SecureAgent(KEPT) };

/**
 * Telegraf's client without its detours: one JSON request over a kept connection, or one form where a picture goes with it, for half of
 * what its own client costs, which is made for streams and waits eight minutes. Given no signal, a call may take 15 seconds. Throws
 * `TelegramError` for a refusal; no error holds the URL, where the token is.
 */
export class JsonTelegram extends Telegram {
  private readonly root = new URL(`./bot${this.token}/`, this.options.apiRoot);
  private readonly target = { host: this.root.hostname.replace(/^\[|\]$/g, ''), port: this.root.port, method: 'POST', ...(this.root.protocol === 'https:' ? SECURE : PLAIN) };

  override callApi: CallApi = async (method, payload, { signal } = {}) => {
    const target = { ...this.target, path: `${this.root.pathname}${method}` };
    const body = UPLOADS.has(method) ? uploadForm(payload) : { type: 'application/json', body: Buffer.from(JSON.stringify(payload)) };
    const { status, reason, text } = await post(target, body, signal as AbortSignal | undefined);
    if (status >= 500) throw new TelegramError({ error_code: status, description: reason }, { method, payload });
    const answer = JSON.parse(text) as ApiAnswer;
    if (!answer.ok) throw new TelegramError(answer as unknown as ConstructorParameters<typeof TelegramError>[0], { method, payload });
    return answer.result as never;
  };
}

interface Target extends RequestOptions {
  readonly send: typeof overHttp;
}

function post({ send, ...options }: Target, { type, body }: CallBody, signal: AbortSignal | undefined): Promise<Answer> {
  const headers = { 'content-type': type, 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const call = send({ ...options, headers, ...(signal && { signal }) });
    // A timer of its own costs a fraction of what a signal does.
    const late = signal ? undefined : setTimeout(() => call.destroy(new TelegramSilent('no answer in time')), PATIENCE_MS);
    let whole = false;
    call.once('response', (response) =>
      readAnswer(response, (answer) => {
        whole = true;
        resolve(answer);
      }),
    );
    call.on('error', reject);
    call.once('close', () => {
      clearTimeout(late);
      if (!whole) reject(new TelegramSilent('the answer broke off'));
    });
    call.end(body);
  });
}

function readAnswer(response: IncomingMessage, resolve: (answer: Answer) => void): void {
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => (text += chunk));
  response.once('end', () => resolve({ status: response.statusCode ?? 0, reason: response.statusMessage ?? '', text }));
}
