import type { ProviderSnapshot } from '#domain/payments/provider-snapshot.js';
import type { InvoicePage } from '#use-cases/ports/providers/payment-gateway.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import type { CryptobotApi } from './api.js';
import { readPayload } from './payload.js';
import { invoicesSchema, type WireInvoice } from './wire.js';

/** The provider sends at most 1000 at once; an invoice is about 1 KB. */
const SHORT_PAGE = 100;
const LONG_PAGE = 1000;
const MOST_PAGES = 1000;
/** How much older than the payment's own time its invoice may look, clocks being what they are. */
const TOLERANCE_MS = 3_600_000;

/** The app's invoices as the provider lists them. It knows no search by our payload, so that is looked for page by page. */
export class InvoiceList {
  constructor(private readonly api: CryptobotApi) {}

  /** Undefined for an invoice that was never there or has been deleted. */
  async byId(invoiceId: string): Promise<WireInvoice | undefined> {
    if (!/^\d{1,20}$/.test(invoiceId)) return undefined;
    const found = await this.read({ invoice_ids: invoiceId });
    return found.find((invoice) => invoice.invoice_id === invoiceId);
  }

  /** Of several invoices for one payment the one with money on it, then one that is still open, then the oldest; made at `since` at the earliest. */
  async ofPayment(paymentId: string, since?: Date): Promise<WireInvoice | undefined> {
    const found: WireInvoice[] = [];
    const size = since ? SHORT_PAGE : LONG_PAGE;
    let earliest = since;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const items = await this.read({ offset: page * size, count: size });
      found.push(...items.filter(({ payload }) => readPayload(payload)?.paymentId === paymentId));
      earliest ??= found[0] && instant(found[0].created_at);
      if (items.length < size || (earliest && endsBefore(items, new Date(earliest.getTime() - TOLERANCE_MS)))) return preferred(found);
    }
    throw new ProviderError('cryptobot', 'unavailable', 'the list of invoices has no end');
  }

  /** One page of what was made since then; the cursor is the number of invoices in front of it. */
  async page(since: Date, cursor: string | undefined, snapshotOf: (invoice: WireInvoice) => ProviderSnapshot): Promise<InvoicePage> {
    const offset = Number(cursor ?? '0');
    const items = await this.read({ offset, count: SHORT_PAGE });
    const isLast = items.length < SHORT_PAGE || endsBefore(items, since);
    const listed = items.map((invoice) => ({ snapshot: snapshotOf(invoice), ...timesOf(invoice, since) }));
    return {
      invoices: listed.filter(({ createdAt }) => createdAt >= since),
      nextCursor: isLast ? undefined : String(offset + SHORT_PAGE),
    };
  }

  private read(parameters: Readonly<Record<string, string | number>>): Promise<readonly WireInvoice[]> {
    return this.api.call({ step: 'invoices', method: 'getInvoices', parameters, answer: invoicesSchema, effect: 'read' });
  }
}

export function instant(text: string | null | undefined): Date | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : new Date(time);
}

/** The order of the list is not documented: only a page that runs from new to old says that all behind it is older still. */
function endsBefore(items: readonly WireInvoice[], moment: Date): boolean {
  const last = instant(items.at(-1)?.created_at);
  const ids = items.map(({ invoice_id }) => BigInt(invoice_id));
  const isFalling = ids.every((id, index) => index === 0 || id < (ids[index - 1] ?? id));
  return isFalling && last !== undefined && last < moment;
}

function preferred(found: readonly WireInvoice[]): WireInvoice | undefined {
  const oldestFirst = [...found].sort((left, right) => (BigInt(left.invoice_id) < BigInt(right.invoice_id) ? -1 : 1));
  const withStatus = (wanted: string) => oldestFirst.find(({ status }) => status === wanted);
  return withStatus('paid') ?? withStatus('active') ?? oldestFirst[0];
}

function timesOf(invoice: WireInvoice, since: Date): { readonly createdAt: Date; readonly changedAt: Date } {
  const createdAt = instant(invoice.created_at) ?? since;
  const ended = invoice.status === 'expired' ? instant(invoice.expiration_date) : undefined;
  return { createdAt, changedAt: instant(invoice.paid_at) ?? ended ?? createdAt };
}
