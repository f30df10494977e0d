import type { AnyOrder } from '#domain/orders/any-order.js';
import { release } from '#domain/wallet/ledger.js';
import { giveBackPromo } from '../growth/promo-use.js';
import type { Transaction } from '../ports/persistence/unit-of-work.js';

/**
 * What was paid for cannot be delivered: the held price is on the balance again, the promo code can be used again, and the person is told.
 * In the caller's transaction, which has locked the order; once for each order, since its hold can be released once. `id` is that of the
 * new line of the person's history.
 */
export async function failPaidOrder(tx: Transaction, order: AnyOrder, reason: string, { id, now }: { readonly id: string; readonly now: Date }): Promise<void> {
  const { id: orderId, userId, price } = order;
  await tx.ledger.post(release(orderId, userId, price));
  await tx.orders.save(order.moved('failed', reason));
  await giveBackPromo(tx, order);
  await tx.statement.update(`order:${orderId}`, { status: 'failed' });
  await tx.statement.add({
    id,
    userId,
    type: 'refund',
    status: 'completed',
    amount: price,
    description: 'order-refund',
    externalId: `refund:${orderId}`,
    metadata: { orderId, reason },
    createdAt: now,
  });
  const { available } = await tx.ledger.balance(userId, price.currency);
  await tx.notices.add(`order:${orderId}:refunded`, userId, { kind: 'order-refunded', orderId, amount: price.toJSON(), balance: available.toJSON(), reason }, now);
  await tx.jobs.enqueue({ name: 'deliver-notices' });
}
