export type InvoiceStatus = 'active' | 'paid' | 'expired';

export interface Delivery {
  readonly at: string;
  /** Null when nobody answered. */
  readonly httpStatus: number | null;
}

/** What a merchant asks for when creating an invoice. */
export interface CreateRequest {
  readonly currencyType: 'crypto' | 'fiat';
  /** An asset or a fiat currency. */
  readonly currency: string;
  readonly amount: string;
  /** What a fiat invoice may be paid in. */
  readonly acceptedAssets: readonly string[];
  readonly description: string | null;
  readonly payload: string | null;
  readonly button: { readonly name: string; readonly url: string } | null;
  readonly expiresIn: number | null;
}

/** One invoice as the provider keeps it: plain JSON, amounts as decimal text. */
export interface Invoice extends CreateRequest {
  readonly id: number;
  readonly hash: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  status: InvoiceStatus;
  paidAt: string | null;
  paidAsset: string | null;
  paidAmount: string | null;
  readonly deliveries: Delivery[];
}

/** Coins the app sent to somebody. */
export interface Transfer {
  readonly id: number;
  readonly spendId: string;
  readonly userId: number;
  readonly asset: string;
  readonly amount: string;
  readonly comment: string | null;
  readonly completedAt: string;
}

/** An invoice as it is shown to people. */
export interface InvoiceView extends Omit<Invoice, 'deliveries'> {
  /** What the merchant calls it. */
  readonly orderId: string | null;
  readonly url: string;
  /** Where the button of a paid invoice leads. */
  readonly returnUrl: string | null;
  readonly deliveries: readonly Delivery[];
}
