import type { UserId } from '#domain/customers/customer.js';
import { appliesTo, discounted, NoSuchPromo, type PromoBenefit, type PromoCode, PromoRefused, readPromoCode, requireUsable } from '#domain/growth/promo-code.js';
import { type AnyOrder, subscriptionOrder } from '#domain/orders/any-order.js';
import type { SubscriptionOrder } from '#domain/orders/subscription-order.js';
import { DomainError } from '#domain/shared/domain-error.js';
import { type Plan, PlanNotFound, priceIn } from '#domain/vpn/plan.js';
import type { Transaction } from '../ports/persistence/unit-of-work.js';
import type { Ids } from '../ports/runtime/ids.js';
import type { BonusDays } from './bonus-days.js';
import { promoUseOf } from './promo-use.js';

/** The code of a draft that is being confirmed does nothing any more; nothing was written. */
export class PromoLapsed extends DomainError {
  constructor(readonly draft: SubscriptionOrder) {
    super('promo.over', 'conflict', 'this promo code does nothing any more');
  }
}

/** Days that a code has given: to a subscription, or waiting for the next. */
export interface RedeemedDays {
  readonly outcome: 'days';
  readonly days: number;
  readonly waits: boolean;
}

/** Writes what promo codes do, in the caller's transaction. A use is counted under the code's lock, so that no limit is ever passed. */
export class PromoBook {
  constructor(
    private readonly bonuses: BonusDays,
    private readonly ids: Ids,
  ) {}

  /** The code somebody typed, locked, as far as this person can use it now. Throws `NoSuchPromo`, `PromoRefused`. */
  async require(tx: Transaction, text: string, userId: UserId, now: Date): Promise<PromoCode> {
    return this.requireCode(tx, readPromoCode(text), userId, now);
  }

  /** Gives the days of a code, once a person. Throws `PromoRefused`. */
  async redeem(tx: Transaction, { code }: PromoCode, { days }: Extract<PromoBenefit, { kind: 'days' }>, userId: UserId, now: Date): Promise<RedeemedDays> {
    const ref = `promo:${code}:${userId}`;
    if (!(await tx.promos.addUse({ ref, code, userId, orderId: undefined, at: now }))) throw new PromoRefused('used');
    const given = await this.bonuses.give(tx, { ref, userId, kind: 'promo', days }, now);
    return { outcome: 'days', days, waits: given === 'waiting' };
  }

  /** The draft at the plan's prices with this code. Throws `PlanNotFound`, `PromoRefused` where that is no cheaper. */
  async apply(tx: Transaction, order: SubscriptionOrder, promo: PromoCode): Promise<SubscriptionOrder> {
    const { id, prices } = await this.planOf(tx, order);
    const isFor = promo.plans.length === 0 || promo.plans.includes(id);
    if (!isFor || !prices.some((price) => appliesTo(promo, price))) throw new PromoRefused('not-for-plan');
    return order.offeredWith(promo.code, prices.map((price) => discounted(promo, price)));
  }

  /** The new draft with the code its buyer keeps; as it is where there is none that makes it cheaper. */
  async applyKept(tx: Transaction, order: SubscriptionOrder, now: Date): Promise<SubscriptionOrder> {
    const code = await tx.promos.kept(order.userId);
    if (code === undefined) return order;
    try {
      return await this.apply(tx, order, requireUsable(await tx.promos.find(code), await tx.promos.usage(code, order.userId), now));
    } catch (error) {
      if (error instanceof NoSuchPromo || error instanceof PromoRefused) return order;
      throw error;
    }
  }

  /** Counts the use of a draft that is being confirmed. Throws `PromoLapsed`: then nothing may be charged. */
  async reserve(tx: Transaction, order: AnyOrder, now: Date): Promise<void> {
    if (order.kind !== 'subscription' || order.promo === undefined) return;
    const { id: orderId, userId, promo: code } = order;
    const promo = await this.requireCode(tx, code, userId, now).catch((error: unknown) => {
      throw error instanceof NoSuchPromo || error instanceof PromoRefused ? new PromoLapsed(order) : error;
    });
    // In another currency a sum takes nothing off.
    if (!appliesTo(promo, order.price)) return;
    await tx.promos.addUse({ ref: promoUseOf(order), code, userId, orderId, at: now });
    if ((await tx.promos.kept(userId)) === code) await tx.promos.forgetKept(userId);
  }

  /** A new draft at the plan's own prices takes the place of one whose code has lapsed. Answers what to say. Throws `PlanNotFound`. */
  async relist(tx: Transaction, { id, price: shown }: SubscriptionOrder): Promise<PromoRefused> {
    const old = subscriptionOrder(await tx.orders.lock(id));
    const plan = await this.planOf(tx, old);
    const price = priceIn(plan, shown.currency);
    if (old.state !== 'draft' || !price) return new PromoRefused('over');
    const { prices } = plan;
    const anew = old.offeredAnew({ id: this.ids.next(), offers: prices, price, createdAt: old.createdAt }).offeredWith(undefined, prices);
    await tx.orders.save(old.moved('cancelled', 'promo-over'));
    await tx.orders.add(anew);
    return new PromoRefused('over', { orderId: anew.id, shown: shown.toDecimal(), price: price.toDecimal(), currency: price.currency });
  }

  private async requireCode(tx: Transaction, code: string, userId: UserId, now: Date): Promise<PromoCode> {
    const promo = await tx.promos.lock(code);
    return requireUsable(promo, await tx.promos.usage(code, userId), now);
  }

  private async planOf(tx: Transaction, { planId }: SubscriptionOrder): Promise<Plan> {
    const plan = await tx.plans.find(planId);
    if (plan?.state !== 'active') throw new PlanNotFound(planId);
    return plan;
  }
}

/** What a plan costs in each currency with the code of an order, as it stands now. */
export async function pricesWith(tx: Transaction, plan: Plan, code: string | undefined): Promise<Plan> {
  const promo = code === undefined ? undefined : await tx.promos.find(code);
  return promo ? { ...plan, prices: plan.prices.map((price) => discounted(promo, price)) } : plan;
}
