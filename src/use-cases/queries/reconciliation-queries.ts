import type { OrderState } from '#domain/orders/order-states.js';
import type { PaymentState } from '#domain/payments/payment-states.js';
import type { Money } from '#domain/shared/money.js';
import type { AttemptState } from '../ports/persistence/star-attempt-repository.js';
import type { StarAttempt } from '../ports/providers/star-provider.js';

export interface BookedPayment {
  readonly id: string;
  readonly gateway: string;
  readonly invoiceId: string | undefined;
  readonly state: PaymentState;
  readonly amount: Money;
  /** What the payment says was credited. */
  readonly credited: Money;
  /** What the ledger says was credited. */
  readonly posted: Money;
  readonly createdAt: Date;
}

export interface BookedAttempt {
  readonly attempt: StarAttempt;
  readonly orderId: string;
  readonly state: AttemptState;
  /** The fee in the ledger. */
  readonly fee: Money;
  readonly createdAt: Date;
  readonly decidedAt: Date | undefined;
}

export interface BookedOrder {
  readonly id: string;
  readonly state: OrderState;
  readonly price: Money;
  readonly held: boolean;
  /** The hold was captured or released. */
  readonly ended: boolean;
  /** When it was paid for; for an order without a delivery, when it was drafted. */
  readonly waitingSince: Date;
}

/** The shop's own side of a reconciliation; reads only. */
export interface ReconciliationQueries {
  /** Payments of a gateway that were opened since then, or that are named. */
  payments(gateway: string, which: { readonly since: Date } | { readonly ids: readonly string[] }): Promise<readonly BookedPayment[]>;
  /** Attempts that were stored since then. */
  attempts(since: Date): Promise<readonly BookedAttempt[]>;
  /** Orders that were drafted since then and are past their draft, and all that are still to be delivered. */
  orders(since: Date): Promise<readonly BookedOrder[]>;
  /** How many credits of a gateway were posted since then, and whether any webhook of it came. */
  arrivals(gateway: string, since: Date): Promise<{ readonly credits: number; readonly webhooks: boolean }>;
}
