import type { AnyOrder } from '#domain/orders/any-order.js';
import { DomainError } from '#domain/shared/domain-error.js';

/** The price rose since it was shown: `orderId` is a new draft at the new one, confirming that accepts it. Nothing was charged. */
export class PriceMoved extends DomainError {
  constructor(order: AnyOrder, shown: string) {
    super('checkout.price-moved', 'conflict', 'the price has changed', {
      orderId: order.id,
      shown,
      price: order.price.toDecimal(),
      currency: order.price.currency,
    });
  }
}
