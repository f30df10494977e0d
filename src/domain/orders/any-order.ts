import { DomainError } from '../shared/domain-error.js';
import type { StarOrder } from './star-order.js';
import type { SubscriptionOrder } from './subscription-order.js';

/** Everything that can be bought. */
export type AnyOrder = StarOrder | SubscriptionOrder;

/** A button or a job for one kind of order names one of another kind. */
export class AnotherKindOfOrder extends DomainError {
  constructor(kind: string) {
    super('orders.another-kind', 'conflict', 'this order is for something else', { kind });
  }
}

/** Throws `AnotherKindOfOrder`. */
export function starOrder(order: AnyOrder): StarOrder {
  if (order.kind !== 'stars') throw new AnotherKindOfOrder(order.kind);
  return order;
}

/** Throws `AnotherKindOfOrder`. */
export function subscriptionOrder(order: AnyOrder): SubscriptionOrder {
  if (order.kind !== 'subscription') throw new AnotherKindOfOrder(order.kind);
  return order;
}
