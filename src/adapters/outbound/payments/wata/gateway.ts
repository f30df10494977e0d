import type { ProviderSnapshot } from '#domain/payments/provider-snapshot.js';
import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
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
import { WataApi } from './api.js';
import type { WataConfig } from './config.js';
import { Checkup } from './checkup.js';
import { readInvoiceList } from './invoice-list.js';
import { nameOf, orderOf, type OrderName, type WataOrder } from './order.js';
import { PublicKeys } from './webhooks/public-keys.js';
import { WataRecords } from './records.js';
import { refundOrder } from './refund.js';
import { isOpen, isTold, snapshotOf } from './snapshot.js';
import { WataWebhook } from './webhooks/webhook.js';
import { linkSchema, withAmount, type WireLink } from './wire.js';

const ID = 'wata';
const MINUTE_MS = 60_000;
/** Ten minutes and thirty days are theirs; their clock may differ from ours. */
const LINK_LIFE_MS = { least: 15 * MINUTE_MS, most: (30 * 24 * 60 - 5) * MINUTE_MS } as const;
/** The bank behind a terminal may take less; nothing tells how much. */
const MINIMUM: Readonly<Partial<Record<Currency, string>>> = { RUB: '10', USD: '1', EUR: '1' };
const MAXIMUM = '999999.99';

/**
 * Collects fiat money through Wata's payment links. Wata knows no idempotence and forgets links, so all goes by the order id, which
 * is our payment id: what is there is looked for before anything is made.
 */
export class WataGateway implements PaymentGateway {
  readonly descriptor: GatewayDescriptor;
  private readonly api: WataApi;
  private readonly records: WataRecords;
  private readonly webhook: WataWebhook;
  private readonly checkup: Checkup;

  constructor(
    config: WataConfig,
    private readonly deps: GatewayDeps,
  ) {
    this.api = new WataApi(deps.http, config, deps.clock);
    this.records = new WataRecords(this.api, config.terminalId);
    this.webhook = new WataWebhook(new PublicKeys(this.api, deps.clock), this.records);
    this.checkup = new Checkup(this.api, this.records, config, deps.clock);
    this.descriptor = {
      id: ID,
      currencies: Object.keys(MINIMUM) as Currency[],
      lifetimeSeconds: config.lifetimeSeconds,
      // A link takes its own amount only, but an order may be paid twice.
      capabilities: { refund: true, underpay: false, overpay: true, savedMethod: false },
    };
  }

  /**
   * May be repeated after any failure: an open link of this payment is given out again. Throws `InvoiceMismatch` when there is one
   * that asks for something else, that is closed, or whose time is over.
   */
  async create(request: InvoiceRequest): Promise<CreatedInvoice> {
    requireCurrency(request.amount.currency);
    const links = await this.records.links({ OrderId: request.paymentId });
    const now = this.deps.clock.now();
    const known = links.find((link) => link.status !== 'Opened' || isOpen(link, now));
    if (!known && request.expiresAt <= now) throw new InvoiceMismatch(ID, 'expirationDateTime');
    const expiresAt = linkEnd(request.expiresAt, now);
    const link = known ?? (await this.open(request, expiresAt));
    const name = { paymentId: request.paymentId, linkId: link.id, amount: request.amount };
    const snapshot = snapshotOf({ name, link, transactions: [] }, now);
    this.refuseDifference(request, link, snapshot);
    return { invoiceId: snapshot.invoiceId, url: link.url, expiresAt: link.expirationDateTime ?? expiresAt, reused: known !== undefined, snapshot };
  }

  charge(): Promise<CreatedInvoice> {
    return Promise.reject(new ProviderError(ID, 'not_supported', 'keeps no way to pay'));
  }

  /** By our invoice id one read tells of money; the link itself is read only when nothing has come. */
  async fetch({ invoiceId, paymentId }: PaymentReference): Promise<ProviderSnapshot | undefined> {
    const name = invoiceId === undefined ? undefined : nameOf(invoiceId);
    const order = name ? await this.named(name) : await this.found(paymentId);
    return order && snapshotOf(order, this.deps.clock.now());
  }

