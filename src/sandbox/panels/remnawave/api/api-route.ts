import type { UserBook } from '../users/user-book.js';
import type { Major, PanelUser } from '../users/user.js';

export interface ApiCall {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ApiAnswer {
  readonly status: number;
  /** Undefined for an answer without a body. */
  readonly response: unknown;
}

export interface ApiRoute {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** Behind `/api`. */
  readonly path: string;
  readonly scope: string;
  /** Throws `PanelRefusal`. */
  serve(call: ApiCall, book: UserBook): ApiAnswer | Promise<ApiAnswer>;
}

export interface ApiOptions {
  readonly major: Major;
  readonly now: () => Date;
  readonly shown: (user: PanelUser) => unknown;
  /** How long the database takes over what several may want at once. */
  readonly commitMs: number;
}

export function ok(response: unknown): ApiAnswer {
  return { status: 200, response };
}
