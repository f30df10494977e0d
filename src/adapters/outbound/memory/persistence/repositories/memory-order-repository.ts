import { ORDER_STATES, type OrderState } from '#domain/orders/order-states.js';
import type { AnyOrder } from '#domain/orders/any-order.js';
import type { StarOrder } from '#domain/orders/star-order.js';
import type { OrderRepository } from '#use-cases/ports/persistence/order-repository.js';
import { OrderNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import { refuseIf, requireMove, requireUser } from '../integrity.js';
import type { MemoryState } from '../memory-state.js';

const MAY_LACK_RECIPIENT: readonly OrderState[] = ['draft', 'cancelled', 'expired'];

/** Orders in process memory, under the schema's guards. */
export class MemoryOrderRepository implements OrderRepository {
  constructor(private readonly state: MemoryState) {}

  async add(order: AnyOrder): Promise<void> {
    refuseIf(this.state.orders.find(order.id) !== undefined, `order ${order.id} exists`);
    requireUser(this.state, order.userId);
    this.put(order);
  }

  async find(orderId: string): Promise<AnyOrder | undefined> {
    return this.state.orders.find(orderId);
  }

  async get(orderId: string): Promise<AnyOrder> {
    const order = this.state.orders.find(orderId);
    if (!order) throw new OrderNotFound();
    return order;
  }

  lock(orderId: string): Promise<AnyOrder> {
    return this.get(orderId);
  }

  async save(order: AnyOrder): Promise<void> {
    const before = await this.get(order.id);
    requireMove(ORDER_STATES, before.state, order.state);
    this.put(order);
  }

  async removeDrafts(before: Date): Promise<number> {
    const forgotten = this.state.orders.where((order) => order.state === 'draft' && order.createdAt < before);
    for (const order of forgotten) this.state.orders.remove(order.id);
    return forgotten.length;
  }

  private put(order: AnyOrder): void {
    refuseIf(!order.price.isPositive(), 'an order has a positive price');
    if (order.kind === 'stars') refuseUnlikelyStars(order);
    else refuseIf(order.days <= 0, 'a subscription is bought for days');
    this.state.orders.put(order.id, order);
    this.state.movedOrders.add(order.id);
  }
}

function refuseUnlikelyStars(order: StarOrder): void {
  refuseIf(order.stars <= 0 || order.bonus < 0, 'an order is for a positive number of stars');
  refuseIf(!order.maxCost.isPositive(), 'an order has a positive limit');
  refuseIf(order.recipient === undefined && !MAY_LACK_RECIPIENT.includes(order.state), `order ${order.id} has no recipient`);
}
