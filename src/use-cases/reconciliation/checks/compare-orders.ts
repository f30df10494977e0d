import type { Discrepancy, DiscrepancyKind } from '#domain/reconciliation/discrepancy.js';
import type { BookedOrder } from '../../queries/reconciliation-queries.js';

const WAITING: readonly BookedOrder['state'][] = ['paid', 'fulfilling', 'unknown'];

/** What is wrong among our own rows: orders that wait too long, and money that is held for nothing. */
export function compareOrders(orders: readonly BookedOrder[], overdueBefore: Date): readonly Discrepancy[] {
  return orders.flatMap((order) => {
    const kind = kindOf(order, overdueBefore);
    const facts = { order: order.id, state: order.state, price: order.price.toString(), since: order.waitingSince.toISOString() };
    return kind ? [{ kind, source: 'shop', subject: order.id, subjectAt: order.waitingSince, facts }] : [];
  });
}

function kindOf({ state, held, ended, waitingSince }: BookedOrder, overdueBefore: Date): DiscrepancyKind | undefined {
  if (WAITING.includes(state)) return waitingSince < overdueBefore ? 'delivery-overdue' : undefined;
  return (held || state === 'delivered') && !ended ? 'hold-left' : undefined;
}
