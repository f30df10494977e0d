import Router from '@koa/router';
import type { Simulator, SimulatorContext } from '../kit/simulator.js';
import { LinkClosed, type LinkControls, mountControls, type PayOptions } from './control-routes.js';
import type { Link, LinkView, Transaction } from './link.js';
import { type BookState, LinkBook, unitsOf } from './link-book.js';
import { type ApiPace, MerchantApi } from './api/merchant-api.js';
import { mountMerchantApi } from './api/merchant-routes.js';
import { ReadThrottle } from './api/read-throttle.js';
import { SigningKey } from './signing-key.js';
import { type PendingWebhook, WebhookSender } from './webhook-sender.js';
import { hundredths, printed, writeJson } from './wire-json.js';
import { WireView } from './wire-view.js';

/** Made up and printed here, so worthless: they open nothing but the sandbox. */
const TERMINAL = { publicId: '5a4d0b0c-0000-4000-8000-77617461aaaa', name: 'Polaris sandbox' };
const USUAL_LIFE_MS = 3 * 24 * 3_600_000;
const FAR_EXPIRY_SECONDS = 4_102_444_800;
const TOKEN = [{ alg: 'HS256', typ: 'JWT' }, { PublicId: TERMINAL.publicId, exp: FAR_EXPIRY_SECONDS }, 'sandbox-signature'].map(base64url).join('.');

export interface WataTiming extends ApiPace {
  readonly slowMs: number;
  /** Pauses before each repetition of a webhook that got no 200. */
  readonly retryMs: readonly number[];
  /** How seldom one object may be read. */
  readonly throttleMs: number;
  readonly sweepMs: number;
}

export const USUAL_TIMING: WataTiming = { slowMs: 3_000, retryMs: [1_000, 5_000, 20_000, 60_000], refundMs: 5_000, throttleMs: 30_000, mostPerPage: 1_000, sweepMs: 1_000 };

interface WataState {
  readonly book: BookState;
  readonly pending: readonly PendingWebhook[];
  readonly key: string | null;
}

/** The variables that make a shop use the stand-in. */
export function environment(origin: string): Readonly<Record<string, string>> {
  return { WATA_TOKEN: TOKEN, WATA_BASE_URL: `${origin}/sandbox/wata/api/h2h`, WATA_TERMINAL_ID: TERMINAL.publicId };
}

/**
 * Stands in for Wata: links that are forgotten, transactions that are tried again, webhooks under a key that changes, a pace for reads.
 * Lying, it doubles amounts, calls every transaction Paid, and acknowledges refunds it does not make.
 */
export class WataSimulator implements Simulator, LinkControls {
  readonly name = 'wata';
  readonly router = new Router({ prefix: '/sandbox/wata' });
  private readonly book: LinkBook;
  private readonly view: WireView;
  private readonly sender: WebhookSender;
  private readonly throttle: ReadThrottle;
  private readonly sweeper: NodeJS.Timeout;

  /** A key of its own is slow to make, so several stand-ins may share one. */
  constructor(
    private readonly context: SimulatorContext,
    timing: WataTiming = USUAL_TIMING,
    private readonly key = new SigningKey(),
  ) {
    const { now, faults, origin } = context;
    this.view = new WireView(TERMINAL, origin);
    this.book = new LinkBook(now, (transaction) => void this.sender.announce(transaction));
    this.throttle = new ReadThrottle(now, timing.throttleMs);
    this.sender = new WebhookSender({
      now,
      faults,
      key,
      view: this.view,
      url: `${origin}/webhook/wata`,
      retryMs: timing.retryMs,
      delivered: (linkId, delivery) => {
        this.book.remembered(linkId)?.deliveries.push(delivery);
        this.changed();
      },
    });
    const api = new MerchantApi({ book: this.book, view: this.view, key, now, terminal: TERMINAL, timing });
    mountMerchantApi(this.router, { api, token: TOKEN, faults, throttle: this.throttle, slowMs: timing.slowMs, changed: () => this.changed() });
    mountControls(this.router, this);
    this.sweeper = setInterval(() => this.book.allTransactions(), timing.sweepMs).unref();
  }

  invoices(): readonly LinkView[] {
    return this.book.all().map((link) => this.shown(link));
  }

  invoice(id: string): LinkView | undefined {
    const link = this.book.remembered(id);
    return link && this.shown(link);
  }

