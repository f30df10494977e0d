import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { System } from './outside.js';

const PATHS: Readonly<Record<string, System>> = {
  '/sandbox/telegram/bot': 'telegram',
  '/sandbox/telegram/api/bot': 'telegram',
  '/sandbox/heleket/api': 'heleket',
  '/sandbox/fragment/site': 'fragment',
  '/sandbox/ton/api': 'ton',
};

/** One request as it arrived, in Node's own words. */
export interface HeardRequest {
  readonly system: System;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Hears what the shop really sends to the stand-ins of this process, whichever client sends it, and the cookies they hand out. */
export class Wiretap {
  readonly cookies = new Set<string>();
  private readonly heard: (Omit<HeardRequest, 'body'> & { readonly chunks: Buffer[] })[] = [];

  constructor() {
    subscribe('http.server.request.start', this.onRequest);
    subscribe('http.server.response.finish', this.onResponse);
  }

  get requests(): readonly HeardRequest[] {
    return this.heard.map(({ chunks, ...request }) => ({ ...request, body: Buffer.concat(chunks).toString() }));
  }

  stop(): void {
    unsubscribe('http.server.request.start', this.onRequest);
    unsubscribe('http.server.response.finish', this.onResponse);
  }

  private readonly onRequest = (message: unknown): void => {
    const { request } = message as { readonly request: IncomingMessage };
    const url = request.url ?? '';
    const system = Object.entries(PATHS).find(([path]) => url.startsWith(path))?.[1];
    if (system === undefined) return;
    const chunks: Buffer[] = [];
    this.heard.push({ system, url, headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])), chunks });
    // To read the stream would take the body from whom it is for.
    const push = request.push.bind(request);
    request.push = (chunk: Buffer | null, ...rest: []) => {
      if (chunk) chunks.push(Buffer.from(chunk));
      return push(chunk, ...rest);
    };
  };

  private readonly onResponse = (message: unknown): void => {
    const { response } = message as { readonly response: ServerResponse };
    for (const cookie of [response.getHeader('set-cookie') ?? []].flat()) this.cookies.add(String(cookie).split(';', 1)[0]?.split('=')[1] ?? '');
  };
}
