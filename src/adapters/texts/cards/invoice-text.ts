import type { Language } from '#domain/customers/customer.js';
import type { AnyOrder } from '#domain/orders/any-order.js';
import type { InvoiceText, InvoiceWording } from '#use-cases/ports/providers/invoice-wording.js';
import type { Texts } from '../texts.js';
import { shorten } from '../plain-text.js';

const LONGEST_TITLE = 32;
const LONGEST_DESCRIPTION = 128;

/** Invoices in the shop's words. */
export class WordedInvoices implements InvoiceWording {
  constructor(private readonly texts: Texts) {}

  of(order: AnyOrder | undefined, language: Language): InvoiceText {
    const words = this.texts.in(language);
    if (!order) return fitting(words.plain('invoice.top-up.title'), words.plain('invoice.top-up.description'));
    if (order.kind === 'subscription') {
      return fitting(words.plain('invoice.subscription.title'), words.plain('invoice.subscription.description', { days: words.days(order.days) }));
    }
    const values = { stars: words.stars(order.delivered), recipient: order.recipient?.username ?? '' };
    return fitting(words.plain('invoice.stars.title'), words.plain('invoice.stars.description', values));
  }
}

function fitting(title: string, description: string): InvoiceText {
  return { title: shorten(title, LONGEST_TITLE), description: shorten(description, LONGEST_DESCRIPTION) };
}
