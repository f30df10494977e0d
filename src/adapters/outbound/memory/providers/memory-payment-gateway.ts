import type { ProviderSnapshot } from '#domain/payments/provider-snapshot.js';
import type { Money } from '#domain/shared/money.js';
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
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { assertNoOpenTransaction } from '../persistence/open-transaction.js';
import { type FailureMoment, ScriptedFailures } from './scripted-failures.js';

export type GatewayStep = 'create' | 'charge' | 'fetch' | 'scan' | 'limits' | 'refund' | 'ping';

type RefundEnd = 'refunded' | 'refund_pending' | 'refund_failed';

const SIGNATURE = 'genuine';
const PER_PAGE = 100;

/**
 * A gateway in process memory: one invoice a payment id, a person who pays what a test says, and a record of what really happened there.
 * Refuses to be called inside a transaction.
 */
export class MemoryPaymentGateway implements PaymentGateway {
  readonly descriptor: GatewayDescriptor;
  /** What happened at the provider: invoices by payment id, refunds that were begun, and every call that was made. */
  readonly invoices = new Map<string, ProviderSnapshot & { readonly url: string; readonly expiresAt: Date }>();
  readonly refunds: (RefundRequest & { readonly end: RefundEnd })[] = [];
  readonly calls: GatewayStep[] = [];
  /** Tokens that may be charged. */
  readonly methods = new Set<string>();
  allowed: GatewayLimits = { minimum: undefined, maximum: undefined };
  /** What a refund that arrives leads to at once. */
  onRefund: RefundEnd = 'refunded';
  private readonly failures = new ScriptedFailures<GatewayStep>();

  constructor(descriptor: Partial<GatewayDescriptor> = {}) {
    this.descriptor = {
      id: 'heleket',
      currencies: ['TON'],
      lifetimeSeconds: 3600,
      capabilities: { refund: true, underpay: true, overpay: true, savedMethod: false },
      ...descriptor,
    };
  }

  /** The payer sends money: from now on the provider says so. */
  pay(paymentId: string, received: Money, changes: Partial<ProviderSnapshot> = {}): void {
    this.say(paymentId, { state: 'paid', final: true, received, ...changes });
  }

  /** From now on the provider says this about the payment. */
  say(paymentId: string, changes: Partial<ProviderSnapshot>): void {
    const known = this.invoices.get(paymentId);
    if (!known) throw new Error(`no invoice was made for ${paymentId}`);
    this.invoices.set(paymentId, { ...known, providerStatus: changes.state ?? known.providerStatus, ...changes });
  }

  /** The webhook the provider would send now. */
  webhook(paymentId: string, signature: string = SIGNATURE): WebhookRequest {
    const { invoiceId, providerStatus } = this.invoices.get(paymentId) ?? { invoiceId: 'unknown', providerStatus: 'paid' };
    const body = new TextEncoder().encode(JSON.stringify({ invoiceId, paymentId, providerStatus }));
    return { body, headers: { 'x-signature': signature }, remoteAddress: '127.0.0.1' };
  }

  failNext(step: GatewayStep, error: Error = new ProviderError(this.descriptor.id, 'unavailable', 'out of order'), moment: FailureMoment = 'before'): void {
    this.failures.order(step, error, moment);
  }

  create(request: InvoiceRequest): Promise<CreatedInvoice> {
    return this.call('create', () => {
      const reused = this.invoices.has(request.paymentId);
      const invoice = this.invoices.get(request.paymentId) ?? this.issue(request);
      return { invoiceId: invoice.invoiceId, url: invoice.url, expiresAt: invoice.expiresAt, reused, snapshot: invoice };
    });
  }

  /** Charges a method that a snapshot named: what is charged arrives at once. */
  charge(request: ChargeRequest): Promise<CreatedInvoice> {
    return this.call('charge', () => {
      if (!this.methods.has(request.token)) throw new ProviderError(this.descriptor.id, 'rejected', 'this method was taken back');
      const reused = this.invoices.has(request.paymentId);
      if (!reused) {
        this.issue(request);
        this.pay(request.paymentId, request.amount);
      }
      const invoice = this.invoices.get(request.paymentId) ?? this.issue(request);
      return { invoiceId: invoice.invoiceId, url: invoice.url, expiresAt: invoice.expiresAt, reused, snapshot: invoice };
    });
  }