  /** Gets the public key where it is missing or has changed. Throws `ProviderError` while there is none. */
  prepare(request: WebhookRequest): Promise<void> {
    return this.webhook.prepare(request);
  }

  receive(request: WebhookRequest): WebhookVerdict {
    return this.webhook.judge(request);
  }

  referenceOf(body: Uint8Array): PaymentReference {
    return this.webhook.referenceOf(body);
  }

  async limits(currency: Currency): Promise<GatewayLimits> {
    return { minimum: Money.parse(requireCurrency(currency), currency), maximum: Money.parse(MAXIMUM, currency) };
  }

  scan(since: Date): Promise<InvoicePage> {
    return readInvoiceList(this.records, since, this.deps.clock.now());
  }

  isDestination(destination: string, currency: Currency): boolean {
    return destination === '' && MINIMUM[currency] !== undefined;
  }

  async refund({ reference, amount }: RefundRequest): Promise<{ readonly state: 'pending' | 'done' }> {
    const OrderId = nameOf(reference.invoiceId ?? '')?.paymentId ?? reference.paymentId;
    if (OrderId === undefined) throw new ProviderError(ID, 'not_found', 'no such invoice');
    return refundOrder(this.api, await this.records.transactions({ OrderId }), amount);
  }

  ping(): Promise<GatewayHealth> {
    return this.checkup.ping();
  }

  private async named(name: OrderName): Promise<WataOrder> {
    const transactions = await this.records.transactions({ OrderId: name.paymentId });
    return { name, link: isTold(transactions) ? undefined : await this.records.link(name.linkId), transactions };
  }

  private async found(paymentId: string | undefined): Promise<WataOrder | undefined> {
    if (paymentId === undefined) return undefined;
    const filter = { OrderId: paymentId };
    return orderOf(paymentId, await this.records.links(filter), await this.records.transactions(filter));
  }

  private open({ paymentId, amount, description }: InvoiceRequest, expiresAt: Date): Promise<WireLink> {
    const { returnUrl } = this.deps;
    const body = withAmount(amount, {
      currency: amount.currency,
      description,
      orderId: paymentId,
      successRedirectUrl: returnUrl,
      failRedirectUrl: returnUrl,
      expirationDateTime: expiresAt.toISOString(),
      type: 'OneTime',
      isArbitraryAmountAllowed: false,
    });
    return this.api.call({ step: 'create', path: '/links', body, answer: linkSchema });
  }

  private refuseDifference(request: InvoiceRequest, link: WireLink, snapshot: ProviderSnapshot): void {
    if (this.records.isForeign(link)) throw new InvoiceMismatch(ID, 'terminalPublicId');
    if (snapshot.paymentId !== request.paymentId) throw new InvoiceMismatch(ID, 'orderId');
    if (snapshot.requested?.currency !== request.amount.currency) throw new InvoiceMismatch(ID, 'currency');
    if (!snapshot.requested.equals(request.amount)) throw new InvoiceMismatch(ID, 'amount');
    if (link.isArbitraryAmountAllowed) throw new InvoiceMismatch(ID, 'isArbitraryAmountAllowed');
    if (link.type === 'ManyTime') throw new InvoiceMismatch(ID, 'type');
    if (snapshot.state !== 'awaiting') throw new InvoiceMismatch(ID, 'status');
  }
}

function requireCurrency(currency: Currency): string {
  const minimum = MINIMUM[currency];
  if (minimum === undefined) throw new ProviderError(ID, 'not_supported', `collects no ${currency}`);
  return minimum;
}

function linkEnd(wanted: Date, now: Date): Date {
  const life = wanted.getTime() - now.getTime();
  return new Date(now.getTime() + Math.min(LINK_LIFE_MS.most, Math.max(LINK_LIFE_MS.least, life)));
}
