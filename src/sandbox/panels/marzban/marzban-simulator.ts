import Router from '@koa/router';
import type { PanelSimulator } from '../../kit/panel-simulator.js';
import type { PanelUserView } from '../../kit/panel-user-view.js';
import type { SimulatorContext } from '../../kit/simulator.js';
import { type AdminAccount, AdminDesk } from './admin-desk.js';
import { mountPanelApi, type Strike } from './api-routes.js';
import { Crowd } from './crowd.js';
import { PanelApi } from './panel-api.js';
import { mountPublic } from './public-routes.js';
import type { MarzbanUser } from './user.js';
import { UserBook } from './user-book.js';
import { type LinkWriting, linksOf, panelViewOf, wireOf } from './user-view.js';

export interface MarzbanTiming {
  readonly slowMs: number;
  /** How long a call waits that is too much for the panel. */
  readonly stallMs: number;
  readonly workMs: number;
}

const USUAL_TIMING: MarzbanTiming = { slowMs: 3_000, stallMs: 30_000, workMs: 5 };
const PREFIX = '/sandbox/marzban';

/** Made up and printed here, so worthless: the shop's own administrator, another one, and the one of the environment. */
export const ADMINS = {
  shop: { username: 'polaris', password: 'sandbox-marzban-password-0000', sudo: false, hasRow: true },
  neighbour: { username: 'neighbour', password: 'sandbox-marzban-password-1111', sudo: false, hasRow: true },
  environment: { username: 'root', password: 'sandbox-marzban-password-2222', sudo: true, hasRow: false },
} as const satisfies Readonly<Record<string, AdminAccount>>;

interface MarzbanState {
  readonly users: readonly MarzbanUser[];
}

/**
 * Stands in for a Marzban 0.8.4: its API with its slips, subscription links, the review of who has ended. Lying, it says of a change
 * that it was made and does not make it; what it is asked it answers truly.
 */
export class MarzbanSimulator implements PanelSimulator {
  readonly name = 'marzban';
  readonly router = new Router({ prefix: PREFIX });
  /** What the health calls tell. */
  condition = { version: '0.8.4', coreRuns: true };
  private readonly book: UserBook;
  private readonly desk: AdminDesk;
  private readonly crowd: Crowd;
  private readonly strikes: Strike[] = [];
  private hasShortId = false;

  constructor(
    private readonly context: SimulatorContext,
    timing: MarzbanTiming = USUAL_TIMING,
  ) {
    const { now, faults } = context;
    const changed = () => context.changed('marzban');
    this.book = new UserBook(now);
    this.desk = new AdminDesk(Object.values(ADMINS), now);
    this.crowd = new Crowd(timing.stallMs, timing.workMs);
    const api = new PanelApi({ book: this.book, wireOf: (user) => this.wire(user), condition: () => this.condition, now });
    const nextStrike = () => this.strikes.shift();
    mountPanelApi(this.router, { desk: this.desk, api, book: this.book, crowd: this.crowd, faults, slowMs: timing.slowMs, nextStrike, changed });
    mountPublic(this.router, {
      find: (username) => this.book.find(username),
      linksOf: (user) => linksOf(user, this.writing()),
      users: () => this.users(),
      use: (key, bytes) => this.use(key, bytes),
      stall: (on) => this.stall(on),
    });
  }

  /** What an adapter needs to use it, by the names of the panel's settings. */
  settings(origin: string): Readonly<Record<string, string>> {
    return { BASE_URL: origin + PREFIX, USERNAME: ADMINS.shop.username, PASSWORD: ADMINS.shop.password };
  }

  users(): readonly PanelUserView[] {
    return this.book.all().map((user) => this.view(user));
  }

  /** Traffic runs through an account; undefined when there is none. */
  use(key: string, bytes: bigint): PanelUserView | undefined {
    const user = this.book.find(key);
    if (!user) return undefined;
    this.book.use(user, Number(bytes));
    this.context.changed('marzban');
    return this.view(user);
  }

  /** Somebody deletes a row by hand. */
  remove(key: string): void {
    const user = this.book.find(key);
    if (user) this.book.remove(user);
    this.context.changed('marzban');
  }

  /** Somebody moves a row's end by hand. */
  moveEnd(key: string, milliseconds: number): void {
    const user = this.book.find(key);
    if (user) this.book.moveEnd(user, milliseconds);
    this.context.changed('marzban');
  }

  /** A row as it lies there. */
  row(key: string): Readonly<MarzbanUser> | undefined {
    return this.book.find(key);
  }

  /** Somebody put a row there by hand. */
  plant(user: MarzbanUser): void {
    this.book.put(user);
    this.context.changed('marzban');
  }

  /** What happens to the next change; said again, to the one after it. */
  strike(strike: Strike): void {
    this.strikes.push(strike);
  }

  /** Every call stalls and fails from now on, or no longer. */
  stall(on: boolean): void {
    this.crowd.stalled = on;
  }

  /** The most calls, and the most changes among them, that were under way at once. */
  busiest(): { readonly calls: number; readonly changes: number } {
    return this.crowd.busiest;
  }

  changePassword(username: string, password: string): void {
    this.desk.changePassword(username, password);
  }

  /** What the panel posts about an account: a batch under a header that bears the secret in clear. */
  webhookOf(key: string, secret: string): { readonly body: string; readonly headers: Readonly<Record<string, string>> } {
    const user = this.book.find(key);
    const notice = { username: key, action: 'user_updated', enqueued_at: 1_736_424_000, send_at: 1_736_424_000, tries: 0, user: user && this.wire(user), by: null };
    return { body: JSON.stringify([notice]), headers: { 'content-type': 'application/json', 'x-webhook-secret': secret } };
  }

  snapshot(): MarzbanState {
    return { users: this.book.snapshot() };
  }

  restore(state: unknown): void {
    // A state of before this stand-in was there has nothing to say about it.
    this.book.restore((state as MarzbanState | undefined)?.users ?? []);
  }

  reset(): void {
    this.book.restore([]);
    this.strikes.length = 0;
    this.crowd.stalled = false;
    this.context.changed('marzban');
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  private view(user: MarzbanUser): PanelUserView {
    return panelViewOf(user, this.context.now(), this.context.origin + PREFIX);
  }

  /** The first links after a start lack the short id, which is chosen behind them. */
  private wire(user: MarzbanUser): Record<string, unknown> {
    const wire = wireOf(user, this.writing());
    this.hasShortId = true;
    return wire;
  }

  private writing(): LinkWriting {
    return { now: this.context.now(), host: '127.0.0.1', shortId: this.hasShortId };
  }
}
