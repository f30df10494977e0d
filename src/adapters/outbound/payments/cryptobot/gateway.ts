import type { ProviderSnapshot } from '#domain/payments/provider-snapshot.js';
import type { Currency } from '#domain/shared/currency.js';
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
import type { GatewayDeps } from '../../kit/define-gateway.js';
import { CryptobotApi } from './api.js';
import type { CryptobotConfig } from './config.js';
import { instant, InvoiceList } from './invoice-list.js';
import { writePayload } from './payload.js';
import { snapshotOf } from './snapshot.js';
import { TransferRefunds } from './transfer-refunds.js';
import { CryptobotWebhook } from './webhook.js';
import { appSchema, balanceSchema, invoiceSchema, type WireInvoice } from './wire.js';

const ID = 'cryptobot';
const LIFETIME_SECONDS = 3600;
/** The provider's own bounds are 1 second and 31 days; less than a minute nobody could pay in. */
const EXPIRES_IN = { least: 60, most: 2_678_400 } as const;
const KINDS: Readonly<Partial<Record<Currency, 'crypto' | 'fiat'>>> = { USDT: 'crypto', TON: 'crypto', RUB: 'fiat', USD: 'fiat', EUR: 'fiat' };

/**
 * Collects coins through Crypto Pay's invoices, priced in a coin or in fiat money. The provider has no key for creating: our payment's
 * id stands in the invoice's payload and is looked for before one is made, and again when the answer is lost.
 */
export class CryptobotGateway implements PaymentGateway {
  readonly descriptor: GatewayDescriptor;
  private readonly api: CryptobotApi;
  private readonly invoices: InvoiceList;
  private readonly refunds: TransferRefunds;
  private readonly webhook: CryptobotWebhook;

  constructor(
    private readonly config: CryptobotConfig,
    private readonly deps: GatewayDeps,
  ) {
    this.api = new CryptobotApi(deps.http, config);
    this.invoices = new InvoiceList(this.api);
    this.refunds = new TransferRefunds(this.api);
    this.webhook = new CryptobotWebhook(config.token);
    this.descriptor = {
      id: ID,
      currencies: Object.keys(KINDS) as Currency[],
      lifetimeSeconds: LIFETIME_SECONDS,
      capabilities: { refund: config.transfers, underpay: false, overpay: false, savedMethod: false },
    };
  }

  /** May be repeated after any failure; throws `InvoiceMismatch` for an invoice that is over or asks for something else. */
  async create(request: InvoiceRequest): Promise<CreatedInvoice> {
    const kind = kindOf(request.amount.currency);
    const known = await this.invoiceFor(request);
    const invoice = known ?? (await this.make(request, kind));
    const snapshot = this.snapshot(invoice);
    refuseDifference(request, invoice, snapshot);
    if (!invoice.bot_invoice_url) throw new InvoiceMismatch(ID, 'bot_invoice_url');
    return {
      invoiceId: invoice.invoice_id,
      url: invoice.bot_invoice_url,
      expiresAt: instant(invoice.expiration_date) ?? request.expiresAt,
      reused: known !== undefined,
      snapshot,
    };
  }

  charge(): Promise<CreatedInvoice> {
    return Promise.reject(new ProviderError(ID, 'not_supported', 'keeps no way to pay'));
  }

  /** A paid invoice stays paid there for good: that it was given back is seen from the transfers, where refunds are configured. */
  async fetch(reference: PaymentReference): Promise<ProviderSnapshot | undefined> {
    const invoice = await this.read(reference);
    if (!invoice) return undefined;
    const snapshot = this.snapshot(invoice);
    const isReturned = this.config.transfers && snapshot.state === 'paid' && (await this.hasReturned(invoice));
    return isReturned ? { ...snapshot, state: 'refunded', providerStatus: 'paid, transferred back' } : snapshot;
  }

  receive(request: WebhookRequest): WebhookVerdict {
    return this.webhook.judge(request);
  }

  referenceOf(body: Uint8Array): PaymentReference {
    return this.webhook.referenceOf(body);
  }

  /** The provider names no limits for invoices. */
  async limits(currency: Currency): Promise<GatewayLimits> {
    kindOf(currency);
    return { minimum: undefined, maximum: undefined };
  }

  /** Shows invoices only: one that was given back by a transfer is listed as paid. */
  scan(since: Date, cursor?: string): Promise<InvoicePage> {
    return this.invoices.page(since, cursor, (invoice) => this.snapshot(invoice));
  }

  /** Money goes back to the Telegram account it came for. */
  isDestination(destination: string, currency: Currency): boolean {
    return destination === '' && KINDS[currency] !== undefined;
  }

