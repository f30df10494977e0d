import { type AnyOrder, starOrder } from '#domain/orders/any-order.js';
import type { PaymentMethod } from '#domain/orders/order.js';
import type { StarOrder } from '#domain/orders/star-order.js';
import type { ShopSettings } from '../catalog/shop-settings.js';
import type { PricedOffer, StarPrices } from '../catalog/star-prices.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { Ids } from '../ports/runtime/ids.js';
import type { StarSupply } from '../stars/star-supply.js';
import { PriceMoved } from './price-moved.js';

/** Whether stars that were offered can still be sold on these terms. */
export class StarTerms {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly settings: ShopSettings,
    private readonly prices: StarPrices,
    private readonly supply: StarSupply,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Makes the draft, as it stands when it is locked, the order that will be paid. Throws `RecipientMissing`, `SupplyUnavailable`, `PriceMoved` with a new draft stored. */
  async agree(shown: StarOrder, method: PaymentMethod): Promise<(locked: AnyOrder) => StarOrder> {
    shown.requireRecipient();
    const current = await this.prices.offer(shown.stars);
    await this.supply.require(current.maxCost);
    await this.askAgainIfDearer(shown.payable(method, current.maxCost), current);
    return (locked) => starOrder(locked).payable(method, current.maxCost);
  }

  private async askAgainIfDearer(shown: StarOrder, current: PricedOffer): Promise<void> {
    const bearable = shown.price.plusBasisPoints(this.settings.defaults.priceToleranceBasisPoints, 'down');
    if (current.offer.price.compare(bearable) <= 0) return;
    const { bonus, price } = current.offer;
    const anew = shown.offeredAnew({ id: this.ids.next(), bonus, price, maxCost: current.maxCost, method: shown.method, createdAt: this.clock.now() });
    await this.unitOfWork.run((tx) => tx.orders.add(anew));
    throw new PriceMoved(anew, shown.price.toDecimal());
  }
}
