import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { directCalls } from '#adapters/outbound/kit/call-seam.js';
import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import { xui } from '#adapters/outbound/panels/xui/index.js';
import { FaultBoard, type FaultMode } from '#sandbox/kit/fault-board.js';
import { XuiSimulator, type XuiOptions } from '#sandbox/panels/xui/xui-simulator.js';
import { NOW } from '../../../builders/now.js';
import { Meeting } from '../meeting.js';
import type { WiredPanelWorld } from '../panel-world.js';

export interface XuiCall {
  readonly method: string;
  /** Behind the panel's secret path. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

/** 3x-ui's stand-in on a real local port and the adapter that talks to it. */
export interface XuiWorld extends WiredPanelWorld {
  readonly simulator: XuiSimulator;
  readonly faults: FaultBoard;
  readonly origin: string;
  /** Every call that reached the panel, oldest first. */
  readonly calls: readonly XuiCall[];
  /** Of changes that are to come at the same moment. */
  readonly meeting: Meeting;
  /** The next call that changes something is struck by this fault. */
  strikeNextWrite(mode: FaultMode): void;
  /** Once, before the stand-in, for the first call that the test takes upon itself; true = it is answered. */
  answerInstead: ((call: XuiCall, response: ServerResponse) => boolean) | undefined;
  /** One call to the panel's API as its token's owner. */
  call(method: 'GET' | 'POST', path: string, body?: object, headers?: Record<string, string>): Promise<{ status: number; text: string; body: Envelope }>;
}

export interface Envelope {
  readonly success: boolean;
  readonly msg: string;
  readonly obj: unknown;
}

export interface XuiWorldOptions extends XuiOptions {
  readonly settings?: Readonly<Record<string, string>>;
  /** How often the HTTP client sends again what may be sent again. */
  readonly retries?: number;
  /** The adapter believes that the panel's secret path is this. */
  readonly path?: string;
}

export async function openXuiWorld({ settings = {}, retries = 0, path, ...options }: XuiWorldOptions = {}): Promise<XuiWorld> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  let time = NOW.getTime();
  let nextWrite: FaultMode | undefined;
  const now = () => new Date(time);
  const faults = new FaultBoard();
  const simulator = new XuiSimulator({ now, faults, origin, changed: () => undefined }, { slowMs: 300, ...options });
  const right = simulator.settings(origin);
  const given = { ...right, ...(path === undefined ? {} : { BASE_URL: right.BASE_URL.replace(/[^/]+$/, path) }), ...settings };
  const section = xui.parse(given);
  if (!('config' in section)) throw new Error('the settings are wrong');
  const panel = xui.create(section.config, { id: 'one', http: new HttpClient(directCalls, { retries, pauseMs: 1, failures: 1_000 }), clock: { now } });
  const base = new URL(simulator.settings(origin).BASE_URL).pathname;
  const calls: XuiCall[] = [];
  const writes = { now: 0, most: 0 };

  const world: XuiWorld = {
    panel,
    simulator,
    faults,
    origin,
    calls,
    answerInstead: undefined,
    placement: ['1'],
    wrongPlacement: ['1', '99'],
    now,
    pass: (seconds) => {
      time += seconds * 1000;
    },
    use: (key, bytes) => void simulator.use(key, bytes),
    plant: (spec, marker) => {
      const { key: email, enabled: enable, expiresAt, trafficLimitBytes, credential: id, linkToken: subId } = spec;
      const comment = marker === undefined ? {} : { comment: marker };
      simulator.plant({ email, enable, id, subId, expiryTime: expiresAt?.getTime() ?? 0, totalGB: Number(trafficLimitBytes ?? 0n), ...comment }, [1]);
    },
    strikeNextWrite: (mode) => {
      nextWrite = mode;
    },
    loseNextAnswer: () => world.strikeNextWrite('silent'),
    failNextCall: () => faults.arm({ target: '3x-ui', mode: 'failing', times: 1 }),
    accountsOf: (key) => simulator.users().filter((user) => user.key === key).length,
    really: (key) => {
      const client = simulator.client(key);
      if (!client) return undefined;
      return { enabled: client.enable, expiresAt: client.expiryTime > 0 ? new Date(client.expiryTime) : undefined, credential: client.uuid };
    },
    goAway: () => {
      server.close();
      server.closeAllConnections();
    },
    forgetCredentials: () => simulator.forgetTokens(),
    serves: async (url) => {
      const response = await fetch(url);
      const links = Buffer.from(await response.text(), 'base64').toString('utf8');
      return response.ok && /^vless:\/\/[0-9a-f-]{36}@/.test(links);
    },
    mostWritesAtOnce: () => writes.most,
    meeting: new Meeting(),
    call: async (method, path, body, headers = {}) => {
      const { BASE_URL, TOKEN } = simulator.settings(origin);
      const response = await fetch(`${BASE_URL}/${path}`, {
        method,
        headers: { authorization: `Bearer ${TOKEN}`, ...headers },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await response.text();
      return { status: response.status, text, body: (text ? JSON.parse(text) : undefined) as Envelope };
    },
    close: async () => {
      await simulator.stop();
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  const app = new Koa();
  app.silent = true;
  app.use(simulator.router.routes());
  const serve = app.callback();
  const answered = (call: XuiCall, response: ServerResponse): boolean => {
    const isAnswered = world.answerInstead?.(call, response) ?? false;
    if (isAnswered) world.answerInstead = undefined;
    return isAnswered;
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const url = request.url ?? '';
    const call = { method: request.method ?? '', path: url.slice(base.length + 1), headers: request.headers };
    if (url.startsWith(base)) calls.push(call);
    if (answered(call, response)) return;
    if (call.method === 'POST') {
      writes.now += 1;
      writes.most = Math.max(writes.most, writes.now);
      response.once('close', () => (writes.now -= 1));
      if (nextWrite) faults.arm({ target: '3x-ui', mode: nextWrite, times: 1 });
      nextWrite = undefined;
    }
    // A write takes the panel a moment: long enough to see how many are there at once.
    if (call.method === 'POST') setTimeout(() => void world.meeting.join().then(() => serve(request, response)), 3);
    else void serve(request, response);
  });
  return world;
}
