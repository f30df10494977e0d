import type { OrderState } from '#domain/orders/order-states.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import type { TestShop } from '../../builders/a-shop.js';
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
  /** Needs providers that refuse on demand, which only the ones in memory do. */
  readonly scripted?: boolean;
}
