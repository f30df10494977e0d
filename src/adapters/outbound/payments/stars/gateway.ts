import type { ProviderSnapshot } from '#domain/payments/provider-snapshot.js';
import { type StarCharge, STARS_GATEWAY } from '#domain/payments/star-charge.js';
import type { Currency } from '#domain/shared/currency.js';
import type {
  CreatedInvoice,
  GatewayDescriptor,
  GatewayHealth,
  GatewayLimits,
  InvoicePage,
  InvoiceRequest,
  ListedInvoice,
  PaymentGateway,
  PaymentReference,
  RefundRequest,
  WebhookVerdict,
} from '#use-cases/ports/providers/payment-gateway.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import type { StarChargeBook, StarInvoice } from '#use-cases/ports/providers/star-charge-book.js';
import type { GatewayDeps } from '../../kit/define-gateway.js';
import { StarsApi } from './api.js';
import type { StarsConfig } from './config.js';
import { LIFETIME_SECONDS, snapshotOf, strangerOf } from './snapshot.js';
import { StarRefunds } from './star-refunds.js';
import { balanceSchema, linkSchema } from './wire.js';

/**
 * Collects Telegram Stars through the bot itself. Telegram keeps no invoices: a link carries our payment's id, and what is paid through
 * any link of it comes as a charge, told in an update and listed for good. So the charges we know say what a payment is.
 */
export class StarsGateway implements PaymentGateway {
  readonly descriptor: GatewayDescriptor = {
    id: STARS_GATEWAY,
    currencies: ['XTR'],
    lifetimeSeconds: LIFETIME_SECONDS,
    capabilities: { refund: true, underpay: false, overpay: true, savedMethod: false, webhooks: false },
  };
  private readonly api: StarsApi;
  private readonly refunds: StarRefunds;

  constructor(
    config: StarsConfig,
    private readonly deps: Pick<GatewayDeps, 'http' | 'clock'>,
    private readonly book: StarChargeBook,
  ) {
    this.api = new StarsApi(deps.http, config);
    this.refunds = new StarRefunds(this.api, book);
  }

  /** Repeating it makes another link to the same payment: harmless, for every payment of either is approved by its id alone. */
  async create(request: InvoiceRequest): Promise<CreatedInvoice> {
    const { paymentId, amount, title, description, expiresAt } = request;
    requireStars(amount.currency);
    // Whole stars: the text is an integer, and far below where a number would round it.
    const prices = [{ label: title, amount: Number(amount.toDecimal()) }];
    const parameters = { title, description, payload: paymentId, provider_token: '', currency: 'XTR', prices };
    const url = await this.api.call({ step: 'create', method: 'createInvoiceLink', parameters, answer: linkSchema, effect: 'write' });
    const snapshot: ProviderSnapshot = { invoiceId: paymentId, paymentId, state: 'awaiting', final: false, requested: amount, received: undefined, providerStatus: 'no charge' };
    return { invoiceId: paymentId, url, expiresAt, reused: false, snapshot };
  }

  charge(): Promise<CreatedInvoice> {
    return Promise.reject(new ProviderError(STARS_GATEWAY, 'not_supported', 'keeps no way to pay'));
  }

  /** Money we know of needs no question; where there is none, the news of it may have been lost, and Telegram's list is read on. */
  async fetch(reference: PaymentReference): Promise<ProviderSnapshot | undefined> {
    const invoice = await this.find(reference);
    if (!invoice || invoice.charges.length > 0) return invoice && this.snapshot(invoice);
    await this.book.collect();
    const fresh = await this.find(reference);
    return fresh && this.snapshot(fresh);
  }

  /** There are no webhooks: Telegram's updates come to the bot. */
  receive(): WebhookVerdict {
    return { verdict: 'rejected', reason: 'malformed' };
  }

  referenceOf(): PaymentReference {
    return {};
  }

  /** Uncertain: the most that a link may ask for is documented nowhere; Telegram refuses what is more. */
  async limits(currency: Currency): Promise<GatewayLimits> {
    requireStars(currency);
    return { minimum: undefined, maximum: undefined };
  }

  /** All that was opened, with the money Telegram lists for it, and what came for nothing we know. One page. */
  async scan(since: Date): Promise<InvoicePage> {
    await this.book.collect();
    const opened = (await this.book.openedSince(since)).map((invoice) => this.listed(invoice));
    const strangers = (await this.book.unclaimedSince(since)).map(listedStranger);
    return { invoices: [...opened, ...strangers], nextCursor: undefined };
  }

  /** Stars go back to whoever paid them. */
  isDestination(destination: string, currency: Currency): boolean {
    return destination === '' && currency === 'XTR';
  }

  async refund(request: RefundRequest): Promise<{ readonly state: 'pending' | 'done' }> {
    const invoice = await this.find(request.reference);
    if (!invoice) throw new ProviderError(STARS_GATEWAY, 'not_found', 'no such payment');
    return this.refunds.send(invoice.charges, request);
  }

  async ping(): Promise<GatewayHealth> {
    try {
      const { amount } = await this.api.call({ step: 'ping', method: 'getMyStarBalance', answer: balanceSchema, effect: 'read' });
      return { ok: true, detail: 'answers', balances: [{ amount, currency: 'XTR' }] };
    } catch (error) {
      if (error instanceof ProviderError) return { ok: false, detail: error.failure, balances: [] };
      throw error;
    }
  }

  private find({ invoiceId, paymentId }: PaymentReference): Promise<StarInvoice | undefined> {
    return this.book.find(invoiceId ?? paymentId ?? '');
  }

  private snapshot(invoice: StarInvoice): ProviderSnapshot {
    return snapshotOf(invoice, this.deps.clock.now());
  }

  private listed(invoice: StarInvoice): ListedInvoice {
    const { createdAt, charges } = invoice;
    const changes = charges.map(changeOf).filter((at) => at >= createdAt);
    return { snapshot: this.snapshot(invoice), createdAt, changedAt: changes.sort((one, other) => other.getTime() - one.getTime())[0] ?? createdAt };
  }
}

function listedStranger(charge: StarCharge): ListedInvoice {
  return { snapshot: strangerOf(charge), createdAt: charge.at, changedAt: changeOf(charge) };
}

function changeOf({ at, refundedAt }: StarCharge): Date {
  return refundedAt ?? at;
}

function requireStars(currency: Currency): void {
  if (currency !== 'XTR') throw new ProviderError(STARS_GATEWAY, 'not_supported', `collects no ${currency}`);
}
