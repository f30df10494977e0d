import type { Language, UserId } from '#domain/customers/customer.js';
import type { ProviderSnapshot } from '#domain/payments/provider-snapshot.js';
import type { Currency } from '#domain/shared/currency.js';
import type { Money } from '#domain/shared/money.js';

export interface GatewayDescriptor {
  /** Stable: part of the webhook path, the ledger's account names and the rows. */
  readonly id: string;
  readonly currencies: readonly Currency[];
  readonly lifetimeSeconds: number;
  readonly capabilities: GatewayCapabilities;
}

export interface GatewayCapabilities {
  readonly refund: boolean;
  /** Whether less, or more, than an invoice asks for can arrive for it. */
  readonly underpay: boolean;
  readonly overpay: boolean;
  /** Whether what a payer has paid with may be charged again without the payer. */
  readonly savedMethod: boolean;
  /** False where the provider posts none, so that their absence says nothing. */
  readonly webhooks?: boolean;
}

export interface InvoiceRequest {
  readonly paymentId: string;
  readonly amount: Money;
  readonly userId: UserId;
  readonly expiresAt: Date;
  /** What the payer reads at the provider, in the payer's language: at most 32 and 128 characters. */
  readonly title: string;
  readonly description: string;
  readonly language: Language;
  /** Asks to remember what is paid with, for `charge`; only where the gateway is capable of it. */
  readonly remember?: boolean | undefined;
}

export interface ChargeRequest extends Omit<InvoiceRequest, 'remember'> {
  /** The saved method, as a snapshot named it. */
  readonly token: string;
}

export interface CreatedInvoice {
  readonly invoiceId: string;
  /** Where the payer pays; of a charge, the shop's own address. */
  readonly url: string;
  readonly expiresAt: Date;
  /** True when the provider returned an invoice it already had for this payment id. */
  readonly reused: boolean;
  readonly snapshot: ProviderSnapshot;
}

export interface WebhookRequest {
  /** The bytes as they came: signatures are checked on nothing else. */
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The peer's address, or the one a trusted proxy vouches for. */
  readonly remoteAddress: string;
}

export type WebhookVerdict =
  | { readonly verdict: 'authentic'; readonly eventKey: string; readonly reference: PaymentReference }
  | { readonly verdict: 'rejected'; readonly reason: 'malformed' | 'bad-signature' | 'foreign-address' };

/** Names a payment at the provider; at least one of the two is set. */
export interface PaymentReference {
  readonly invoiceId?: string | undefined;
  readonly paymentId?: string | undefined;
}

export interface RefundRequest {
  /** Ours; the key under which a provider that knows keys counts it once. */
  readonly refundId: string;
  readonly reference: PaymentReference;
  /** All that the payment brought. */
  readonly amount: Money;
  /** Empty where money goes back the way it came. */
  readonly destination: string;
}

/** One invoice as the provider's own list shows it. */
export interface ListedInvoice {
  readonly snapshot: ProviderSnapshot;
  readonly createdAt: Date;
  /** When its state changed last. */
  readonly changedAt: Date;
}

export interface InvoicePage {
  readonly invoices: readonly ListedInvoice[];
  /** Undefined on the last page. */
  readonly nextCursor: string | undefined;
}

export interface GatewayHealth {
  readonly ok: boolean;
  readonly detail: string;
  readonly balances: readonly { readonly amount: string; readonly currency: string }[];
}

export interface GatewayLimits {
  readonly minimum: Money | undefined;
  readonly maximum: Money | undefined;
}

/** One way to collect money. Every call may throw `ProviderError`; amounts go through as `Money`, converted at the wire. */
export interface PaymentGateway {
  readonly descriptor: GatewayDescriptor;
  /** Creates the invoice, or finds the one this payment id already has: repeating it is safe. Throws `InvoiceMismatch` when what comes back asks for something else. */
  create(request: InvoiceRequest): Promise<CreatedInvoice>;
  /**
   * Charges a saved method without the payer, under the payment's id as key: repeating it is safe within the provider's window, after
   * which it throws `rejected`. Throws `ProviderError` of kind `not_supported` where there are none.
   */
  charge(request: ChargeRequest): Promise<CreatedInvoice>;
  /** What the provider says now; undefined when it knows no such invoice. */
  fetch(reference: PaymentReference): Promise<ProviderSnapshot | undefined>;
  /**
   * Gets what `receive` cannot go and read, such as the provider's public key; awaited before it, and left out where there is nothing
   * to get. Throws `ProviderError` when that cannot be had: the webhook is then not taken, and comes again.
   */
  prepare?(request: WebhookRequest): Promise<void>;
  /** Verifies a webhook on its raw bytes. Pure: reads nothing, changes nothing. */
  receive(request: WebhookRequest): WebhookVerdict;
  /** Reads the reference out of a webhook body that `receive` has verified before it was stored. */
  referenceOf(body: Uint8Array): PaymentReference;
  /** Least and most the provider takes in a currency now. */
  limits(currency: Currency): Promise<GatewayLimits>;
  /** One page of all invoices the provider made since then, paid or not; for reconciliation. */
  scan(since: Date, cursor?: string): Promise<InvoicePage>;
  /** Whether money of this currency could be sent there; the empty text is right only where it goes back the way it came. Pure. */
  isDestination(destination: string, currency: Currency): boolean;
  /**
   * Returns all the money of a payment. A refund that is under way or done already is success; after `unknown_outcome` only the
   * invoice's own state tells. Throws `ProviderError` of kind `not_supported` while refunds are not configured.
   */
  refund(request: RefundRequest): Promise<{ readonly state: 'pending' | 'done' }>;
  ping(): Promise<GatewayHealth>;
}

/** The gateways that are configured, by id. */
export interface PaymentGateways {
  /** Throws `UnknownGateway`. */
  get(id: string): PaymentGateway;
  all(): readonly PaymentGateway[];
}
