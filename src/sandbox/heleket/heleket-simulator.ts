import Router from '@koa/router';
import type { Simulator, SimulatorContext } from '../kit/simulator.js';
import { plainAmount, readAmount } from './amount.js';
import { type InvoiceControls, mountControls, type PayOptions } from './control-routes.js';
import { type Invoice, type InvoiceStatus, type InvoiceView, isAnnounced } from './invoice.js';
import { InvoiceBook } from './invoice-book.js';
import { MerchantApi } from './merchant-api.js';
import { type HeleketCredentials, mountMerchantApi } from './merchant-routes.js';
import { SPELLINGS, signedText } from './signature.js';
import { type PendingWebhook, WebhookSender } from './webhook-sender.js';
import { payPage, webhookOf } from './wire-view.js';

export interface HeleketTiming {
  readonly slowMs: number;
  /** Pauses before each repetition of a webhook that got no 2xx. */
  readonly retryMs: readonly number[];
  readonly refundMs: number;
  readonly sweepMs: number;
}

export const USUAL_TIMING: HeleketTiming = { slowMs: 3_000, retryMs: [1_000, 5_000, 20_000, 60_000], refundMs: 5_000, sweepMs: 1_000 };

interface HeleketState {
  readonly invoices: readonly Invoice[];
  readonly pending: readonly PendingWebhook[];
}

/**
 * Stands in for Heleket: the merchant API with its signatures, invoices that are paid and expire, webhooks that are repeated.
 * Lying, it doubles the amount and says `paid_over` in answers and webhooks, and acknowledges refunds it does not make.
 */
export class HeleketSimulator implements Simulator, InvoiceControls {
  readonly name = 'heleket';
  readonly router = new Router({ prefix: '/sandbox/heleket' });
  private readonly book: InvoiceBook;
  private readonly sender: WebhookSender;
  private readonly sweeper: NodeJS.Timeout;

  constructor(
    private readonly context: SimulatorContext,
    credentials: HeleketCredentials,
    timing: HeleketTiming = USUAL_TIMING,
  ) {
    const { now, faults, origin } = context;
    const changed = () => context.changed('heleket');
    this.book = new InvoiceBook(now, (invoice) => void this.sender.announce(invoice));
    const find = (uuid: string) => this.book.find({ uuid });
    this.sender = new WebhookSender({ now, faults, key: credentials.apiKey, retryMs: timing.retryMs, find, changed });
    const api = new MerchantApi({ book: this.book, sender: this.sender, origin, now, paymentKey: credentials.apiKey, refundMs: timing.refundMs });
    mountMerchantApi(this.router, { api, credentials, faults, slowMs: timing.slowMs, changed });
    mountControls(this.router, this);
    this.sweeper = setInterval(() => this.book.all(), timing.sweepMs).unref();
  }

  invoices(): readonly InvoiceView[] {
    return this.book.all().map((invoice) => this.view(invoice));
  }

  invoice(uuid: string): InvoiceView | undefined {
    const invoice = this.book.find({ uuid });
    return invoice && this.view(invoice);
  }

  /**
   * Pays what is due, or an amount in billionths, and resolves when the webhooks' first tries are answered. `times` copies of the
   * webhook go out at once; `late` lets a closed invoice take money, ending an open one first. Throws `InvoiceClosed`.
   */
  async pay(uuid: string, how: PayOptions = {}): Promise<InvoiceView | undefined> {
    const invoice = this.book.find({ uuid });
    if (!invoice) return undefined;
    this.book.pay(invoice, how.amount, how.late ?? false);
    const copies = (how.times ?? 1) - 1;
    if (copies > 0 && isAnnounced(invoice.status)) void this.sender.announce(invoice, copies);
    return this.settled(invoice);
  }

  /** Sets any documented status, moves no money, and tells the merchant. */
  async force(uuid: string, status: InvoiceStatus): Promise<InvoiceView | undefined> {
    const invoice = this.book.find({ uuid });
    if (!invoice) return undefined;
    this.book.force(invoice, status);
    return this.settled(invoice);
  }

  /** Posts a webhook that says "paid" under a key that is not the merchant's, and tells how it was received. */
  async forge(uuid: string): Promise<{ readonly httpStatus: number } | undefined> {
    const invoice = this.book.find({ uuid });
    if (!invoice?.callbackUrl) return undefined;
    const claim = { ...webhookOf(invoice), payment_amount: invoice.amount, status: 'paid', is_final: true };
    return { httpStatus: (await this.sender.post(invoice.callbackUrl, signedText(claim, 'a guessed key', SPELLINGS[0]))) ?? 0 };
  }

  snapshot(): HeleketState {
    return structuredClone({ invoices: this.book.all(), pending: this.sender.pending() });
  }

  restore(state: unknown): void {
    const { invoices, pending } = state as HeleketState;
    this.sender.clear();
    this.book.restore(invoices);
    this.sender.resume(pending);
  }

  reset(): void {
    this.sender.clear();
    this.book.clear();
    this.context.changed('heleket');
  }

  async stop(): Promise<void> {
    clearInterval(this.sweeper);
    await this.sender.stop();
  }

  private async settled(invoice: Invoice): Promise<InvoiceView> {
    this.context.changed('heleket');
    await this.sender.idle(invoice.uuid);
    return this.view(invoice);
  }

  private view(invoice: Invoice): InvoiceView {
    return {
      uuid: invoice.uuid,
      orderId: invoice.orderId,
      amount: invoice.amount,
      currency: invoice.currency,
      createdAt: invoice.createdAt,
      status: invoice.status,
      url: payPage(invoice, this.context.origin),
      returnUrl: invoice.returnUrl,
      paid: plainAmount(readAmount(invoice.paid) ?? 0n),
      expiresAt: Math.floor(Date.parse(invoice.expiresAt) / 1000),
      deliveries: invoice.deliveries,
    };
  }
}
