import type { PartialModelObject } from 'objection';
import type { AnyOrder } from '#domain/orders/any-order.js';
import type { OrderState } from '#domain/orders/order-states.js';
import { type Recipient, StarOrder } from '#domain/orders/star-order.js';
import { type SubscriptionDeed, SubscriptionOrder } from '#domain/orders/subscription-order.js';
import type { Currency } from '#domain/shared/currency.js';
import { Money, type MoneyJson } from '#domain/shared/money.js';
import { allowanceJson, type AllowanceJson, allowanceOf } from './allowance-json.js';
import { SnakeCaseModel } from './snake-case-model.js';

/** The terms of a subscription as they were offered. */
interface Terms {
  readonly deed: SubscriptionDeed;
  readonly planId: string;
  readonly subscriptionId: string;
  readonly days: number;
  readonly allowance: AllowanceJson;
  readonly autoRenew: boolean;
  readonly offers: readonly MoneyJson[];
  readonly promo?: string | undefined;
}

export class OrderModel extends SnakeCaseModel {
  static override tableName = 'orders';
  static override jsonAttributes = ['recipient', 'subscription'];

  declare id: string;
  declare userId: string;
  declare kind: AnyOrder['kind'];
  declare stars: number | null;
  declare bonus: number | null;
  declare price: string;
  declare currency: Currency;
  declare maxCost: string | null;
  declare maxCostCurrency: Currency | null;
  declare method: string;
  declare recipient: Recipient | null;
  declare subscription: Terms | null;
  declare state: OrderState;
  declare reason: string | null;
  declare createdAt: Date;

  static columnsOf(order: AnyOrder): PartialModelObject<OrderModel> {
    return {
      id: order.id,
      userId: order.userId.toString(),
      kind: order.kind,
      price: order.price.minor.toString(),
      currency: order.price.currency,
      method: order.method,
      state: order.state,
      reason: order.reason ?? null,
      createdAt: order.createdAt,
      ...(order.kind === 'stars' ? starColumns(order) : { subscription: termsOf(order) }),
    };
  }

  toOrder(): AnyOrder {
    const common = {
      id: this.id,
      userId: Number(this.userId),
      price: Money.of(BigInt(this.price), this.currency),
      method: this.method,
      state: this.state,
      reason: this.reason ?? undefined,
      createdAt: this.createdAt,
    };
    if (this.subscription) {
      const { allowance, offers, ...terms } = this.subscription;
      return new SubscriptionOrder({ ...common, ...terms, allowance: allowanceOf(allowance), offers: offers.map((offer) => Money.fromJson(offer)) });
    }
    const { stars, bonus, maxCost, maxCostCurrency } = this;
    if (stars === null || bonus === null || maxCost === null || maxCostCurrency === null) throw new Error(`order ${this.id} is for nothing`);
    return new StarOrder({ ...common, stars, bonus, maxCost: Money.of(BigInt(maxCost), maxCostCurrency), recipient: this.recipient ?? undefined });
  }
}

function starColumns(order: StarOrder): PartialModelObject<OrderModel> {
  return {
    stars: order.stars,
    bonus: order.bonus,
    maxCost: order.maxCost.minor.toString(),
    maxCostCurrency: order.maxCost.currency,
    recipient: order.recipient ?? null,
  };
}

function termsOf({ deed, planId, subscriptionId, days, allowance, autoRenew, offers, promo }: SubscriptionOrder): Terms {
  return { deed, planId, subscriptionId, days, allowance: allowanceJson(allowance), autoRenew, offers: offers.map((offer) => offer.toJSON()), promo };
}