  async refund(request: RefundRequest): Promise<{ readonly state: 'pending' | 'done' }> {
    if (!this.config.transfers) throw new ProviderError(ID, 'not_supported', 'refunds are not configured');
    const invoice = await this.read(request.reference);
    if (!invoice) throw new ProviderError(ID, 'not_found', 'no such invoice');
    const { received } = this.snapshot(invoice);
    if (!received?.equals(request.amount)) throw new ProviderError(ID, 'rejected', 'the invoice did not bring this amount');
    return this.refunds.send(invoice, request);
  }

  async ping(): Promise<GatewayHealth> {
    try {
      const app = await this.api.call({ step: 'ping', method: 'getMe', answer: appSchema, effect: 'read' });
      const accounts = await this.api.call({ step: 'balance', method: 'getBalance', answer: balanceSchema, effect: 'read' });
      const balances = accounts.map(({ currency_code, available }) => ({ amount: available, currency: currency_code }));
      return { ok: true, detail: `answers for ${app.payment_processing_bot_username ?? 'its bot'}`, balances };
    } catch (error) {
      if (error instanceof ProviderError) return { ok: false, detail: error.failure, balances: [] };
      throw error;
    }
  }

  private snapshot(invoice: WireInvoice): ProviderSnapshot {
    return snapshotOf(invoice, this.config.testnet);
  }

  private read({ invoiceId, paymentId }: PaymentReference): Promise<WireInvoice | undefined> {
    return invoiceId === undefined ? this.invoices.ofPayment(paymentId ?? '') : this.invoices.byId(invoiceId);
  }

  /** A payment is no older than the lifetime of its invoice before the invoice's end. */
  private invoiceFor({ paymentId, expiresAt }: InvoiceRequest): Promise<WireInvoice | undefined> {
    return this.invoices.ofPayment(paymentId, new Date(expiresAt.getTime() - LIFETIME_SECONDS * 1000));
  }

  private async make(request: InvoiceRequest, kind: 'crypto' | 'fiat'): Promise<WireInvoice> {
    try {
      return await this.sendInvoice(request, kind);
    } catch (error) {
      const isUnclear = error instanceof ProviderError && error.failure === 'unknown_outcome';
      const made = isUnclear ? await this.madeAfterAll(request) : undefined;
      if (!made) throw error;
      return made;
    }
  }

  private async madeAfterAll(request: InvoiceRequest): Promise<WireInvoice | undefined> {
    try {
      return await this.invoiceFor(request);
    } catch (error) {
      if (error instanceof ProviderError) return undefined;
      throw error;
    }
  }

  private sendInvoice(request: InvoiceRequest, kind: 'crypto' | 'fiat'): Promise<WireInvoice> {
    const { amount, description, expiresAt, paymentId, userId } = request;
    const { returnUrl } = this.deps;
    const seconds = Math.round((expiresAt.getTime() - this.deps.clock.now().getTime()) / 1000);
    const parameters = {
      currency_type: kind,
      ...(kind === 'crypto' ? { asset: amount.currency } : { fiat: amount.currency }),
      ...(kind === 'fiat' && this.config.assets ? { accepted_assets: this.config.assets.join(',') } : {}),
      amount: amount.toDecimal(),
      description,
      payload: writePayload(paymentId, userId),
      ...(returnUrl === undefined ? {} : { paid_btn_name: 'callback', paid_btn_url: returnUrl }),
      allow_comments: false,
      expires_in: Math.min(EXPIRES_IN.most, Math.max(EXPIRES_IN.least, seconds)),
    };
    return this.api.call({ step: 'create', method: 'createInvoice', parameters, answer: invoiceSchema, effect: 'write' });
  }

  /** An app without the right to transfer may be refused the list, too: money that came is credited all the same. */
  private async hasReturned(invoice: WireInvoice): Promise<boolean> {
    try {
      return await this.refunds.hasReturned(invoice);
    } catch (error) {
      if (error instanceof ProviderError) return false;
      throw error;
    }
  }
}

function kindOf(currency: Currency): 'crypto' | 'fiat' {
  const kind = KINDS[currency];
  if (!kind) throw new ProviderError(ID, 'not_supported', `collects no ${currency}`);
  return kind;
}

/** Only an invoice that is still open and asks for the same, of the same person, will do. */
function refuseDifference(request: InvoiceRequest, invoice: WireInvoice, snapshot: ProviderSnapshot): void {
  if (invoice.payload !== writePayload(request.paymentId, request.userId)) throw new InvoiceMismatch(ID, 'payload');
  if (snapshot.requested?.currency !== request.amount.currency) throw new InvoiceMismatch(ID, 'currency');
  if (!snapshot.requested.equals(request.amount)) throw new InvoiceMismatch(ID, 'amount');
  if (snapshot.test) throw new InvoiceMismatch(ID, 'bot_invoice_url');
  if (snapshot.final) throw new InvoiceMismatch(ID, 'status');
}
