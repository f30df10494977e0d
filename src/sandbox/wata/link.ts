export type LinkStatus = 'Opened' | 'Closed';
export type TransactionStatus = 'Created' | 'Pending' | 'Paid' | 'Declined';
export type TransactionKind = 'Payment' | 'Refund';

/** One attempt to move money, as the provider keeps it: plain JSON, amounts as decimal text with two places. */
export interface Transaction {
  readonly id: string;
  readonly kind: TransactionKind;
  readonly type: 'SBP' | 'CardCrypto';
  readonly linkId: string;
  readonly orderId: string | null;
  readonly originalTransactionId: string | null;
  readonly amount: string;
  readonly currency: string;
  readonly createdAt: string;
  status: TransactionStatus;
  errorCode: string | null;
  /** When it got its last status. */
  changedAt: string;
  /** When a refund that is under way is done. */
  dueAt: string | null;
}

export interface Delivery {
  /** Such as `Payment Paid`. */
  readonly status: string;
  readonly at: string;
  /** Null when nobody answered. */
  readonly httpStatus: number | null;
}

export interface Link {
  readonly id: string;
  readonly orderId: string | null;
  readonly amount: string;
  readonly currency: string;
  readonly type: 'OneTime' | 'ManyTime';
  readonly description: string | null;
  readonly successUrl: string | null;
  readonly createdAt: string;
  expiresAt: string;
  status: LinkStatus;
  readonly deliveries: Delivery[];
}

/** A link with all that happened to it, as it is shown to people. */
export interface LinkView {
  readonly id: string;
  readonly orderId: string | null;
  readonly amount: string;
  readonly currency: string;
  readonly description: string | null;
  readonly createdAt: string;
  /** `Deleted` is what the provider itself only answers 404 about. */
  readonly status: LinkStatus | 'Deleted';
  readonly url: string;
  readonly returnUrl: string | null;
  /** All that really arrived and is not given back. */
  readonly paid: string;
  /** Unix seconds. */
  readonly expiresAt: number;
  readonly transactions: readonly Transaction[];
  readonly deliveries: readonly Delivery[];
}
