import type { PartialModelObject } from 'objection';
import { Order, type Recipient } from '#domain/orders/order.js';
import type { OrderState } from '#domain/orders/order-states.js';
import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import { SnakeCaseModel } from './snake-case-model.js';

export class OrderModel extends SnakeCaseModel {
  static override tableName = 'orders';
  static override jsonAttributes = ['recipient'];

  declare id: string;
  declare userId: string;
  declare stars: number;
  declare bonus: number;
  declare price: string;
  declare currency: Currency;
  declare maxCost: string;
  declare maxCostCurrency: Currency;
  declare method: string;
  declare recipient: Recipient | null;
  declare state: OrderState;
  declare reason: string | null;
  declare createdAt: Date;

  static columnsOf(order: Order): PartialModelObject<OrderModel> {
    return {
      id: order.id,
      userId: order.userId.toString(),
      stars: order.stars,
      bonus: order.bonus,
      price: order.price.minor.toString(),
      currency: order.price.currency,
      maxCost: order.maxCost.minor.toString(),
      maxCostCurrency: order.maxCost.currency,
      method: order.method,
      recipient: order.recipient ?? null,
      state: order.state,
      reason: order.reason ?? null,
      createdAt: order.createdAt,
    };
  }

  toOrder(): Order {
    return new Order({
      id: this.id,
      userId: Number(this.userId),
      stars: this.stars,
      bonus: this.bonus,
      price: Money.of(BigInt(this.price), this.currency),
      maxCost: Money.of(BigInt(this.maxCost), this.maxCostCurrency),
      method: this.method,
      recipient: this.recipient ?? undefined,
      state: this.state,
      reason: this.reason ?? undefined,
      createdAt: this.createdAt,
    });
  }
}
