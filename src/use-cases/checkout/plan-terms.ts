import { type AnyOrder, subscriptionOrder } from '#domain/orders/any-order.js';
import { BALANCE, type PaymentMethod } from '#domain/orders/order.js';
import { NotOfferedIn, type SubscriptionOrder } from '#domain/orders/subscription-order.js';
import type { Currency } from '#domain/shared/currency.js';
import { PlanNotFound, priceIn } from '#domain/vpn/plan.js';
import { pricesWith } from '../growth/promo-book.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { PaymentGateways } from '../ports/providers/payment-gateway.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { Ids } from '../ports/runtime/ids.js';
import { PriceMoved } from './price-moved.js';

/** Whether a plan that was offered can still be sold on these terms. */
export class PlanTerms {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly gateways: PaymentGateways,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes the draft, as it stands when it is locked, the order that will be paid: in the first of its currencies that the way of paying
   * knows, or in the one that is asked for. Throws `NotOfferedIn`, `PlanNotFound`, `PriceMoved` with a new draft stored.
   */
  async agree(shown: SubscriptionOrder, method: PaymentMethod, wanted?: Currency): Promise<(locked: AnyOrder) => SubscriptionOrder> {
    const draft = shown.payable(method, wanted ?? this.currencyOf(shown, method));
    const plan = await this.unitOfWork.run(async (tx) => {
      const listed = await tx.plans.find(draft.planId);
      return listed && pricesWith(tx, listed, draft.promo);
    });
    const price = plan?.state === 'active' ? priceIn(plan, draft.price.currency) : undefined;
    if (!plan || !price) throw new PlanNotFound(draft.planId);
    if (price.compare(draft.price) <= 0) return (locked) => subscriptionOrder(locked).payable(method, price.currency);
    const anew = shown.offeredAnew({ id: this.ids.next(), offers: plan.prices, price, createdAt: this.clock.now() });
    await this.unitOfWork.run((tx) => tx.orders.add(anew));
    throw new PriceMoved(anew, draft.price.toDecimal());
  }

  private currencyOf({ offers, price }: SubscriptionOrder, method: PaymentMethod): Currency {
    if (method === BALANCE) return price.currency;
    const { currencies } = this.gateways.get(method).descriptor;
    const known = offers.find((offer) => currencies.includes(offer.currency));
    if (!known) throw new NotOfferedIn(currencies[0] ?? price.currency);
    return known.currency;
  }
}
