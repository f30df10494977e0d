import type { UserId } from '#domain/customers/customer.js';
import { subscriptionOrder } from '#domain/orders/any-order.js';
import { OrderNotOpen } from '#domain/orders/order.js';
import type { SubscriptionOrder } from '#domain/orders/subscription-order.js';
import { requireOwn } from '../checkout/own-order.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { PromoBook, RedeemedDays } from './promo-book.js';

export type AppliedPromo = { readonly outcome: 'applied'; readonly order: SubscriptionOrder } | RedeemedDays;

/** Makes a draft cheaper by a code, or gives the days of one that gives days. The use of a discount is counted when the draft is confirmed. */
export class ApplyPromo {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly promos: PromoBook,
    private readonly clock: Clock,
  ) {}

  /** Throws `NoSuchPromo`, `PromoRefused`, `OrderNotFound`, `OrderNotOpen`, `PlanNotFound`; the draft is then as it was. */
  execute(command: { readonly userId: UserId; readonly orderId: string; readonly code: string }): Promise<AppliedPromo> {
    const now = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      const draft = subscriptionOrder(requireOwn(await tx.orders.lock(command.orderId), command.userId));
      if (draft.state !== 'draft') throw new OrderNotOpen(draft.state);
      const promo = await this.promos.require(tx, command.code, command.userId, now);
      if (promo.benefit.kind === 'days') return this.promos.redeem(tx, promo, promo.benefit, command.userId, now);
      const order = await this.promos.apply(tx, draft, promo);
      await tx.orders.save(order);
      return { outcome: 'applied', order };
    });
  }
}
