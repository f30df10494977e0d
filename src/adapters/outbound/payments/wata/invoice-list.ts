import type { InvoicePage, ListedInvoice } from '#use-cases/ports/providers/payment-gateway.js';
import { orderOf } from './order.js';
import type { WataRecords } from './records.js';
import { snapshotOf } from './snapshot.js';
import type { WireLink, WireTransaction } from './wire.js';

/**
 * All orders with a link or a transaction since then, put together from both lists: links alone forget what has expired, and an
 * order's transactions may stand far apart. So it is one page, whatever the number of theirs.
 */
export async function readInvoiceList(records: WataRecords, since: Date, now: Date): Promise<InvoicePage> {
  const filter = { CreationTimeFrom: since.toISOString() };
  const [transactions, links] = [await records.transactions(filter), await records.links(filter)];
  const byOrder = new Map<string, (WireLink | WireTransaction)[]>();
  for (const one of [...transactions, ...links]) {
    const key = one.orderId ?? one.id;
    const known = byOrder.get(key);
    if (known) known.push(one);
    else byOrder.set(key, [one]);
  }
  return { invoices: [...byOrder.values()].flatMap((found) => listed(found, since, now)), nextCursor: undefined };
}

function listed(found: readonly (WireLink | WireTransaction)[], since: Date, now: Date): readonly ListedInvoice[] {
  const transactions = found.filter((one): one is WireTransaction => 'kind' in one);
  const links = found.filter((one): one is WireLink => !('kind' in one));
  const order = orderOf(found[0]?.orderId ?? undefined, links, transactions);
  // Refunds alone belong to an order that is older than the list.
  if (!order) return [];
  const times = found.flatMap(timesOf).map((time) => time.getTime());
  const createdAt = order.link?.creationTime ?? new Date(Math.min(...times, ...(times.length === 0 ? [since.getTime()] : [])));
  return [{ snapshot: snapshotOf(order, now), createdAt, changedAt: new Date(Math.max(createdAt.getTime(), ...times)) }];
}

function timesOf(one: WireLink | WireTransaction): readonly Date[] {
  const times = [one.creationTime, 'kind' in one ? one.paymentTime : undefined];
  return times.filter((time) => time != null);
}
