import type { OrderState } from '#domain/orders/order-states.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import type { TestShop } from '../../builders/shop/a-shop.js';
import type { Outside } from './outside.js';

type Doors =
  | 'welcomeCustomer'
  | 'startTopUp'
  | 'receiveWebhook'
  | 'draftOrder'
  | 'chooseRecipient'
  | 'confirmOrder'
  | 'cancelOrder'
  | 'requestRefund'
  | 'decideRefund'
  | 'draftSubscription'
  | 'chooseOrderRenewal'
  | 'beginTrial'
  | 'rotateLink'
  | 'changePlan'
  | 'cancelSubscription'
  | 'applyPromo'
  | 'approveCheckout'
  | 'recordStarCharge'
  | 'sweepDueWork';

/** What people, gateways and operators ask of the shop; in this process or in another. */
export type ShopDoor = { readonly [Name in Doors]: Pick<TestShop[Name], 'execute'> };

export interface MovableClock {
  now(): Date;
  advance(milliseconds: number): void;
}

/** What a step may touch. `books` reads what is committed, past the edge of the shop: a look there is no point of failure. */
export interface Scene {
  readonly shop: ShopDoor;
  readonly outside: Outside;
  readonly books: UnitOfWork;
  readonly clock: MovableClock;
}

/** What the people and systems outside remember from one step to the next. */
export type Memory = Record<string, string>;

export type Step = (scene: Scene, memory: Memory) => Promise<void>;

export interface Flow {
  readonly name: string;
  /** What the buyer, the gateway and the operator do, one after another; each is done again after a crash in its middle. */
  readonly steps: readonly Step[];
  readonly balanceAfter: string;
  readonly orderEnds?: OrderState;
  /** How often stars really arrived; as often was the provider paid. */
  readonly deliveries: number;
  /** How often the gateway really gave money back; never unless told. */
  readonly refunds?: number;
  /** How many accounts panels have in the end, and for how many days in all somebody's subscriptions were granted time. */
  readonly accounts?: number;
  readonly days?: number;
  /** Whether time was weighed against that of another plan. */
  readonly weighed?: boolean;
  /** First payments that brought the referrer a reward which stands, and the money the referrer has in the end; none unless told. */
  readonly rewards?: number;
  readonly referrerHas?: string;
  /** How often the promo code counts as used. */
  readonly promoUses?: number;
  /** Needs providers that do as they are told, which only the ones in memory do. */
  readonly scripted?: boolean;
}
