import Router from '@koa/router';
import type { Simulator, SimulatorContext } from '../kit/simulator.js';
import { mountPayApi } from './api-routes.js';
import { AppBook, type AppState } from './app-book.js';
import { type InvoiceControls, mountControls, type PayOptions } from './control-routes.js';
import { HookSender, type HookState, type PendingHook } from './hook-sender.js';
import type { Invoice, InvoiceView, Transfer } from './invoice.js';
import { PayApi } from './pay-api.js';
import { invoiceWire, payPage, withNumbers } from './wire-view.js';

/** Made up and printed here, so worthless: it opens nothing but the sandbox. */
const SANDBOX_TOKEN = '10001:AAsandbox-crypto-pay-token-00000000';

export interface CryptobotOptions {
  readonly token: string;
  /** Plays the test network, with its own coin and its own bot. */
  readonly testnet: boolean;
  /** Whether the app's owner has switched transfers on; off is what a new app begins with. */
  readonly transfers: boolean;
  readonly slowMs: number;
  /** Pauses before each repetition of a webhook that got no 200; the last one counts for all that follow. */
  readonly retryMs: readonly number[];
}

const USUAL: CryptobotOptions = { token: SANDBOX_TOKEN, testnet: false, transfers: true, slowMs: 3_000, retryMs: [1_000, 2_000, 5_000, 15_000] };

interface CryptobotState extends AppState {
  readonly hook: HookState;
  readonly pending: readonly PendingHook[];
}

/**
 * Stands in for Crypto Pay: the API with its token, invoices that are paid exactly or expire, webhooks that are switched off when nobody
 * takes them. Lying, it doubles amounts and says `paid` in answers and webhooks, and tells of transfers it does not make.
 */
export class CryptobotSimulator implements Simulator, InvoiceControls {
  readonly name = 'cryptobot';
  readonly router = new Router({ prefix: '/sandbox/cryptobot' });
  private readonly book: AppBook;
  private readonly sender: HookSender;
  private readonly options: CryptobotOptions;
  private hooks = 0;

  constructor(
    private readonly context: SimulatorContext,
    options: Partial<CryptobotOptions> = {},
  ) {
    const { now, faults, origin } = context;
    this.options = { ...USUAL, ...options };
    const { token, testnet, transfers, slowMs, retryMs } = this.options;
    const changed = (): void => context.changed('cryptobot');
    this.book = new AppBook(now);
    this.sender = new HookSender({ faults, token, hook: this.firstHook(), retryMs, delivered: (id, httpStatus) => this.noted(id, httpStatus) });
    mountPayApi(this.router, { api: new PayApi({ book: this.book, origin, testnet, transfers }), token, faults, slowMs, changed });
    mountControls(this.router, this);
  }

  /** The variables that make a shop use this stand-in. */
  environment(origin: string): Readonly<Record<string, string>> {
    return { CRYPTO_PAY_TOKEN: this.options.token, CRYPTO_PAY_BASE_URL: `${origin}/sandbox/cryptobot/api`, CRYPTO_PAY_TRANSFERS: String(this.options.transfers) };
  }

  /** Newest first. */
  invoices(): readonly InvoiceView[] {
    return this.book.all().map((invoice) => this.view(invoice));
  }

  invoice(id: string): InvoiceView | undefined {
    const invoice = this.book.find(Number(id));
    return invoice && this.view(invoice);
  }

  transfers(): readonly Transfer[] {
    return this.book.transfers();
  }

  /** Pays the invoice's sum and resolves when the webhooks' first tries are answered. Throws `NotPayable`. */
  async pay(id: string, how: PayOptions = {}): Promise<InvoiceView | undefined> {
    const invoice = this.book.find(Number(id));
    if (!invoice) return undefined;
    this.book.pay(invoice, how.asset, how.reportedLate ?? false);
    await this.announce(id, how.times);
    return this.view(invoice);
  }

  /** Tells the merchant that the invoice was paid, so many times at once. */
  async announce(id: string, times = 1): Promise<void> {
    const invoice = this.book.find(Number(id));
    if (!invoice) return;
    this.hooks += 1;
    const text = JSON.stringify(this.hookFor(invoice, this.context.faults.peek('cryptobot') === 'lying'));
    await this.sender.tell(invoice.id, this.hooks % 2 === 0 ? withNumbers(text) : text, times);
    this.context.changed('cryptobot');
  }

  /** Posts a webhook that says "paid" under a token that is not the app's, and tells how it was received. */
  async forge(id: string): Promise<{ readonly httpStatus: number } | undefined> {
    const invoice = this.book.find(Number(id));
    if (!invoice) return undefined;
    const claim = this.hookFor({ ...invoice, status: 'paid' }, false);
    return { httpStatus: (await this.sender.post(JSON.stringify(claim), '10001:a-guessed-token')) ?? 0 };
  }

  hook(): HookState {
    return this.sender.state();
  }

  setHook(hook: Partial<HookState>): HookState {
    this.sender.switchTo({ ...this.sender.state(), ...hook });
    this.context.changed('cryptobot');
    return this.sender.state();
  }

  snapshot(): CryptobotState {
    return { ...this.book.snapshot(), hook: this.sender.state(), pending: [...this.sender.pending()] };
  }

  /** Begins anew when what was saved is older than this stand-in. */
  restore(state: unknown): void {
    if (state === undefined) return;
    const saved = state as CryptobotState;
    this.sender.clear();
    this.book.restore(saved);
    this.sender.switchTo(saved.hook);
    this.sender.resume(saved.pending);
  }

  reset(): void {
    this.sender.clear();
    this.book.restore(new AppBook(this.context.now).snapshot());
    this.sender.switchTo(this.firstHook());
    this.context.changed('cryptobot');
  }

  stop(): Promise<void> {
    return this.sender.stop();
  }

  /** `update_id` is the same for several updates, as it may be at the provider. */
  private hookFor(invoice: Invoice, lying: boolean): Record<string, unknown> {
    const request_date = this.context.now().toISOString();
    return { update_id: Math.ceil(invoice.id / 10), update_type: 'invoice_paid', request_date, payload: invoiceWire(invoice, this.context.origin, lying) };
  }

  private noted(id: number, httpStatus: number | null): void {
    this.book.find(id)?.deliveries.push({ at: this.context.now().toISOString(), httpStatus });
    this.context.changed('cryptobot');
  }

  private firstHook(): HookState {
    return { url: `${this.context.origin}/webhook/cryptobot`, on: true };
  }

  private view(invoice: Invoice): InvoiceView {
    return { ...invoice, orderId: invoice.payload, returnUrl: invoice.button?.url ?? null, url: payPage(invoice, this.context.origin) };
  }
}