  fetch(reference: PaymentReference): Promise<ProviderSnapshot | undefined> {
    return this.call('fetch', () => this.find(reference));
  }

  receive(request: WebhookRequest): WebhookVerdict {
    if (request.headers['x-signature'] !== SIGNATURE) return { verdict: 'rejected', reason: 'bad-signature' };
    const event = readEvent(request.body);
    if (!event) return { verdict: 'rejected', reason: 'malformed' };
    return { verdict: 'authentic', eventKey: `${event.invoiceId}:${event.providerStatus}`, reference: event };
  }

  referenceOf(body: Uint8Array): PaymentReference {
    const { invoiceId, paymentId } = readEvent(body) ?? {};
    return { invoiceId, paymentId };
  }

  limits(): Promise<GatewayLimits> {
    return this.call('limits', () => this.allowed);
  }

  scan(since: Date, cursor = '0'): Promise<InvoicePage> {
    return this.call('scan', () => {
      const made = [...this.invoices.values()].map((snapshot) => {
        const createdAt = new Date(snapshot.expiresAt.getTime() - this.descriptor.lifetimeSeconds * 1000);
        return { snapshot, createdAt, changedAt: createdAt };
      });
      const found = made.filter(({ createdAt }) => createdAt >= since);
      const end = Number(cursor) + PER_PAGE;
      return { invoices: found.slice(Number(cursor), end), nextCursor: end < found.length ? String(end) : undefined };
    });
  }

  isDestination(destination: string): boolean {
    return destination.startsWith('wallet-');
  }

  /** Counts each that arrives: like Heleket it has no keys, so whoever sends one twice pays twice. */
  refund(request: RefundRequest): Promise<{ readonly state: 'pending' | 'done' }> {
    return this.call('refund', () => {
      const paid = this.find(request.reference);
      if (paid?.state === 'refunded') return { state: 'done' };
      if (paid?.state === 'refund_pending') return { state: 'pending' };
      this.refunds.push({ ...request, end: this.onRefund });
      if (paid?.paymentId !== undefined) this.say(paid.paymentId, { state: this.onRefund });
      return { state: this.onRefund === 'refunded' ? 'done' : 'pending' };
    });
  }

  ping(): Promise<GatewayHealth> {
    return this.call('ping', () => ({ ok: true, detail: 'in memory', balances: [] }));
  }

  private async call<Result>(step: GatewayStep, work: () => Result): Promise<Result> {
    assertNoOpenTransaction(`${this.descriptor.id}.${step} was called`);
    this.calls.push(step);
    return this.failures.around(step, work);
  }

  private find(reference: PaymentReference): (ProviderSnapshot & { readonly url: string }) | undefined {
    const { invoiceId, paymentId } = reference;
    if (paymentId !== undefined && this.invoices.has(paymentId)) return this.invoices.get(paymentId);
    return [...this.invoices.values()].find((invoice) => invoice.invoiceId === invoiceId);
  }

  private issue(request: Pick<InvoiceRequest, 'paymentId' | 'amount' | 'expiresAt'>) {
    const invoiceId = `${this.descriptor.id}-invoice-${this.invoices.size + 1}`;
    const invoice = {
      invoiceId,
      paymentId: request.paymentId,
      state: 'awaiting',
      final: false,
      requested: request.amount,
      received: undefined,
      providerStatus: 'awaiting',
      url: `https://pay.example/${invoiceId}`,
      expiresAt: request.expiresAt,
    } as const;
    this.invoices.set(request.paymentId, invoice);
    return invoice;
  }
}

function readEvent(body: Uint8Array): { invoiceId: string; paymentId: string; providerStatus: string } | undefined {
  try {
    const event: unknown = JSON.parse(new TextDecoder().decode(body));
    const { invoiceId, paymentId, providerStatus } = event as Record<string, unknown>;
    const complete = typeof invoiceId === 'string' && typeof paymentId === 'string' && typeof providerStatus === 'string';
    return complete ? { invoiceId, paymentId, providerStatus } : undefined;
  } catch {
    return undefined;
  }
}
