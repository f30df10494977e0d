import { randomUUID } from 'node:crypto';
import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import type { InvoiceRequest, PaymentGateway, WebhookRequest } from '#use-cases/ports/providers/payment-gateway.js';
import { CUSTOMER_ID } from '../../builders/a-customer.js';

/** What can happen at a provider; each that cannot leaves out the tests about it. */
export interface GatewayTraits {
  readonly underpay: boolean;
  readonly overpay: boolean;
  /** Each payment brings exactly what was asked: more comes only by paying again. */
  readonly exact?: boolean;
  /** Whether money can still arrive for an invoice that is over. */
  readonly lateMoney: boolean;
  /** What makes a webhook believable: a signature, only that the invoice is read back afterwards, or that there are none. */
  readonly proof: 'signature' | 'read-back' | 'none';
}

/** A gateway with its outside world in our hands. */
export interface GatewayWorld {
  readonly gateway: PaymentGateway;
  /** What the gateway collects. */
  readonly currency: Currency;
  /** An amount down to the last decimal its invoices may have. */
  readonly oddAmount: string;
  now(): Date;
  pass(seconds: number): void;
  /** Money arrives at an invoice; late money arrives even when it is closed. */
  pay(invoiceId: string, amount: Money, late?: boolean): Promise<void>;
  /** The next call is carried out, but its answer never comes. */
  loseNextAnswer(): void;
  /** How many invoices the provider really has for this payment id. */
  invoicesOf(paymentId: string): number;
  /** What the provider posts about an invoice as it is now. */
  webhookOf(invoiceId: string): Promise<WebhookRequest>;
  close(): Promise<void>;
}

/** A world whose provider can be made to say what is not so. */
export interface TreacherousWorld extends GatewayWorld {
  /** Another coin the provider knows. */
  readonly otherCurrency: Currency;
  /** The next answer is well formed and names another amount. */
  falsifyNextAnswer(): void;
  /** An open invoice the provider already has under this payment id. */
  plant(paymentId: string, amount: Money): Promise<void>;
}

/** What a payer reads on an invoice of a test. */
export const INVOICE_TEXT = { title: 'Polaris', description: 'A month of VPN', language: 'en' } as const;

export type InvoiceRequests = (amount: string, paymentId?: string) => InvoiceRequest;

/** Requests for invoices in a world that is opened anew before each test. */
export function invoiceRequests(world: () => GatewayWorld): InvoiceRequests {
  return (amount, paymentId = randomUUID()) => {
    const { gateway, currency } = world();
    const expiresAt = new Date(world().now().getTime() + gateway.descriptor.lifetimeSeconds * 1000);
    return { paymentId, amount: Money.parse(amount, currency), userId: CUSTOMER_ID, expiresAt, ...INVOICE_TEXT };
  };
}


/** What a call failed with; a call that succeeds is the test's failure. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error('the call was expected to fail');
}
