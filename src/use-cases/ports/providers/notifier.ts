import type { UserId } from '#domain/customers/customer.js';
import type { MoneyJson } from '#domain/shared/money.js';
import type { FulfilmentState } from '#domain/stars/fulfilment-states.js';

/** What happened, as plain JSON. How it reads is the notifier's affair. */
export type Notice =
  | { readonly kind: 'top-up-credited'; readonly paymentId: string; readonly amount: MoneyJson; readonly balance: MoneyJson; readonly fit: 'exact' | 'over' | 'partial' | 'late' }
  /** Money came for an order that could not take it: it is on the balance. */
  | { readonly kind: 'order-money-to-balance'; readonly orderId: string; readonly amount: MoneyJson; readonly balance: MoneyJson; readonly why: 'partial' | 'late' | 'over' }
  | { readonly kind: 'order-progress'; readonly orderId: string; readonly step: FulfilmentState }
  | { readonly kind: 'order-delivered'; readonly orderId: string; readonly stars: number; readonly recipient: string; readonly price: MoneyJson }
  | { readonly kind: 'order-refunded'; readonly orderId: string; readonly amount: MoneyJson; readonly balance: MoneyJson; readonly reason: string }
  | { readonly kind: 'payment-expired'; readonly paymentId: string; readonly orderId?: string }
  | { readonly kind: 'payment-taken-back'; readonly paymentId: string; readonly amount: MoneyJson; readonly balance: MoneyJson }
  /** An operator gives a payment back: it is off the balance and on its way, arrived, or back on the balance. */
  | { readonly kind: 'refund-started' | 'refund-refused'; readonly refundId: string; readonly amount: MoneyJson; readonly balance: MoneyJson; readonly destination: string }
  | { readonly kind: 'refund-done'; readonly refundId: string; readonly amount: MoneyJson; readonly destination: string }
  /** For the operators in ADMIN_IDS. `facts` holds ids and amounts, never a secret. */
  | { readonly kind: 'operator-alert'; readonly alert: string; readonly facts: Readonly<Record<string, string>> };

export type DeliveryOutcome =
  | { readonly outcome: 'sent' }
  /** The person cannot be reached any more: do not try again. */
  | { readonly outcome: 'unreachable'; readonly reason: string }
  /** The messenger wants to hear nothing for so long. */
  | { readonly outcome: 'too-fast'; readonly afterMs: number; readonly reason: string }
  | { readonly outcome: 'retry'; readonly afterMs: number; readonly reason: string };

export interface Notifier {
  /** Tells one person one thing in the person's language. At least once: a crash after sending repeats it. Never throws. */
  deliver(userId: UserId, notice: Notice): Promise<DeliveryOutcome>;
}
