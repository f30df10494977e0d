import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Address, beginCell } from '@ton/core';
import { directCalls } from '#adapters/outbound/kit/call-seam.js';
import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import { openWallet, type TonWallet, type WalletVersion } from '#adapters/outbound/fragment/ton/wallet.js';
import type { StarsLink } from '#adapters/outbound/fragment/protocol/wire.js';

/** Made for these tests; nothing was ever sent to its addresses. */
export const SEED_PHRASE =
  'solution bulb welcome invest once polar embrace inside virus broken have float ' +
  'life capital cabbage stable indicate bronze other domain tape catalog umbrella flavor';
export const V5R1_ADDRESS = 'UQB6s88RNyfIR2N_xV9qyQBfTIDDzBHtAxE8nTDZGdDEGR3d';
export const V4R2_ADDRESS = 'UQDUDucWlJkWZGDVh3E7GW32Gxj0sQrnwSUOnE2mXRHn35AX';

export const DESTINATION = new Address(0, Buffer.alloc(32, 7));
export const CHAIN_TIME = 1_800_000_000;

export function aWallet(version: WalletVersion = 'v5r1'): Promise<TonWallet> {
  return openWallet({ seedPhrase: SEED_PHRASE, version, expectedAddress: version === 'v5r1' ? V5R1_ADDRESS : V4R2_ADDRESS });
}

export function aPayload(text: string, op = 0): string {
  return beginCell().storeUint(op, 32).storeStringTail(text).endCell().toBoc().toString('base64');
}

type Message = StarsLink['transaction']['messages'][number];

export function aMessage(overrides: Partial<Message> = {}): Message {
  return {
    address: DESTINATION.toString({ bounceable: true }),
    amount: '456100000',
    payload: aPayload('50 Telegram Stars \n\nRef#aBc123'),
    stateInit: undefined,
    extra_currency: undefined,
    ...overrides,
  };
}

export function aLink(overrides: Partial<StarsLink['transaction']> = {}): StarsLink {
  return {
    transaction: { validUntil: CHAIN_TIME + 300, from: Address.parse(V5R1_ADDRESS).toRawString(), messages: [aMessage()], ...overrides },
    confirm_method: 'confirmReq',
    confirm_params: { id: 'req-1' },
  };
}

export function anHttpClient(retries = 0): HttpClient {
  return new HttpClient(directCalls, { failures: 1000, openMs: 1, retries, pauseMs: 1 });
}

export interface ScriptedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body: string | object;
}

export interface ScriptedServer {
  readonly url: string;
  readonly requests: ScriptedRequest[];
  close(): Promise<void>;
}

/** A server whose every answer the test decides. `undefined` cuts the connection. */
export async function scripted(answer: (request: ScriptedRequest) => ScriptedAnswer | undefined): Promise<ScriptedServer> {
  const requests: ScriptedRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void readAll(incoming).then((body) => {
      const url = new URL(incoming.url ?? '/', 'http://localhost');
      const request = { method: incoming.method ?? '', path: url.pathname, query: url.searchParams, headers: incoming.headers, body };
      requests.push(request);
      const given = answer(request);
      if (!given) return incoming.socket.destroy();
      const text = typeof given.body === 'string' ? given.body : JSON.stringify(given.body);
      outgoing.writeHead(given.status ?? 200, { 'content-type': 'application/json', connection: 'close', ...given.headers });
      return outgoing.end(text);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readAll(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** What a promise was rejected with; fails the test when it was not. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('it should have failed');
}
