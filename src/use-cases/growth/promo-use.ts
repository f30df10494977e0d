import type { AnyOrder } from '#domain/orders/any-order.js';
import type { Transaction } from '../ports/persistence/unit-of-work.js';

/** The reference under which an order has used its code. */
export const promoUseOf = ({ id }: { readonly id: string }): string => `order:${id}`;

/** The order came to nothing: its code can be used again. Repeatable. */
export async function giveBackPromo(tx: Transaction, order: AnyOrder): Promise<void> {
  if (order.kind === 'subscription' && order.promo !== undefined) await tx.promos.giveBack(promoUseOf(order));
}
