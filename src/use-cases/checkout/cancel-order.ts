import type { UserId } from '#domain/customers/customer.js';
import { type Order, OrderNotOpen } from '#domain/orders/order.js';
import { giveBackPromo } from '../growth/promo-use.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import { requireOwn } from './own-order.js';

/** Drops an order that is not paid. Money that still comes for it goes to the balance. Repeatable. */
export class CancelOrder {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws `OrderNotOpen` once the order is paid. */
  execute(command: { readonly userId: UserId; readonly orderId: string }): Promise<Order> {
    return this.unitOfWork.run(async (tx) => {
      const order = requireOwn(await tx.orders.lock(command.orderId), command.userId);
      if (order.state === 'cancelled') return order;
      if (order.state !== 'draft' && order.state !== 'awaiting_payment') throw new OrderNotOpen(order.state);
      const cancelled = order.moved('cancelled', 'by-buyer');
      await tx.orders.save(cancelled);
      await giveBackPromo(tx, order);
      await tx.statement.update(`order:${order.id}`, { status: 'cancelled' });
      return cancelled;
    });
  }
}
