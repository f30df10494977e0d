import type { ReconciliationQueries } from '../../queries/reconciliation-queries.js';
import type { Check, Findings } from './check.js';
import { compareOrders } from './compare-orders.js';
import type { Window } from './window.js';

/** Compares our rows among themselves: orders with their money and their time. */
export class OrderCheck implements Check {
  readonly source = 'shop';

  constructor(
    private readonly queries: ReconciliationQueries,
    /** How long a paid order may wait for its stars. */
    private readonly overdueMs: number,
  ) {}

  async run({ since, until }: Window): Promise<Findings> {
    const orders = await this.queries.orders(since);
    return { found: compareOrders(orders, new Date(until.getTime() - this.overdueMs)), compared: { orders: orders.length } };
  }
}
