import { Agent, type IncomingMessage, request as overHttp } from 'node:http';
import { Agent as SecureAgent, request as overHttps } from 'node:https';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Pick<Headers, 'get' | 'getSetCookie'>;
  readonly text: string;
}

export interface Exchange {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const LARGEST_ANSWER = 5 * 1024 * 1024;
/** Shorter than systems keep an idle connection: a request on one that is being closed may get lost. */
const KEPT = { keepAlive: true, timeout: 4_000 };
const PLAIN = { send: overHttp, agent: new Agent(KEPT) };
const SECURE = { send: overHttps, agent: new SecureAgent(KEPT) };
const USUAL_HEADERS = { accept: '*/*', 'accept-encoding': 'gzip', 'user-agent': 'node' };

/** One request and its whole answer, of bounded size, over a kept-open connection; follows no redirect. Costs a third of what `fetch` does. */
export async function exchange(request: Exchange, signal: AbortSignal): Promise<HttpAnswer> {
  const response = await responseTo(request, signal);
  const headers = new Map(Object.entries(response.headers));
  return {
    status: response.statusCode ?? 0,
    headers: { get: (name) => headers.get(name)?.toString() ?? null, getSetCookie: () => response.headers['set-cookie'] ?? [] },
    text: await boundedText(response),
  };
}

function responseTo({ method, url, headers, body }: Exchange, signal: AbortSignal): Promise<IncomingMessage> {
  const { send, agent } = url.startsWith('https:') ? SECURE : PLAIN;
  return new Promise((resolve, reject) => {
    const call = send(url, { method, agent, signal, headers: { ...USUAL_HEADERS, ...headers } });
    call.once('response', resolve);
    call.on('error', reject);
    call.end(body);
  });
}

async function boundedText(response: IncomingMessage): Promise<string> {
  const packed = response.headers['content-encoding'] === 'gzip';
  const body = packed ? pipeline(response, createGunzip(), () => undefined) : response;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > LARGEST_ANSWER) throw new Error('answer too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
