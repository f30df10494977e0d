/** Why a payment was cancelled, as far as the provider documents it. */
export const CANCEL_REASONS = [
  ...['3d_secure_failed', 'call_issuer', 'canceled_by_merchant', 'card_expired', 'country_forbidden', 'deal_expired', 'expired_on_capture'],
  ...['expired_on_confirmation', 'fraud_suspected', 'general_decline', 'identification_required', 'insufficient_funds', 'internal_timeout'],
  ...['invalid_card_number', 'invalid_csc', 'issuer_unavailable', 'payment_method_limit_exceeded', 'payment_method_restricted'],
  ...['permission_revoked', 'unsupported_mobile_operator', 'loan_declined'],
] as const;

export const REFUND_REASONS = [
  ...['general_decline', 'insufficient_funds', 'rejected_by_payee', 'rejected_by_timeout', 'yoo_money_account_closed', 'payment_expired'],
] as const;

export type CancelReason = (typeof CANCEL_REASONS)[number];
export type RefundReason = (typeof REFUND_REASONS)[number];

export interface Delivery {
  readonly event: string;
  readonly at: string;
  /** Null when nobody answered. */
  readonly httpStatus: number | null;
}

/** One payment as the provider keeps it: plain JSON, amounts in kopecks as text. */
export interface Payment {
  readonly id: string;
  readonly amount: string;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly returnUrl: string | null;
  /** Whether the merchant asked to keep what is paid with, and the payer lets it. */
  saveMethod: boolean;
  /** The saved method that was charged; null when a payer pays. */
  readonly methodId: string | null;
  readonly createdAt: string;
  capturedAt: string | null;
  status: 'pending' | 'waiting_for_capture' | 'succeeded' | 'canceled';
  paid: boolean;
  reason: CancelReason | null;
  /** What succeeded refunds have taken. */
  refunded: string;
  /** Whether the payer has withdrawn the saved method. */
  revoked: boolean;
  readonly deliveries: Delivery[];
}

export interface Refund {
  readonly id: string;
  readonly paymentId: string;
  readonly amount: string;
  readonly description: string | null;
  readonly createdAt: string;
  /** When it ends, and how: cancelled for a reason, or done. */
  readonly endsAt: string;
  readonly endsWith: RefundReason | null;
  status: 'pending' | 'succeeded' | 'canceled';
}

/** A payment as it is shown to people; amounts in rubles. */
export interface PaymentView {
  readonly id: string;
  /** What the merchant calls it. */
  readonly orderId: string | null;
  readonly amount: string;
  readonly currency: 'RUB';
  readonly description: string | null;
  readonly createdAt: string;
  readonly status: Payment['status'];
  readonly reason: CancelReason | null;
  readonly url: string;
  /** Where the hosted page sends the payer back to. */
  readonly returnUrl: string | null;
  /** All that really lies there, refunds taken off. */
  readonly paid: string;
  /** Whether the payer is asked to let the card be kept. */
  readonly asksToSave: boolean;
  readonly methodSaved: boolean;
  /** Unix seconds. */
  readonly expiresAt: number;
  readonly refunds: readonly { readonly id: string; readonly amount: string; readonly status: Refund['status'] }[];
  readonly deliveries: readonly Delivery[];
}

/** Whether the payment's means can be charged again: asked for, paid with, and not withdrawn since. */
export function isMethodSaved(payment: Payment): boolean {
  return payment.saveMethod && payment.status === 'succeeded';
}
