import type { InvoicePage, ListedInvoice } from '#use-cases/ports/providers/payment-gateway.js';
import type { HeleketApi } from './api.js';
import { snapshotOf } from './snapshot.js';
import { listSchema, type WireInvoice } from './wire.js';

/** The provider's clock shows Moscow time, in what it is asked for too. */
const MOSCOW_MS = 3 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** Reads one page of the merchant's invoices; the cursor goes into the address, the dates into the body, the same for every page. */
export async function readInvoicePage(api: HeleketApi, since: Date, cursor: string | undefined, now: Date): Promise<InvoicePage> {
  const { items, nextCursor } = await api.call({
    step: 'scan',
    path: cursor === undefined ? '/v1/payment/list' : `/v1/payment/list?cursor=${encodeURIComponent(cursor)}`,
    body: { date_from: moscowTime(since), date_to: moscowTime(endOfTomorrow(now)) },
    answer: listSchema,
    effect: 'read',
  });
  return { invoices: items.map((invoice) => listed(invoice, since)), nextCursor };
}

function listed(invoice: WireInvoice, since: Date): ListedInvoice {
  const createdAt = instant(invoice.created_at) ?? since;
  return { snapshot: snapshotOf(invoice), createdAt, changedAt: instant(invoice.updated_at) ?? createdAt };
}

function instant(text: string | null | undefined): Date | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : new Date(time);
}

function endOfTomorrow(now: Date): Date {
  return new Date((Math.floor(now.getTime() / DAY_MS) + 2) * DAY_MS);
}

/** `YYYY-MM-DD HH:MM:SS`. */
function moscowTime(moment: Date): string {
  return new Date(moment.getTime() + MOSCOW_MS).toISOString().slice(0, 19).replace('T', ' ');
}
