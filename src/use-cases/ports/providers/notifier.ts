import type { UserId } from '#domain/customers/customer.js';
import type { MoneyJson } from '#domain/shared/money.js';
import type { SubscriptionDeed } from '#domain/orders/subscription-order.js';
import type { FulfilmentState } from '#domain/stars/fulfilment-states.js';

/** `ready`: its first link is there; `rotated`: a new one; the others remind, or say that it is over. */
export type SubscriptionNews = 'ready' | 'rotated' | 'three-days' | 'one-day' | 'expired' | 'renewal-failed' | 'traffic-low' | 'gift' | 'closed';

/** What happened, as plain JSON. How it reads is the notifier's affair. */
export type Notice =
  | { readonly kind: 'top-up-credited'; readonly paymentId: string; readonly amount: MoneyJson; readonly balance: MoneyJson; readonly fit: 'exact' | 'over' | 'partial' | 'late' }
  /** Money came for an order that could not take it: it is on the balance. */
  | { readonly kind: 'order-money-to-balance'; readonly orderId: string; readonly amount: MoneyJson; readonly balance: MoneyJson; readonly why: 'partial' | 'late' | 'over' | 'undeliverable' }
  | { readonly kind: 'order-progress'; readonly orderId: string; readonly step: FulfilmentState }
  | { readonly kind: 'order-delivered'; readonly orderId: string; readonly stars: number; readonly recipient: string; readonly price: MoneyJson }
  | { readonly kind: 'order-refunded'; readonly orderId: string; readonly amount: MoneyJson; readonly balance: MoneyJson; readonly reason: string }
  /** What was paid for is at the panel. `until` is in ISO form. */
  | { readonly kind: 'subscription-delivered'; readonly orderId: string; readonly subscriptionId: string; readonly name: string; readonly deed: SubscriptionDeed; readonly price: MoneyJson; readonly until: string }
  /** It is paid, and the panel does not answer: it comes later or the money goes back. */
  | { readonly kind: 'subscription-waiting'; readonly orderId: string; readonly name: string }
  /** `daysLeft` were left when it was written, the last one counted whole. */
  | { readonly kind: 'subscription-news'; readonly subscriptionId: string; readonly name: string; readonly news: SubscriptionNews; readonly until: string; readonly daysLeft: number; readonly renews?: boolean }
  /** A friend has paid for the first time: days that were added, or wait for the next subscription, or money on the balance. */
  | { readonly kind: 'referral-reward'; readonly days: number; readonly waits: boolean }
  | { readonly kind: 'referral-reward'; readonly amount: MoneyJson; readonly balance: MoneyJson }
  /** The friend's money went back, and the reward with it. */
  | { readonly kind: 'referral-reversed'; readonly days: number }
  | { readonly kind: 'referral-reversed'; readonly amount: MoneyJson }
  /** Days that waited are added to a subscription. */
  | { readonly kind: 'bonus-granted'; readonly days: number; readonly name: string; readonly until: string }
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