  /** A link as if the merchant had made it some other way: no limits, the usual three days. */
  open({ orderId, amount, currency }: Pick<Link, 'orderId' | 'amount' | 'currency'>): LinkView {
    const expiresAt = new Date(this.context.now().getTime() + USUAL_LIFE_MS);
    const link = { orderId, amount: printed(hundredths(amount) ?? 0n), currency, expiresAt, type: 'OneTime', description: null, successUrl: null } as const;
    return this.shown(this.book.open(link));
  }

  /** The payer's attempts, one after another; resolves when the webhooks' first tries are answered. Throws `LinkClosed`. */
  async pay(id: string, how: PayOptions = {}): Promise<LinkView | undefined> {
    const link = this.book.remembered(id);
    if (!link) return undefined;
    if (how.late) this.book.expire(link);
    else if (this.book.isDeleted(link) || (link.status === 'Closed' && !how.again)) throw new LinkClosed();
    const units = how.amount ?? unitsOf(link);
    for (let number = 0; number < (how.declined ?? 0); number += 1) await this.end(this.book.attempt(link, units), 'Declined');
    const attempt = this.book.attempt(link, units);
    const agreed = !how.ask || (await this.sender.ask(attempt));
    if (how.pending && agreed) this.book.become(attempt, 'Pending');
    else await this.end(attempt, agreed ? 'Paid' : 'Declined', how.times);
    return this.settled(link);
  }

  /** Decides all that is at the bank. */
  async settle(id: string, status: 'Paid' | 'Declined'): Promise<LinkView | undefined> {
    const link = this.book.remembered(id);
    if (!link) return undefined;
    const pending = this.book.of(link).filter((one) => one.status === 'Pending');
    for (const transaction of pending) {
      transaction.dueAt = null;
      await this.end(transaction, status);
    }
    return this.settled(link);
  }

  /** Tells of the newest transaction once more. */
  async resend(id: string): Promise<LinkView | undefined> {
    const link = this.book.remembered(id);
    const newest = link && this.book.of(link).at(-1);
    if (newest) await this.sender.announce(newest);
    return link && this.settled(link);
  }

  /** Posts a webhook that says "Paid" under a key that is not the provider's, and tells how it was received. */
  async forge(id: string): Promise<{ readonly httpStatus: number } | undefined> {
    const link = this.book.remembered(id);
    if (!link) return undefined;
    const { orderId, amount, currency, createdAt } = link;
    const place = { linkId: id, orderId, amount, currency, createdAt, changedAt: createdAt, dueAt: null, errorCode: null, originalTransactionId: null };
    const text = writeJson(this.view.event({ id: TERMINAL.publicId, kind: 'Payment', type: 'SBP', status: 'Paid', ...place }));
    const guessed = new SigningKey();
    return { httpStatus: (await this.sender.post(text, guessed.sign(text), 10_000)) ?? 0 };
  }

  rotateKey(): void {
    this.key.rotate();
    this.changed();
  }

  snapshot(): WataState {
    return { book: this.book.snapshot(), pending: this.sender.pending(), key: this.key.snapshot() };
  }

  restore(state: unknown): void {
    const { book, pending, key } = state as WataState;
    this.sender.clear();
    this.key.restore(key);
    this.book.restore(book);
    this.sender.resume(pending);
  }

  reset(): void {
    this.sender.clear();
    this.book.clear();
    this.throttle.clear();
    this.changed();
  }

  async stop(): Promise<void> {
    clearInterval(this.sweeper);
    await this.sender.stop();
  }

  private async end(transaction: Transaction, status: 'Paid' | 'Declined', times?: number): Promise<void> {
    this.book.become(transaction, status);
    await this.sender.announce(transaction, times);
  }

  private async settled(link: Link): Promise<LinkView> {
    this.changed();
    await this.sender.idle(link.id);
    return this.shown(link);
  }

  private changed(): void {
    this.context.changed('wata');
  }

  private shown(link: Link): LinkView {
    const { id, orderId, amount, currency, description, createdAt, successUrl, deliveries } = link;
    return {
      id,
      orderId,
      amount,
      currency,
      description,
      createdAt,
      status: this.book.isDeleted(link) ? 'Deleted' : link.status,
      url: this.view.payPage(link),
      returnUrl: successUrl,
      paid: printed(this.book.paid(link)),
      expiresAt: Math.floor(Date.parse(link.expiresAt) / 1000),
      transactions: this.book.of(link),
      deliveries,
    };
  }
}

function base64url(part: object | string): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part), 'utf8').toString('base64url');
}
