import { BALANCE } from '#domain/orders/order.js';
import { SubscriptionOrder } from '#domain/orders/subscription-order.js';
import type { Money } from '#domain/shared/money.js';
import type { Plan } from '#domain/vpn/plan.js';
import type { Renewal, Subscription } from '#domain/vpn/subscription.js';
import type { OrderBook } from '../checkout/order-book.js';
import type { Transaction } from '../ports/persistence/unit-of-work.js';
import type { GatewayDescriptor } from '../ports/providers/payment-gateway.js';
import type { Ids } from '../ports/runtime/ids.js';

/** `standing`: this period has its order already; `begun`: a saved method is being charged; `short`: nothing was taken, it may be tried again. */
export type RenewalOutcome = 'renewed' | 'begun' | 'standing' | 'short';

/** A gateway that is switched on. */
export type OpenGateway = Pick<GatewayDescriptor, 'id' | 'currencies'>;

/** Carries a subscription over to its next period, in the caller's transaction. A period has one order, whoever asks and however often. */
export class Renewals {
  constructor(
    private readonly orders: OrderBook,
    private readonly ids: Ids,
  ) {}

  /** The subscription is locked and has a renewal. Time is added with the price held, never before. */
  async renew(tx: Transaction, subscription: Subscription, renewal: Renewal, open: readonly OpenGateway[], now: Date): Promise<RenewalOutcome> {
    const period = { subscriptionId: subscription.id, periodEnd: subscription.expiresAt };
    if ((await tx.renewals.find(period)) !== undefined) return 'standing';
    const plan = subscription.planId === undefined ? undefined : await tx.plans.find(subscription.planId);
    if (!plan) return 'short';
    const saved = renewal.way === 'saved' && renewal.gateway !== undefined && renewal.token !== undefined;
    const price = saved ? collectable(plan, open.find(({ id }) => id === renewal.gateway)) : await this.covered(tx, plan, subscription.userId);
    if (!price) return 'short';
    const draft = this.draft(subscription, plan, price, saved ? renewal.gateway : BALANCE, now);
    await tx.orders.add(draft);
    await tx.renewals.add(period, draft.id);
    if (!saved) {
      await this.orders.payFromBalance(tx, draft, now);
      return 'renewed';
    }
    const { payment } = await this.orders.awaitPayment(tx, draft, { gateway: draft.method, chargeToken: renewal.token }, now);
    await tx.jobs.enqueue({ name: 'settle-payment', paymentId: payment.id });
    return 'begun';
  }

  /** The first price that the balance covers. */
  private async covered(tx: Transaction, plan: Plan, userId: number): Promise<Money | undefined> {
    for (const price of plan.prices) {
      const { available } = await tx.ledger.balance(userId, price.currency);
      if (available.compare(price) >= 0) return price;
    }
    return undefined;
  }

  private draft({ id: subscriptionId, userId }: Subscription, plan: Plan, price: Money, method: string, createdAt: Date): SubscriptionOrder {
    const { id: planId, days, allowance, prices: offers } = plan;
    return SubscriptionOrder.draft({ id: this.ids.next(), userId, deed: 'renew', planId, subscriptionId, days, allowance, autoRenew: true, offers, price, method, createdAt });
  }
}

/** The first price that the gateway collects. */
function collectable(plan: Plan, gateway: OpenGateway | undefined): Money | undefined {
  return plan.prices.find((price) => gateway?.currencies.includes(price.currency));
}
