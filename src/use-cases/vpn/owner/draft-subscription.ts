import type { UserId } from '#domain/customers/customer.js';
import { BALANCE } from '#domain/orders/order.js';
import { SubscriptionOrder } from '#domain/orders/subscription-order.js';
import { placesFor } from '#domain/vpn/panel.js';
import { PlanNotFound } from '#domain/vpn/plan.js';
import { SubscriptionClosed } from '#domain/vpn/subscription.js';
import type { PromoBook } from '../../growth/promo-book.js';
import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { Clock } from '../../ports/runtime/clock.js';
import type { Ids } from '../../ports/runtime/ids.js';
import { requireOwnSubscription } from './own-subscription.js';

export interface DraftSubscriptionCommand {
  readonly userId: UserId;
  readonly planId: string;
  /** Extends this one; a new one begins without. */
  readonly subscriptionId?: string | undefined;
}

/** Begins a purchase of time: binds the plan's prices, with the code the buyer keeps, and the terms that are shown from now on. Takes no money. */
export class DraftSubscription {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly promos: PromoBook,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Throws `PlanNotFound`, `NoPlace`, `SubscriptionNotFound`, `SubscriptionClosed`. */
  execute(command: DraftSubscriptionCommand): Promise<SubscriptionOrder> {
    const { userId, planId, subscriptionId } = command;
    return this.unitOfWork.run(async (tx) => {
      const plan = await tx.plans.find(planId);
      const [price] = plan?.prices ?? [];
      if (plan?.state !== 'active' || !price) throw new PlanNotFound(planId);
      if (subscriptionId === undefined) placesFor(plan.allowance, await tx.panels.all(), await tx.vpnAccounts.countByPanel());
      const extended = subscriptionId === undefined ? undefined : requireOwnSubscription(await tx.subscriptions.find(subscriptionId), { userId, subscriptionId });
      if (extended?.state === 'closed') throw new SubscriptionClosed();
      const draft = SubscriptionOrder.draft({
        id: this.ids.next(),
        userId,
        deed: extended ? 'extend' : 'begin',
        planId: plan.id,
        subscriptionId: extended?.id ?? this.ids.next(),
        days: plan.days,
        allowance: plan.allowance,
        autoRenew: false,
        offers: plan.prices,
        price,
        method: BALANCE,
        createdAt: this.clock.now(),
      });
      const order = await this.promos.applyKept(tx, draft, draft.createdAt);
      await tx.orders.add(order);
      return order;
    });
  }
}
