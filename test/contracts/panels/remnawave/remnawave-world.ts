import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import Koa from 'koa';
import { directCalls } from '#adapters/outbound/kit/call-seam.js';
import type { Environment } from '#adapters/outbound/kit/config-section.js';
import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import { remnawave } from '#adapters/outbound/panels/remnawave/index.js';
import { FaultBoard } from '#sandbox/kit/fault-board.js';
import { readRawBody } from '#sandbox/kit/json-body.js';
import { RemnawaveSimulator, type RemnawaveTiming } from '#sandbox/panels/remnawave/remnawave-simulator.js';
import type { Major } from '#sandbox/panels/remnawave/users/user.js';
import type { PanelWebhook, VpnPanel } from '#use-cases/ports/panels/vpn-panel.js';
import { NOW } from '../../../builders/now.js';
import { Meeting } from '../meeting.js';
import type { WiredPanelWorld } from '../panel-world.js';

export const WRONG_SQUAD = '99999999-9999-4999-8999-999999999999';
const BRISK: RemnawaveTiming = { slowMs: 200, commitMs: 2, retryMs: [5, 5, 5], gatherMs: 5, sweepMs: 60_000 };
/** How long a busy panel takes over a change: long enough for all that are sent at once to meet. */
const BUSY_MS = 30;

export interface SeenRequest {
  readonly method: string;
  /** Behind `/api`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** What a front door or another version says in place of the stand-in; `hang-up` says nothing. */
export type Instead = { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> } | 'hang-up';

/** Remnawave's stand-in on a real local port, the panel that talks to it, and a shop that takes webhooks. */
export interface RemnawaveWorld extends WiredPanelWorld {
  readonly simulator: RemnawaveSimulator;
  readonly faults: FaultBoard;
  readonly origin: string;
  /** What the panel was asked, oldest first. */
  readonly requests: SeenRequest[];
  /** Every webhook that reached the shop, oldest first, and what the shop answers each with. */
  readonly webhooks: PanelWebhook[];
  answerWebhook: (webhook: PanelWebhook) => number;
  /** Speaks in place of the stand-in. */
  instead: ((request: SeenRequest) => Instead | undefined) | undefined;
  /** Hears of every change there, before its answer goes out. */
  onChange: () => void;
  /** The changes among the requests: `PATCH /users/`. */
  writes(): readonly string[];
  /** Of changes that are to come at the same moment. */
  readonly meeting: Meeting;
  /** The same world seen with other settings. */
  panelWith(settings: Environment): VpnPanel;
  /** One call to the stand-in as the panel in front of it would get it. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }>;
}

export async function openRemnawaveWorld(major: Major, timing: Partial<RemnawaveTiming> = {}): Promise<RemnawaveWorld> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  let time = NOW.getTime();
  const clock = { now: () => new Date(time) };
  const faults = new FaultBoard();
  const context = { now: clock.now, faults, origin, changed: () => world.onChange() };
  const simulator = new RemnawaveSimulator(context, { major, webhookUrl: `${origin}/webhook`, timing: { ...BRISK, ...timing } });
  const settings = simulator.settings();
  const panelWith = (changes: Environment): VpnPanel => {
    const parsed = remnawave.parse({ ...settings, ...changes });
    if (!('config' in parsed)) throw new Error(JSON.stringify(parsed));
    return remnawave.create(parsed.config, { id: 'first', http: new HttpClient(directCalls, { retries: 0 }), clock });
  };
  const requests: SeenRequest[] = [];
  let [writing, most] = [0, 0];

  const world: RemnawaveWorld = {
    panel: panelWith({}),
    placement: simulator.placement,
    wrongPlacement: [WRONG_SQUAD],
    simulator,
    faults,
    origin,
    requests,
    webhooks: [],
    answerWebhook: () => 200,
    instead: undefined,
    onChange: () => undefined,
    now: clock.now,
    pass: (seconds) => {
      time += seconds * 1000;
    },
    use: (key, bytes) => void simulator.use(key, bytes),
    plant: (spec, marker) =>
      simulator.plant(spec.key, {
        description: marker ?? null,
        expireAt: (spec.expiresAt ?? NOW).toISOString(),
        trafficLimitBytes: Number(spec.trafficLimitBytes ?? 0n),
        squads: [...spec.placement],
      }),
    loseNextAnswer: () => faults.arm({ target: 'remnawave', mode: 'silent', times: 1 }),
    failNextCall: () => faults.arm({ target: 'remnawave', mode: 'failing', times: 1 }),
    accountsOf: (key) => simulator.users().filter((user) => user.key === key).length,
    really: (key) => {
      const user = simulator.inspect(key);
      return user && { enabled: user.status !== 'DISABLED', expiresAt: new Date(user.expireAt), credential: user.vlessUuid };
    },
    goAway: () => {
      server.closeAllConnections();
      server.close();
    },
    forgetCredentials: () => simulator.tokens.changeKey('another key'),
    serves: async (link) => {
      const response = await fetch(link, { headers: { 'user-agent': 'v2rayNG/1.9' } });
      const links = Buffer.from(await response.text(), 'base64').toString('utf8').split('\n');
      return response.ok && links.every((one) => one.startsWith('vless://') && !one.includes('@0.0.0.0:1'));
    },
    mostWritesAtOnce: () => most,
    webhookOf: (key) => {
      const { text, headers } = simulator.webhookOf(key);
      return { body: Buffer.from(text), headers };
    },
    meeting: new Meeting(),
    writes: () => requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`),
    panelWith,
    call: async (method, path, body, headers = {}) => {
      const response = await fetch(`${origin}/sandbox/remnawave/api${path}`, {
        method,
        headers: { authorization: `Bearer ${settings.TOKEN}`, 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https', 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
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
  app.use(async (ctx, next): Promise<void> => {
    if (ctx.path !== '/webhook') {
      await next();
      return;
    }
    const webhook = { body: await readRawBody(ctx), headers: headersOf(ctx) };
    world.webhooks.push(webhook);
    ctx.status = world.answerWebhook(webhook);
    if (ctx.status === 302) ctx.set('location', '/elsewhere');
  });
  app.use(async (ctx, next): Promise<void> => {
    const seen = { method: ctx.method, path: ctx.url.replace('/sandbox/remnawave/api', ''), headers: headersOf(ctx) };
    requests.push(seen);
    const other = world.instead?.(seen);
    if (!other) {
      await next();
      return;
    }
    if (other === 'hang-up') {
      ctx.respond = false;
      ctx.req.socket.destroy();
      return;
    }
    ctx.set(other.headers ?? {});
    ctx.status = other.status;
    // Without a body Koa would answer 204.
    ctx.body = other.body ?? '';
  });
  app.use(async (ctx, next): Promise<void> => {
    if (ctx.method === 'GET') {
      await next();
      return;
    }
    writing += 1;
    most = Math.max(most, writing);
    if (writing > 1) await pause(BUSY_MS);
    await world.meeting.join();
    try {
      await next();
    } finally {
      writing -= 1;
    }
  });
  app.use(simulator.router.routes());
  const serve = app.callback();
  server.on('request', (request, response) => void serve(request, response));
  return world;
}

function headersOf(ctx: Koa.Context): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(ctx.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
}
