import type { ProviderSnapshot } from '#domain/payments/provider-snapshot.js';
import type { Currency } from '#domain/shared/currency.js';
import type {
  ChargeRequest,
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
import { YookassaApi } from './api.js';
import type { YookassaConfig } from './config.js';
import { PaymentList } from './payment-list.js';
import { chargeBody, invoiceBody, refundBody, refundDescription } from './payment-request.js';
import { mayHideRefunds, snapshotOf } from './snapshot.js';
import { YookassaWebhook } from './webhook.js';
import { paymentSchema, refundSchema, refundsSchema, shopSchema, type WirePayment, type WireRefund } from './wire.js';

const ID = 'yookassa';
/** A payment has no lifetime that could be asked for; most methods end after about an hour, which nobody promises. */
const LIFETIME_SECONDS = 3_600;
/** A key is good for 24 hours and would buy a second time after that; an hour less, since clocks differ. */
const REPLAY_MS = 23 * 3_600_000;
/** Clocks may differ by this much before a payment counts as an older one. */
const CLOCK_TOLERANCE_MS = 60_000;
/** The provider wants an address to return to; a payer of a shop without a link came from Telegram. */
const RETURN_URL = 'https://t.me/';

type RefundState = { readonly state: 'pending' | 'done' };
type Opened = { readonly payment: WirePayment; readonly known: boolean };

/** Collects rubles through YooKassa. Our payment id is the key of each payment, and stands in its metadata. */
export class YookassaGateway implements PaymentGateway {
  readonly descriptor: GatewayDescriptor;
  private readonly api: YookassaApi;
  private readonly list: PaymentList;
  private readonly webhook: YookassaWebhook;

  constructor(
    private readonly config: YookassaConfig,
    private readonly deps: GatewayDeps,
  ) {
    this.api = new YookassaApi(deps.http, config);
    this.list = new PaymentList(this.api, () => deps.clock.now());
    this.webhook = new YookassaWebhook(config);
    this.descriptor = {
      id: ID,
      currencies: ['RUB'],
      lifetimeSeconds: LIFETIME_SECONDS,
      capabilities: { refund: true, underpay: false, overpay: false, savedMethod: config.saveMethods },
    };
  }

  /** May be repeated after any failure; throws `InvoiceMismatch` for a payment that is over, asks for something else or is play money. */
  async create(request: InvoiceRequest): Promise<CreatedInvoice> {
    requireRubles(request.amount.currency);
    const { payment, known } = await this.open('create', request, invoiceBody(request, this.config, this.returnUrl));
    const snapshot = snapshotOf(payment, this.config);
    refuseDifference(request, snapshot);
    if (snapshot.state !== 'awaiting') throw new InvoiceMismatch(ID, 'status');
    const url = payment.confirmation?.confirmation_url ?? '';
    if (!/^https?:\/\//.test(url)) throw new InvoiceMismatch(ID, 'confirmation_url');
    return { invoiceId: payment.id, url, expiresAt: request.expiresAt, reused: known, snapshot };
  }

  /**
   * Repeatable for a day from the payment's opening, which its expiry tells; after that one that was not found is `rejected`, and so
   * is the charge of a method whose owner has withdrawn it. A charge that is declined for another reason comes back as failed.
   */
  async charge(request: ChargeRequest): Promise<CreatedInvoice> {
    if (!this.config.saveMethods) throw new ProviderError(ID, 'not_supported', 'saved methods are not configured');
    requireRubles(request.amount.currency);
    const { payment, known } = await this.open('charge', request, chargeBody(request, this.config));
    const snapshot = snapshotOf(payment, this.config);
    refuseDifference(request, snapshot);
    if (payment.cancellation_details?.reason === 'permission_revoked') {
      throw new ProviderError(ID, 'rejected', 'permission_revoked: the payer has withdrawn the saved method');
    }
    return { invoiceId: payment.id, url: this.returnUrl, expiresAt: request.expiresAt, reused: known, snapshot };
  }

  async fetch(reference: PaymentReference): Promise<ProviderSnapshot | undefined> {
    const payment = await this.find(reference);
    return payment && snapshotOf(payment, this.config, await this.refundsOf(payment));
  }

  receive(request: WebhookRequest): WebhookVerdict {
    return this.webhook.judge(request);
  }

  referenceOf(body: Uint8Array): PaymentReference {
    return this.webhook.referenceOf(body);
  }

  /** The provider names no limits: they depend on how the payer pays. */
  async limits(currency: Currency): Promise<GatewayLimits> {
    requireRubles(currency);
    return { minimum: undefined, maximum: undefined };
  }

  async scan(since: Date, cursor?: string): Promise<InvoicePage> {
    const { payments, nextCursor } = await this.list.page(since, cursor);
    const invoices = payments.map((payment) => ({
      snapshot: snapshotOf(payment, this.config),
      createdAt: payment.created_at,
      changedAt: payment.captured_at ?? payment.created_at,
    }));
    return { invoices, nextCursor };
  }

  /** Money goes back to what it was paid with, and nowhere else. */
  isDestination(destination: string): boolean {
    return destination === '';
  }

  /**
   * Looked for first, since its key ends after a day and brings back an old answer until then. A refund the provider has cancelled
   * under this id stays cancelled: it throws `rejected`, and the next needs an id of its own.
   */
  async refund(request: RefundRequest): Promise<RefundState> {
    const payment = await this.find(request.reference);
    if (!payment) throw new ProviderError(ID, 'not_found', 'no such payment');
    const refunds = await this.refundsOf(payment);
    const begun = refundStateOf(snapshotOf(payment, this.config, refunds));
    if (begun) return begun;
    const own = refunds.find(({ description }) => description === refundDescription(request.refundId));
    return own ? outcomeOf(own) : this.sendRefund(request, payment);
  }

  async ping(): Promise<GatewayHealth> {
    try {
      const shop = await this.api.call({ step: 'ping', path: '/me', answer: shopSchema });
      const lacking = this.lacking(shop.test, shop.fiscalization_enabled ?? false);
      return { ok: lacking === undefined, detail: lacking ?? 'answers', balances: [] };
    } catch (error) {
      if (error instanceof ProviderError) return { ok: false, detail: error.failure, balances: [] };
      throw error;
    }
  }

  private get returnUrl(): string {
    return this.deps.returnUrl ?? RETURN_URL;
  }

  /** What would make every payment useless or refused. */
  private lacking(isTest: boolean, wantsReceipts: boolean): string | undefined {
    if (isTest && !this.config.testMode) return 'a test shop where real money is expected';
    return wantsReceipts && !this.config.receipt ? 'the shop wants receipts, and no e-mail is set for them' : undefined;
  }

  private async open(step: 'create' | 'charge', request: Omit<InvoiceRequest, 'remember'>, body: object): Promise<Opened> {
    const askedAt = this.deps.clock.now().getTime();
    const openedAt = request.expiresAt.getTime() - LIFETIME_SECONDS * 1000;
    if (askedAt - openedAt >= REPLAY_MS) return this.known(request.paymentId, () => new ProviderError(ID, 'rejected', 'too old to be asked for again'));
    try {
      const payment = await this.api.call({ step, path: '/payments', write: { key: request.paymentId, body }, answer: paymentSchema });
      if (payment.created_at.getTime() >= askedAt - CLOCK_TOLERANCE_MS) return { payment, known: false };
      // A repeated key brings the first answer back, which tells how the payment stood then.
      return { payment: (await this.read(payment.id)) ?? payment, known: true };
    } catch (error) {
      // A key that was sent with another text is refused as well: the payer may have changed the language meanwhile.
      if (!isRejected(error)) throw error;
      return this.known(request.paymentId, () => error);
    }
  }

  private async known(paymentId: string, otherwise: () => Error): Promise<Opened> {
    const payment = await this.list.find(paymentId);
    if (!payment) throw otherwise();
    return { payment, known: true };
  }

  private find({ invoiceId, paymentId = '' }: PaymentReference): Promise<WirePayment | undefined> {
    return invoiceId === undefined ? this.list.find(paymentId) : this.read(invoiceId);
  }

  private async read(invoiceId: string): Promise<WirePayment | undefined> {
    try {
      return await this.api.call({ step: 'fetch', path: `/payments/${encodeURIComponent(invoiceId)}`, answer: paymentSchema });
    } catch (error) {
      if (error instanceof ProviderError && error.failure === 'not_found') return undefined;
      throw error;
    }
  }

  /** A refund under way, or one that was cancelled, shows in the list of refunds only. */
  private async refundsOf(payment: WirePayment): Promise<readonly WireRefund[]> {
    if (!mayHideRefunds(payment)) return [];
    const path = `/refunds?limit=100&payment_id=${payment.id}`;
    return (await this.api.call({ step: 'refunds', path, answer: refundsSchema })).items;
  }

  private async sendRefund(request: RefundRequest, payment: WirePayment): Promise<RefundState> {
    const body = refundBody(request, payment.id, payment.description ?? 'Refund', this.config);
    const write = { key: request.refundId, body };
    let answer: WireRefund;
    try {
      answer = await this.api.call({ step: 'refund', path: '/refunds', write, answer: refundSchema });
    } catch (error) {
      // It may have been refunded meanwhile.
      const after = isRejected(error) ? await this.fetch({ invoiceId: payment.id }) : undefined;
      const state = after && refundStateOf(after);
      if (!state) throw error;
      return state;
    }
    return outcomeOf(answer);
  }
}

function requireRubles(currency: Currency): void {
  if (currency !== 'RUB') throw new ProviderError(ID, 'not_supported', `collects no ${currency}`);
}

function isRejected(error: unknown): error is ProviderError {
  return error instanceof ProviderError && error.failure === 'rejected';
}

function refundStateOf({ state }: ProviderSnapshot): RefundState | undefined {
  if (state === 'refunded') return { state: 'done' };
  return state === 'refund_pending' ? { state: 'pending' } : undefined;
}

function outcomeOf({ status, cancellation_details: details }: WireRefund): RefundState {
  if (status === 'canceled') throw new ProviderError(ID, 'rejected', `cancelled: ${details?.reason ?? 'without a reason'}`);
  return { state: status === 'succeeded' ? 'done' : 'pending' };
}

/** What a key or a search brings back is only shown when it is what was asked for, and in money that counts. */
function refuseDifference(request: Omit<InvoiceRequest, 'remember'>, snapshot: ProviderSnapshot): void {
  if (snapshot.paymentId !== request.paymentId) throw new InvoiceMismatch(ID, 'metadata');
  if (snapshot.requested?.currency !== request.amount.currency) throw new InvoiceMismatch(ID, 'currency');
  if (!snapshot.requested.equals(request.amount)) throw new InvoiceMismatch(ID, 'amount');
  if (snapshot.test) throw new InvoiceMismatch(ID, 'test');
}
