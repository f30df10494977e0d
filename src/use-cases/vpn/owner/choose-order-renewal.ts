import type { UserId } from '#domain/customers/customer.js';
import { subscriptionOrder } from '#domain/orders/any-order.js';
import type { SubscriptionOrder } from '#domain/orders/subscription-order.js';
import { requireOwn } from '../../checkout/own-order.js';
import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';

/** Turns on or off, while it is a draft, that what is bought goes on by itself. Repeatable. */
export class ChooseOrderRenewal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws `OrderNotFound`, `OrderNotOpen`. */
  execute(command: { readonly userId: UserId; readonly orderId: string; readonly autoRenew: boolean }): Promise<SubscriptionOrder> {
    return this.unitOfWork.run(async (tx) => {
      const order = subscriptionOrder(requireOwn(await tx.orders.lock(command.orderId), command.userId)).renewing(command.autoRenew);
      await tx.orders.save(order);
      return order;
    });
  }
}
