import type { Language } from '#domain/customers/customer.js';
import type { AnyOrder } from '#domain/orders/any-order.js';

export interface InvoiceText {
  /** At most 32 characters. */
  readonly title: string;
  /** At most 128 characters. */
  readonly description: string;
}

/** What a payer reads at the provider about an order, or about a top-up of the balance where there is none. */
export interface InvoiceWording {
  of(order: AnyOrder | undefined, language: Language): InvoiceText;
}
