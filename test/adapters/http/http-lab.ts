import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { createHttpApp, type HttpAppDependencies } from '#adapters/inbound/http/app.js';
import { HttpServer } from '#adapters/inbound/http/http-server.js';
import type { Stage } from '#adapters/inbound/http/health/health-routes.js';
import { ClientAddress } from '#adapters/inbound/http/middleware/client-address.js';
import type { ConfigIssue } from '#adapters/outbound/kit/config-section.js';
import { directCalls } from '#adapters/outbound/kit/call-seam.js';
import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import { MemoryUnitOfWork } from '#adapters/outbound/memory/persistence/memory-unit-of-work.js';
import { MemoryVpnPanel } from '#adapters/outbound/memory/providers/memory-vpn-panel.js';
import { MemoryVpnPanels } from '#adapters/outbound/memory/providers/memory-vpn-panels.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryLogger } from '#adapters/outbound/memory/runtime/memory-logger.js';
import { MemoryMetrics } from '#adapters/outbound/memory/runtime/memory-metrics.js';
import { GatewayRegistry, readGateways } from '#composition/registries.js';
import { SPELLINGS, signedText } from '#sandbox/heleket/signature.js';
import { CheckConnections } from '#use-cases/operations/check-connections.js';
import { ReceiveWebhook } from '#use-cases/payments/receive-webhook.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import type { AdmitRequest } from '#use-cases/operations/admit-request.js';
import type { StoreHealth } from '#use-cases/queries/health-queries.js';
import { aWorld } from '../../builders/shop/a-shop.js';
import { PanelProbe } from '#use-cases/vpn/panels/panel-probe.js';
import { ReceivePanelWebhook } from '#use-cases/vpn/panels/receive-panel-webhook.js';

export const API_KEY = 'the-merchants-own-key';
export const TELEGRAM_SECRET = 'what-telegram-was-told';
export const PANEL = 'de-1';
/** Where nobody listens. */
const NOBODY = 'http://127.0.0.1:1';
export const INVOICE = '0f0e0d0c-0b0a-4908-8706-050403020100';

export interface HttpLabOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly trustedProxies?: readonly string[];
  /** Stands in for the store. */
  readonly unitOfWork?: UnitOfWork;
  readonly handleUpdate?: (body: Uint8Array) => Promise<void>;
  /** Without it nobody is limited. */
  readonly admitRequest?: AdmitRequest;
}

/** The shop's real web side on a port of its own, over the adapters in memory. */
export class HttpLab {
  readonly logger = new MemoryLogger();
  readonly clock = new FixedClock();
  readonly memory = new MemoryUnitOfWork({ clock: this.clock });
  readonly panels = new MemoryVpnPanels([new MemoryVpnPanel(this.clock, PANEL)]);
  stage: Stage = 'ready';
  database: StoreHealth = { ok: true, detail: 'answers', latencyMs: 1 };
  activeUsers: () => Promise<number> = () => Promise.resolve(3);
  readonly updates: string[] = [];
  readonly server: HttpServer;
  origin = '';

  private constructor(options: HttpLabOptions) {
    const handle = createHttpApp(this.dependencies(options)).callback();
    this.server = new HttpServer((request, response) => void handle(request, response));
  }

  static async open(options: HttpLabOptions = {}): Promise<HttpLab> {
    const lab = new HttpLab(options);
    const { port } = await lab.server.listen('127.0.0.1', 0);
    lab.origin = `http://127.0.0.1:${port}`;
    return lab;
  }

  close(): Promise<void> {
    return this.server.close(0);
  }

  post(path: string, body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.origin}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
  }

  get(path: string): Promise<Response> {
    return fetch(`${this.origin}${path}`);
  }

  /** Whether a webhook of this event is stored. */
  async holds(eventKey: string): Promise<boolean> {
    return (await this.memory.run((tx) => tx.inbox.find('heleket', eventKey))) !== undefined;
  }

  /** Writes bytes as they are on a connection of their own, says that no more will come, and reads until it ends. */
  async raw(bytes: string): Promise<string> {
    const socket = connect({ port: Number(new URL(this.origin).port), host: '127.0.0.1', allowHalfOpen: true });
    await once(socket, 'connect');
    socket.end(bytes);
    return text(socket);
  }

  private dependencies({ environment = {}, trustedProxies = [], unitOfWork = this.memory, handleUpdate, admitRequest }: HttpLabOptions): HttpAppDependencies {
    const issues: ConfigIssue[] = [];
    const configured = readGateways({ MERCHANT_UUID: INVOICE, API_KEY, HELEKET_BASE_URL: NOBODY, ...environment }, issues);
    if (issues.length > 0) throw new Error(JSON.stringify(issues));
    const { clock } = this;
    const metrics = new MemoryMetrics();
    const deps = { http: new HttpClient(directCalls), clock, webhookUrl: () => undefined, returnUrl: undefined };
    const gateways = new GatewayRegistry(configured.map((gateway) => gateway.create(deps)));
    const stores = { database: () => Promise.resolve(this.database), cache: () => Promise.resolve({ ok: true, detail: 'in memory', latencyMs: 0 }) };
    const remember = async (body: Uint8Array): Promise<void> => {
      const update = new TextDecoder().decode(body);
      JSON.parse(update);
      this.updates.push(update);
    };
    return {
      logger: this.logger,
      metrics: { metrics, clock, audience: { activeSince: () => this.activeUsers() } },
      receiveWebhook: new ReceiveWebhook(unitOfWork, gateways, clock, metrics),
      receivePanelWebhook: new ReceivePanelWebhook(unitOfWork, this.panels, clock, metrics),
      clientAddress: new ClientAddress(trustedProxies),
      admitRequest,
      telegram: { path: '/webhook/telegram', secret: TELEGRAM_SECRET, handle: handleUpdate ?? remember },
      health: {
        stage: () => this.stage,
        stores,
        details: { connections: new CheckConnections(stores, gateways, aWorld().stars, this.memory, new PanelProbe(this.panels)), circuits: () => Promise.resolve({ telegram: 'closed', heleket: 'open' }) },
      },
    };
  }
}

export interface ProblemBody {
  readonly type: string;
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly errorId?: string;
}

/** A webhook as Heleket signs it; every one speaks of the same invoice. */
export function aWebhook(status = 'paid', key = API_KEY): string {
  return signedText({ type: 'payment', uuid: INVOICE, order_id: INVOICE, status, payment_amount: '10.00000000', is_final: true }, key, SPELLINGS[0]);
}

export const EVENT = `${INVOICE}:paid:10.00000000`;
