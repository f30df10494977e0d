import { parseStars } from '#domain/catalog/star-catalog.js';
import type { UserId } from '#domain/customers/customer.js';
import type { PaymentMethod } from '#domain/orders/order.js';
import { StarOrder } from '#domain/orders/star-order.js';
import type { ShopSettings } from '../catalog/shop-settings.js';
import type { StarPrices } from '../catalog/star-prices.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { Ids } from '../ports/runtime/ids.js';
import type { StarSupply } from '../stars/star-supply.js';

export interface DraftOrderCommand {
  readonly userId: UserId;
  /** A count of stars as tapped or typed. */
  readonly stars: string;
  readonly method: PaymentMethod;
}

/** Begins a purchase: binds the price that is shown from now on. Takes no money. */
export class DraftOrder {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly settings: ShopSettings,
    private readonly prices: StarPrices,
    private readonly supply: StarSupply,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Throws `StarsOutOfRange`, `SupplyUnavailable`, or what the star provider throws when it cannot quote. */
  async execute(command: DraftOrderCommand): Promise<StarOrder> {
    const stars = parseStars(command.stars, await this.settings.catalog());
    const { offer, maxCost } = await this.prices.offer(stars);
    await this.supply.require(maxCost);
    const order = StarOrder.draft({
      id: this.ids.next(),
      userId: command.userId,
      stars: offer.stars,
      bonus: offer.bonus,
      price: offer.price,
      maxCost,
      method: command.method,
      createdAt: this.clock.now(),
    });
    await this.unitOfWork.run((tx) => tx.orders.add(order));
    return order;
  }
}
