import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { directCalls } from '#adapters/outbound/kit/call-seam.js';
import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import type { MarzbanSettings } from '#adapters/outbound/panels/marzban/config.js';
import { marzban } from '#adapters/outbound/panels/marzban/index.js';
import { MarzbanPanel } from '#adapters/outbound/panels/marzban/panel.js';
import { ADMINS, MarzbanSimulator } from '#sandbox/panels/marzban/marzban-simulator.js';
import type { MarzbanUser } from '#sandbox/panels/marzban/user.js';
import { FaultBoard } from '#sandbox/kit/fault-board.js';
import type { PanelAccountSpec } from '#use-cases/ports/panels/vpn-panel.js';
import { NOW } from '../../../builders/now.js';
import { Meeting } from '../meeting.js';
import type { WiredPanelWorld } from '../panel-world.js';

const WEBHOOK_SECRET = 'a-secret-of-webhooks';
const BRISK = { slowMs: 300, stallMs: 60, workMs: 2 };

/** A request as it reached the panel. */
export interface Seen {
  readonly method: string;
  /** Behind `/api`. */
  readonly path: string;
}

/** Marzban's stand-in on a real local port and the panel that talks to it; its pause lets the world's time pass. */
export interface MarzbanWorld extends WiredPanelWorld {
  readonly panel: MarzbanPanel;
  readonly simulator: MarzbanSimulator;
  readonly faults: FaultBoard;
  readonly origin: string;
  /** Every call to the panel's API, oldest first. */
  readonly seen: readonly Seen[];
  /** Called when the panel has carried out a change and before it answers. */
  /** Of calls that are to come at the same moment. */
  readonly meeting: Meeting;
  afterChange: (() => void) | undefined;
  /** How long the panel waited, pause by pause. */
  readonly pauses: readonly number[];
  /** One call to the panel's API as an administrator; the shop's own unless another one is named. */
  call(method: string, path: string, body?: unknown, admin?: keyof typeof ADMINS): Promise<{ status: number; body: unknown }>;
  token(admin: keyof typeof ADMINS): Promise<string>;
  /** Another panel of ours that talks to the same Marzban. */
  another(changes: Partial<MarzbanSettings>): MarzbanPanel;
}

export async function openMarzbanWorld(changes: Partial<MarzbanSettings> = {}): Promise<MarzbanWorld> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  let time = NOW.getTime();
  const now = () => new Date(time);
  const faults = new FaultBoard();
  const simulator = new MarzbanSimulator({ now, faults, origin, changed: () => undefined }, BRISK);
  const seen: Seen[] = [];
  const pauses: number[] = [];
  const pause = (milliseconds: number): Promise<void> => {
    pauses.push(milliseconds);
    time += milliseconds;
    return Promise.resolve();
  };
  const settings = { ...settingsOf(simulator.settings(origin)), webhookSecret: WEBHOOK_SECRET, ...changes };
  const panelWith = (own: MarzbanSettings) => new MarzbanPanel(own, { id: 'm1', http: new HttpClient(directCalls, { retries: 0 }), clock: { now } }, pause);

  const world: MarzbanWorld = {
    panel: panelWith(settings),
    another: (own) => panelWith({ ...settings, ...own }),
    simulator,
    faults,
    origin,
    seen,
    pauses,
    afterChange: undefined,
    placement: ['VLESS TCP REALITY'],
    wrongPlacement: ['NOWHERE'],
    webhookBodyUnsigned: true,
    now,
    pass: (seconds) => {
      time += seconds * 1000;
    },
    use: (key, bytes) => {
      simulator.use(key, bytes);
    },
    plant: (spec, marker) => simulator.plant(rowOf(spec, marker, now())),
    loseNextAnswer: () => simulator.strike('silent'),
    failNextCall: () => faults.arm({ target: 'marzban', mode: 'failing', times: 1 }),
    accountsOf: (key) => simulator.users().filter((user) => user.key === key).length,
    really: (key) => {
      const row = simulator.row(key);
      if (!row) return undefined;
      const expiresAt = row.expire === null ? undefined : new Date(row.expire * 1000);
      return { enabled: row.status === 'active', expiresAt, credential: row.vless?.id ?? '' };
    },
    goAway: () => {
      server.closeAllConnections();
      server.close();
    },
    forgetCredentials: () => simulator.changePassword(ADMINS.shop.username, 'another one'),
    serves: async (url) => {
      const response = await fetch(url);
      const text = Buffer.from(await response.text(), 'base64').toString('utf8');
      return response.ok && text.startsWith('vless://');
    },
    mostWritesAtOnce: () => simulator.busiest().changes,
    webhookOf: (key) => {
      const { body, headers } = simulator.webhookOf(key, WEBHOOK_SECRET);
      return { body: Buffer.from(body), headers };
    },
    token: async (admin) => {
      const { username, password } = ADMINS[admin];
      const response = await fetch(`${settings.baseUrl}/api/admin/token`, { method: 'POST', body: new URLSearchParams({ username, password }) });
      return ((await response.json()) as { access_token: string }).access_token;
    },
    call: async (method, path, body, admin = 'shop') => {
      const headers = { authorization: `Bearer ${await world.token(admin)}` };
      const response = await fetch(`${settings.baseUrl}/api${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      const text = await response.text();
      return { status: response.status, body: response.headers.get('content-type')?.includes('json') ? (JSON.parse(text) as unknown) : text };
    },
    meeting: new Meeting(),
    close: async () => {
      await simulator.stop();
      server.closeAllConnections();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };

  const app = new Koa();
  app.silent = true;
  app.use(async (ctx, next) => {
    const [, path] = ctx.url.split('/sandbox/marzban/api');
    if (path !== undefined) seen.push({ method: ctx.method, path });
    await world.meeting.join();
    await next();
    if (path !== undefined && ctx.method !== 'GET' && path !== '/admin/token') world.afterChange?.();
  });
  app.use(simulator.router.routes());
  const serve = app.callback();
  server.on('request', (request, response) => void serve(request, response));
  return world;
}

function settingsOf(given: Readonly<Record<string, string>>): MarzbanSettings {
  const section = marzban.parse(given);
  if (!('config' in section)) throw new Error('the stand-in offers settings that are none');
  return section.config;
}

/** A user somebody made at the panel by the shop's administrator. */
export function rowOf(spec: PanelAccountSpec, marker: string | undefined, now: Date): MarzbanUser {
  return {
    username: spec.key,
    owner: ADMINS.shop.username,
    createdAt: now.toISOString(),
    status: spec.enabled ? 'active' : 'disabled',
    expire: spec.expiresAt ? spec.expiresAt.getTime() / 1000 : null,
    dataLimit: spec.trafficLimitBytes === undefined ? null : Number(spec.trafficLimitBytes),
    strategy: 'no_reset',
    used: 0,
    archived: 0,
    resetAt: now.toISOString(),
    note: marker ?? null,
    vless: { id: spec.credential, flow: '' },
    tags: spec.placement,
    revokedAt: null,
    onlineAt: null,
    onHoldSeconds: null,
    nextPlan: null,
  };
}
