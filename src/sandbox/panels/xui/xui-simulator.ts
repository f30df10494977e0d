import Router from '@koa/router';
import type { PanelSimulator } from '../../kit/panel-simulator.js';
import type { PanelUserView } from '../../kit/panel-user-view.js';
import type { SimulatorContext } from '../../kit/simulator.js';
import { type Client, isDepleted, isExpired } from './client.js';
import { type BookState, ClientBook } from './client-book.js';
import { readClient } from './client-fields.js';
import { mountControls, type PanelControls } from './control-routes.js';
import { FrontDoor } from './front-door.js';
import { clientCalls, type Machine, machineCalls, oldClientCalls } from './panel-calls.js';
import { type Language, mountPanel } from './panel-routes.js';
import { mountSubscriptions } from './subscription-routes.js';

export interface XuiOptions {
  readonly version?: string;
  readonly language?: Language;
  readonly hidesItself?: boolean;
  readonly slowMs?: number;
}

interface XuiState extends BookState {
  readonly nodeOnline: boolean;
}

const PATH = '/sandbox/3x-ui';
const BASE_PATH = 'k7Qm2xVb9sTd';
/** Made up and printed here, so worthless: they open nothing but the sandbox. */
const TOKEN = 'sandbox-3x-ui-admin-token-00000000';
const CREDENTIALS = {
  tokens: { [TOKEN]: 'admin', 'sandbox-3x-ui-monitor-token-000000': 'monitor' },
  username: 'admin',
  password: 'sandbox-3x-ui-password',
} as const;

/**
 * Stands in for a 3x-ui: its API behind a secret path, its subscription links, its job that switches off what ran out. An older
 * `version` has the older routes. Lying, it acknowledges changes that it does not make.
 */
export class XuiSimulator implements PanelSimulator, PanelControls {
  readonly name = '3x-ui';
  readonly router = new Router({ prefix: PATH });
  readonly machine: Machine;
  private readonly book: ClientBook;
  private readonly door: FrontDoor;

  constructor(
    private readonly context: SimulatorContext,
    { version = '3.6.0', language = 'en', hidesItself = false, slowMs = 3_000 }: XuiOptions = {},
  ) {
    const { now, faults } = context;
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const isModern = major >= 3;
    const hasClients = isModern && (major > 3 || minor >= 1);
    this.machine = { version, core: 'running', nodeOnline: true };
    this.book = new ClientBook(now);
    this.door = new FrontDoor({ now, credentials: CREDENTIALS, isModern, hidesItself });
    const ofClients = hasClients ? clientCalls(this.book, this.machine) : oldClientCalls(this.book);
    const calls = { ...machineCalls(this.book, this.machine, !hasClients), ...ofClients };
    mountControls(this.router, this);
    mountSubscriptions(this.router, this.book);
    const changed = () => context.changed('3x-ui');
    mountPanel(this.router, { basePath: BASE_PATH, calls, door: this.door, isModern, language, faults, slowMs, changed });
  }

  /** The settings of an adapter for this panel, by their names without a prefix. */
  settings(origin: string): Readonly<Record<'BASE_URL' | 'TOKEN' | 'SUBSCRIPTION_URL' | 'FLOW', string>> {
    return { BASE_URL: `${origin}${PATH}/${BASE_PATH}`, TOKEN, SUBSCRIPTION_URL: `${origin}${PATH}/sub`, FLOW: 'xtls-rprx-vision' };
  }

  users(): readonly PanelUserView[] {
    return this.book.all().map((client) => this.view(client));
  }

  /** Traffic runs through a user; undefined when there is none of this name. */
  use(key: string, bytes: bigint): PanelUserView | undefined {
    const client = this.book.find(key);
    if (!client) return undefined;
    this.book.use(key, Number(bytes));
    this.context.changed('3x-ui');
    return this.view(client);
  }

  /** Somebody deletes a client by hand. */
  remove(key: string): void {
    if (this.book.find(key)) this.book.remove(key);
    this.context.changed('3x-ui');
  }

  /** Somebody moves a client's end by hand. */
  moveEnd(key: string, milliseconds: number): void {
    if (this.book.find(key)) this.book.moveEnd(key, milliseconds);
    this.context.changed('3x-ui');
  }

  /** The client as it is stored; undefined when there is none. */
  client(key: string): Readonly<Client> | undefined {
    return this.book.find(key);
  }

  /** Somebody makes a client by hand, in place of one of this name. */
  plant(fields: Readonly<Record<string, unknown>>, inboundIds: readonly number[]): void {
    const read = readClient(fields);
    if (this.book.find(read.email)) this.book.remove(read.email);
    this.book.add(read, inboundIds);
    this.book.update(read.email, read);
    this.context.changed('3x-ui');
  }

  /** The server behind the inbounds with a `nodeId` goes away or comes back. */
  setNode(online: boolean): void {
    this.machine.nodeOnline = online;
    this.context.changed('3x-ui');
  }

  /** No token is accepted any more. */
  forgetTokens(): void {
    this.door.tokensKnown = false;
  }

  snapshot(): XuiState {
    return { ...this.book.snapshot(), nodeOnline: this.machine.nodeOnline };
  }

  restore(state: unknown): void {
    // A world that was saved before this system was part of it.
    if (state === undefined) return;
    const { nodeOnline, ...book } = state as XuiState;
    this.book.restore(book);
    this.machine.nodeOnline = nodeOnline;
  }

  reset(): void {
    this.book.clear();
    this.door.clear();
    Object.assign(this.machine, { core: 'running', nodeOnline: true });
    this.context.changed('3x-ui');
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  private view(client: Client): PanelUserView {
    const { email, comment, expiryTime, totalGB, up, down, subId } = client;
    return {
      key: email,
      marker: comment || null,
      status: statusOf(client, this.context.now().getTime()),
      expiresAt: expiryTime > 0 ? new Date(expiryTime).toISOString() : null,
      usedBytes: String(up + down),
      limitBytes: totalGB > 0 ? String(totalGB) : null,
      link: `${this.context.origin}${PATH}/sub/${encodeURIComponent(subId)}`,
    };
  }
}

function statusOf(client: Client, now: number): string {
  if (isExpired(client, now)) return 'expired';
  if (isDepleted(client)) return 'limited';
  return client.enable ? 'active' : 'disabled';
}
