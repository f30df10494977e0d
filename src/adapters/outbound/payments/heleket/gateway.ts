import type { Currency } from '#domain/shared/currency.js';
import type { Money, Rounding } from '#domain/shared/money.js';
import type { ProviderSnapshot } from '#domain/payments/provider-snapshot.js';
import type {
  CreatedInvoice,
  GatewayDescriptor,
  GatewayHealth,
  GatewayLimits,
  InvoicePage,
  InvoiceRequest,
  PaymentGateway,
  PaymentReference,
  RefundRequest,
  WebhookRequest,
  WebhookVerdict,
} from '#use-cases/ports/providers/payment-gateway.js';
import { InvoiceMismatch, ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { readDecimal, toMoney } from '../../kit/decimal.js';
import type { GatewayDeps } from '../../kit/define-gateway.js';
import { isTonAddress } from '../../kit/ton-address.js';
import { HeleketApi, HeleketRefusal } from './api.js';
import type { HeleketConfig } from './config.js';
import { readInvoicePage } from './invoice-list.js';
import { snapshotOf } from './snapshot.js';
import { HeleketWebhook } from './webhook.js';
import { balanceSchema, invoiceSchema, refundSchema, servicesSchema, type WireInvoice } from './wire.js';

const ID = 'heleket';
const LIFETIME = { least: 300, most: 43_200 } as const;
/** What the shop collects through Heleket, and on which chain. */
const NETWORKS: Readonly<Partial<Record<Currency, string>>> = { TON: 'ton' };
/** Clocks may differ by this much before an invoice counts as an older one. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Collects TON through Heleket's invoices. Its `order_id` is our payment id, which makes creating repeatable. */
export class HeleketGateway implements PaymentGateway {
  readonly descriptor: GatewayDescriptor;
  private readonly api: HeleketApi;
  private readonly webhook: HeleketWebhook;

  constructor(
    private readonly config: HeleketConfig,
    private readonly deps: GatewayDeps,
  ) {
    this.api = new HeleketApi(deps.http, config);
    this.webhook = new HeleketWebhook(config);
    this.descriptor = {
      id: ID,
      currencies: Object.keys(NETWORKS) as Currency[],
      lifetimeSeconds: config.lifetimeSeconds,
      capabilities: { refund: config.payoutKey !== undefined, underpay: true, overpay: true, savedMethod: false },
    };
  }

  /** May be repeated after any failure; throws `InvoiceMismatch` for an invoice that is over or asks for something else. */
  async create(request: InvoiceRequest): Promise<CreatedInvoice> {
    const network = networkOf(request.amount.currency);
    const askedAt = this.deps.clock.now();
    const { invoice, known } = await this.createOrFind(request, network, askedAt);
    const snapshot = snapshotOf(invoice);
    refuseDifference(request, snapshot);
    if (!invoice.url) throw new InvoiceMismatch(ID, 'url');
    return {
      invoiceId: invoice.uuid,
      url: invoice.url,
      expiresAt: invoice.expired_at ? new Date(Number(invoice.expired_at) * 1000) : request.expiresAt,
      reused: known || isOlder(invoice, askedAt),
      snapshot,
    };
  }

  charge(): Promise<CreatedInvoice> {
    return Promise.reject(new ProviderError(ID, 'not_supported', 'keeps no way to pay'));
  }

  async fetch(reference: PaymentReference): Promise<ProviderSnapshot | undefined> {
    const invoice = await this.read(reference);
    return invoice && snapshotOf(invoice);
  }

  receive(request: WebhookRequest): WebhookVerdict {
    return this.webhook.judge(request);
  }

  referenceOf(body: Uint8Array): PaymentReference {
    return this.webhook.referenceOf(body);
  }

  /** Throws `ProviderError` of kind `unavailable` while the provider has the coin switched off. */
  async limits(currency: Currency): Promise<GatewayLimits> {
    const network = networkOf(currency);
    const services = await this.api.call({ step: 'limits', path: '/v1/payment/services', answer: servicesSchema, effect: 'read' });
    const service = services.find((one) => one.currency === currency && one.network === network);
    if (!service?.is_available) throw new ProviderError(ID, 'unavailable', `takes no ${currency} now`);
    return {
      minimum: limit(service.limit?.min_amount, currency, 'up'),
      maximum: limit(service.limit?.max_amount, currency, 'down'),
    };
  }

  scan(since: Date, cursor?: string): Promise<InvoicePage> {
    return readInvoicePage(this.api, since, cursor, this.deps.clock.now());
  }

  isDestination(destination: string, currency: Currency): boolean {
    return currency === 'TON' && isTonAddress(destination);
  }

  /**
   * Sends all that was paid back to a wallet; the fee is the shop's. The provider has no key for refunds: the invoice is looked at
   * first, and after a refusal too, so that a refund that has begun or is done counts as what it is.
   */
  async refund(request: RefundRequest): Promise<{ readonly state: 'pending' | 'done' }> {
    const key = this.config.payoutKey;
    if (!key) throw new ProviderError(ID, 'not_supported', 'refunds are not configured');
    const invoice = await this.read(request.reference);
    if (!invoice) throw new ProviderError(ID, 'not_found', 'no such invoice');
    const begun = refundStateOf(invoice);
    if (begun) return begun;
    try {
      await this.sendRefund(invoice.uuid, request.destination, key);
      return { state: 'pending' };
    } catch (error) {
      const after = error instanceof HeleketRefusal && error.failure === 'rejected' ? await this.read(request.reference) : undefined;
      const state = after && refundStateOf(after);
      if (!state) throw error;
      return state;
    }
  }

  async ping(): Promise<GatewayHealth> {
    try {
      const wallets = await this.api.call({ step: 'ping', path: '/v1/balance', answer: balanceSchema, effect: 'read' });
      const balances = wallets.map(({ balance, currency_code }) => ({ amount: balance, currency: currency_code }));
      return { ok: true, detail: 'answers', balances };
    } catch (error) {
      if (error instanceof ProviderError) return { ok: false, detail: error.failure, balances: [] };
      throw error;
    }
  }

  private async createOrFind(request: InvoiceRequest, network: string, now: Date): Promise<{ invoice: WireInvoice; known: boolean }> {
    try {
      return { invoice: await this.sendInvoice(request, network, now), known: false };
    } catch (error) {
      const invoice = isAboutOrderId(error) ? await this.read({ paymentId: request.paymentId }) : undefined;
      if (!invoice) throw error;
      return { invoice, known: true };
    }
  }

  private sendInvoice(request: InvoiceRequest, network: string, now: Date): Promise<WireInvoice> {
    const { returnUrl, webhookUrl } = this.deps;
    const callback = webhookUrl(ID);
    const body = {
      amount: request.amount.toDecimal(),
      currency: request.amount.currency,
      network,
      order_id: request.paymentId,
      ...(callback === undefined ? {} : { url_callback: callback }),
      ...(returnUrl === undefined ? {} : { url_return: returnUrl }),
      lifetime: lifetimeUntil(request.expiresAt, now),
      is_payment_multiple: true,
      accuracy_payment_percent: 0,
    };
    return this.api.call({ step: 'create', path: '/v1/payment', body, answer: invoiceSchema, effect: 'keyed-write' });
  }

  private async read(reference: PaymentReference): Promise<WireInvoice | undefined> {
    const body = reference.invoiceId ? { uuid: reference.invoiceId } : { order_id: reference.paymentId ?? '' };
    try {
      return await this.api.call({ step: 'fetch', path: '/v1/payment/info', body, answer: invoiceSchema, effect: 'read' });
    } catch (error) {
      if (error instanceof ProviderError && error.failure === 'not_found') return undefined;
      throw error;
    }
  }

  private async sendRefund(uuid: string, address: string, key: string): Promise<void> {
    const body = { uuid, address, is_subtract: true };
    await this.api.call({ step: 'refund', path: '/v1/payment/refund', body, answer: refundSchema, effect: 'write', key });
  }
}

function refundStateOf(invoice: WireInvoice): { readonly state: 'pending' | 'done' } | undefined {
  const { state } = snapshotOf(invoice);
  if (state === 'refunded') return { state: 'done' };
  return state === 'refund_pending' ? { state: 'pending' } : undefined;
}

function networkOf(currency: Currency): string {
  const network = NETWORKS[currency];
  if (!network) throw new ProviderError(ID, 'not_supported', `collects no ${currency}`);
  return network;
}

/** A repeated order id brings back whatever invoice it once named: only one that is still open and asks for the same will do. */
function refuseDifference(request: InvoiceRequest, snapshot: ProviderSnapshot): void {
  if (snapshot.paymentId !== request.paymentId) throw new InvoiceMismatch(ID, 'order_id');
  if (snapshot.requested?.currency !== request.amount.currency) throw new InvoiceMismatch(ID, 'currency');
  if (!snapshot.requested.equals(request.amount)) throw new InvoiceMismatch(ID, 'amount');
  if (snapshot.final) throw new InvoiceMismatch(ID, 'is_final');
}

function isAboutOrderId(error: unknown): boolean {
  if (!(error instanceof HeleketRefusal) || error.failure !== 'rejected') return false;
  return error.fields.includes('order_id') || /order.?id/i.test(error.message);
}

/** The provider does not say whether an invoice is new; its age does. */
function isOlder(invoice: WireInvoice, askedAt: Date): boolean {
  return Date.parse(invoice.created_at ?? '') < askedAt.getTime() - CLOCK_TOLERANCE_MS;
}

function lifetimeUntil(expiresAt: Date, now: Date): number {
  const seconds = Math.round((expiresAt.getTime() - now.getTime()) / 1000);
  return Math.min(LIFETIME.most, Math.max(LIFETIME.least, seconds));
}

function limit(text: string | null | undefined, currency: Currency, rounding: Rounding): Money | undefined {
  const decimal = readDecimal(text ?? '');
  return decimal && toMoney(decimal, currency, rounding);
}
