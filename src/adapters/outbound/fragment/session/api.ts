import type { HttpAnswer, HttpClient, HttpRequest } from '#adapters/outbound/kit/http-client.js';
import { HttpFailure } from '#adapters/outbound/kit/http-failure.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { CookieJar } from './cookie-jar.js';
import { FragmentFault, kindOfText } from './fragment-fault.js';
import { type BuyPage, readBuyPage } from './page.js';

export interface ApiOptions {
  readonly http: HttpClient;
  readonly baseUrl: string;
  readonly clock: Clock;
}

export type Fields = Readonly<Record<string, string>>;

export const TELEGRAM_COOKIE = 'stel_token';
const HASH_LIFE_MS = 120_000;
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36';
/** Reads, and telling of a payment that is made already. A request for stars is not among them: each call makes one. */
const REPEATABLE = new Set(['searchStarsRecipient', 'updateStarsPrices', 'updateStarsBuyState', 'confirmReq']);
const STALE_HASH: readonly string[] = ['bad-request', 'access-denied', 'session'];

/** Fragment as a browser with one cookie jar sees it. Every failure is a `FragmentFault`. */
export class FragmentApi {
  private page: { readonly read: BuyPage; readonly at: number } | undefined;
  /** Cookies arrived since the jar was last kept. */
  changed = false;
  /** It began with a Telegram login, so it is nothing without one, even after Fragment took the cookie away. */
  readonly hasLogin: boolean;

  constructor(
    private readonly options: ApiOptions,
    readonly jar: CookieJar,
  ) {
    this.hasLogin = jar.holds(TELEGRAM_COOKIE);
  }

  /** The buying page as a person opens it: it carries the hash, and whether the session is known. */
  async openPage(): Promise<BuyPage> {
    const answer = await this.exchange('openPage', {
      method: 'GET',
      url: this.buyUrl(),
      headers: { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' },
    });
    const read = answer.status === 200 ? readBuyPage(answer.text) : undefined;
    if (!read) throw new FragmentFault(kindOfStatus(answer.status) ?? 'blocked', 'openPage');
    this.page = { read, at: this.options.clock.now().getTime() };
    return read;
  }

  /** Calls an API method; a hash that is no longer this session's is read anew once. */
  async call(method: string, fields: Fields): Promise<Readonly<Record<string, unknown>>> {
    const hash = await this.hash();
    try {
      return await this.post(method, fields, hash);
    } catch (error) {
      if (!(error instanceof FragmentFault) || !STALE_HASH.includes(error.kind)) throw error;
      const fresh = (await this.openPage()).hash;
      return this.post(method, fields, fresh);
    }
  }

  /** A page asked for by its own script comes as JSON with the html in `h`. */
  async html(name: string, path: string): Promise<string> {
    const answer = await this.exchange(name, { method: 'GET', url: `${this.options.baseUrl}${path}`, headers: this.scriptHeaders() });
    const html = readJson(name, answer)['h'];
    if (typeof html !== 'string') throw new FragmentFault('protocol', name);
    return html;
  }

  private async hash(): Promise<string> {
    const isFresh = this.page !== undefined && this.options.clock.now().getTime() - this.page.at < HASH_LIFE_MS;
    return this.page && isFresh ? this.page.read.hash : (await this.openPage()).hash;
  }

  private async post(method: string, fields: Fields, hash: string): Promise<Readonly<Record<string, unknown>>> {
    const answer = await this.exchange(method, {
      method: 'POST',
      url: `${this.options.baseUrl}/api?hash=${encodeURIComponent(hash)}`,
      headers: {
        ...this.scriptHeaders(),
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        origin: new URL(this.options.baseUrl).origin,
      },
      body: new URLSearchParams({ ...fields, method }).toString(),
    });
    const json = readJson(method, answer);
    refuse(method, json);
    return json;
  }

  private async exchange(step: string, request: Pick<HttpRequest, 'method' | 'url' | 'body'> & { headers: Fields }): Promise<HttpAnswer> {
    const now = this.options.clock.now();
    const cookie = this.jar.header(now);
    try {
      const answer = await this.options.http.send({
        system: 'fragment',
        step: `fragment.${step}`,
        ...request,
        repeatable: request.method === 'GET' || REPEATABLE.has(step),
        headers: { 'user-agent': BROWSER, 'accept-language': 'en-US,en;q=0.9', ...request.headers, ...(cookie ? { cookie } : {}) },
      });
      if (this.jar.absorb(answer.headers.getSetCookie(), now)) this.changed = true;
      return answer;
    } catch (error) {
      if (error instanceof HttpFailure) throw new FragmentFault('network', step);
      throw error;
    }
  }

  private scriptHeaders(): Fields {
    return {
      accept: 'application/json, text/javascript, */*; q=0.01',
      'x-requested-with': 'XMLHttpRequest',
      referer: this.buyUrl(),
      'x-aj-referer': this.buyUrl(),
    };
  }

  private buyUrl(): string {
    return `${this.options.baseUrl}/stars/buy`;
  }
}

function readJson(method: string, answer: HttpAnswer): Readonly<Record<string, unknown>> {
  const fault = kindOfStatus(answer.status);
  if (fault) throw new FragmentFault(fault, method);
  const json = parse(answer.text);
  // A page where JSON was asked for comes from the bot protection in front.
  if (!json) throw new FragmentFault('blocked', method);
  return json;
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : undefined;
  } catch {
    return undefined;
  }
}

function kindOfStatus(status: number): 'session' | 'blocked' | 'rate-limit' | 'server' | undefined {
  if (status === 401) return 'session';
  if (status === 403 || status === 503) return 'blocked';
  if (status === 429) return 'rate-limit';
  return status === 200 ? undefined : 'server';
}

/** Refusals come with status 200; the flags outrank the text, which is then only "Unknown error". */
function refuse(method: string, json: Readonly<Record<string, unknown>>): void {
  if (isSet(json['need_verify'])) throw new FragmentFault('need-verify', method);
  if (isSet(json['need_ton'])) throw new FragmentFault('need-wallet', method);
  const error = json['error'];
  if (typeof error === 'string' && error !== '') throw new FragmentFault(kindOfText(error), method, error);
  if (json['ok'] === false) throw new FragmentFault('other', method);
}

function isSet(flag: unknown): boolean {
  return flag === true || flag === 1 || flag === '1' || flag === 'true';
}
