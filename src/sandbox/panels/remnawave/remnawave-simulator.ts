import Router from '@koa/router';
import type { PanelSimulator } from '../../kit/panel-simulator.js';
import type { PanelUserView } from '../../kit/panel-user-view.js';
import type { SimulatorContext } from '../../kit/simulator.js';
import { mountApi } from './api/front-door.js';
import { panelApi } from './api/panel-api.js';
import { TokenBook } from './api/token-book.js';
import { mountControls, type UserControls } from './control-routes.js';
import { mountSubscriptions } from './subscription-routes.js';
import { type BookState, UserBook } from './users/user-book.js';
import { type Major, type PanelUser, SQUADS, type UserFields } from './users/user.js';
import { ROOT, viewOf, wireUser } from './users/wire-view.js';
import { type PendingWebhook, webhookFor, WebhookSender } from './webhook-sender.js';

export interface RemnawaveTiming {
  readonly slowMs: number;
  /** How long a creation and a removal take. */
  readonly commitMs: number;
  /** Pauses before each repetition of a webhook that got no 2xx. */
  readonly retryMs: readonly number[];
  readonly gatherMs: number;
  readonly sweepMs: number;
}

export interface RemnawaveOptions {
  readonly major: Major;
  /** Where its webhooks go; none are sent without it. */
  readonly webhookUrl?: string | undefined;
  readonly timing?: Partial<RemnawaveTiming>;
}

interface RemnawaveState {
  readonly book: BookState;
  readonly pending: readonly PendingWebhook[];
}

const USUAL_TIMING: RemnawaveTiming = { slowMs: 3_000, commitMs: 5, retryMs: [5_000, 5_000, 5_000], gatherMs: 50, sweepMs: 1_000 };
/** Made up and printed here, so worthless: they open nothing but the sandbox. */
const TOKEN_KEY = 'sandbox-remnawave-token-key';
const WEBHOOK_SECRET = 'sandboxRemnawaveWebhookSecret00000000000000000000000000000000000';
const TOKEN_NAME = '3d2c1b0a-0000-4000-8000-706f6c617269';
const TOKEN_END = new Date('2099-01-01T00:00:00.000Z');

/**
 * Stands in for Remnawave 2.7.4 or 3.3.2: its API with users, squads and tokens, its jobs, its webhooks, the subscriptions. Slow and
 * failing strike any call; silent and lying wait for one that changes something. Lying, it says that the change was made and makes none.
 */
export class RemnawaveSimulator implements PanelSimulator, UserControls {
  readonly name = 'remnawave';
  readonly router = new Router({ prefix: ROOT });
  readonly tokens: TokenBook;
  /** Squads that lead to servers. */
  readonly placement: readonly string[] = SQUADS.filter(({ inbounds }) => inbounds.length > 0).map(({ uuid }) => uuid);
  private readonly book: UserBook;
  private readonly sender: WebhookSender;
  private readonly sweeper: NodeJS.Timeout;
  private readonly shown: (user: PanelUser) => unknown;

  constructor(
    private readonly context: SimulatorContext,
    options: RemnawaveOptions,
  ) {
    const { now, faults, origin } = context;
    const { major, webhookUrl } = options;
    const timing = { ...USUAL_TIMING, ...options.timing };
    const shown = (user: PanelUser): unknown => wireUser(user, major, origin);
    this.shown = shown;
    this.tokens = new TokenBook(TOKEN_KEY, now);
    this.sender = new WebhookSender({ url: webhookUrl, secret: WEBHOOK_SECRET, faults, retryMs: timing.retryMs, gatherMs: timing.gatherMs });
    this.book = new UserBook(major, now, (event, user, meta) => {
      this.sender.announce(event, now(), shown(user), meta);
      context.changed('remnawave');
    });
    mountSubscriptions(this.router, this.book);
    mountControls(this.router, this);
    const changed = (): void => context.changed('remnawave');
    mountApi(this.router, panelApi({ major, now, shown, commitMs: timing.commitMs }), { book: this.book, tokens: this.tokens, faults, slowMs: timing.slowMs, now, changed });
    this.sweeper = setInterval(() => this.book.passTime(), timing.sweepMs).unref();
  }

  /** What an adapter needs to use it, by the names of its settings. */
  settings(origin: string = this.context.origin): Readonly<Record<'BASE_URL' | 'TOKEN' | 'WEBHOOK_SECRET', string>> {
    return { BASE_URL: `${origin}${ROOT}`, TOKEN: this.tokens.issue(TOKEN_NAME, TOKEN_END), WEBHOOK_SECRET };
  }

  users(): readonly PanelUserView[] {
    return this.book.all().map((user) => viewOf(user, this.context.origin));
  }

  use(key: string, bytes: bigint): boolean | undefined {
    const user = this.book.named(key);
    const ran = user && this.book.use(user, Number(bytes));
    if (ran) this.context.changed('remnawave');
    return ran;
  }

  /** Somebody deletes a user by hand. */
  remove(key: string): void {
    const user = this.book.named(key);
    if (user) this.book.remove(user);
  }

  /** Somebody moves a user's end by hand. */
  moveEnd(key: string, milliseconds: number): void {
    const user = this.book.named(key);
    if (user) this.book.change(user, { expireAt: new Date(Date.parse(user.expireAt) + milliseconds).toISOString() });
  }

  /** Puts a user there as an operator would, in place of one of the same name. */
  plant(key: string, fields: UserFields): void {
    this.book.plant(key, fields);
    this.context.changed('remnawave');
  }

  /** What really lies there. */
  inspect(key: string): Readonly<PanelUser> | undefined {
    return this.book.named(key);
  }

  /** What the panel would post about a user now. */
  webhookOf(key: string): { readonly text: string; readonly headers: Readonly<Record<string, string>> } {
    const user = this.book.named(key);
    const webhook = webhookFor('modified', this.context.now(), user && this.shown(user));
    return { text: webhook.text, headers: this.sender.headersOf(webhook) };
  }

  /** Resolves when every webhook of what happened so far was tried once. */
  told(): Promise<void> {
    return this.sender.idle();
  }

  snapshot(): RemnawaveState {
    return structuredClone({ book: this.book.state(), pending: this.sender.pending() });
  }

  /** A state saved before there was this panel holds nothing of it. */
  restore(state: unknown): void {
    if (state === undefined) return this.reset();
    const { book, pending } = state as RemnawaveState;
    this.sender.clear();
    this.book.restore(book);
    this.sender.resume(pending);
  }

  reset(): void {
    this.sender.clear();
    this.book.clear();
    this.context.changed('remnawave');
  }

  async stop(): Promise<void> {
    clearInterval(this.sweeper);
    await this.sender.stop();
  }
}
