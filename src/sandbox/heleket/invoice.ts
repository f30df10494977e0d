export const STATUSES = [
  'check',
  'process',
  'confirm_check',
  'wrong_amount_waiting',
  'paid',
  'paid_over',
  'wrong_amount',
  'cancel',
  'fail',
  'system_fail',
  'locked',
  'refund_process',
  'refund_paid',
  'refund_fail',
] as const;

export type InvoiceStatus = (typeof STATUSES)[number];

export interface Delivery {
  readonly status: string;
  readonly at: string;
  /** Null when nobody answered. */
  readonly httpStatus: number | null;
}

/** One invoice as the provider keeps it: plain JSON, amounts as decimal text. */
export interface Invoice {
  readonly uuid: string;
  readonly orderId: string;
  /** As the merchant wrote it. */
  readonly amount: string;
  readonly currency: string;
  readonly network: string;
  readonly callbackUrl: string | null;
  readonly returnUrl: string | null;
  readonly additionalData: string | null;
  readonly lifetime: number;
  readonly multiple: boolean;
  /** Percent of the amount that may be missing. */
  readonly accuracy: number;
  readonly createdAt: string;
  updatedAt: string;
  expiresAt: string;
  status: InvoiceStatus;
  /** All that really arrived. */
  paid: string;
  txid: string | null;
  /** When a refund that has begun is done. */
  refundedAt: string | null;
  readonly deliveries: Delivery[];
}

/** An invoice as it is shown to people. */
export interface InvoiceView {
  readonly uuid: string;
  readonly orderId: string;
  readonly amount: string;
  readonly currency: string;
  readonly createdAt: string;
  readonly status: InvoiceStatus;
  readonly url: string;
  /** Where the hosted page sends the payer back to. */
  readonly returnUrl: string | null;
  /** All that really arrived. */
  readonly paid: string;
  /** Unix seconds. */
  readonly expiresAt: number;
  readonly deliveries: readonly Delivery[];
}

const FINAL = new Set<InvoiceStatus>(['paid', 'paid_over', 'wrong_amount', 'cancel', 'fail', 'system_fail', 'locked', 'refund_paid', 'refund_fail']);
const ANNOUNCED = new Set<InvoiceStatus>([
  'confirm_check',
  'paid',
  'paid_over',
  'fail',
  'wrong_amount',
  'cancel',
  'system_fail',
  'refund_process',
  'refund_fail',
  'refund_paid',
]);

export function isStatus(text: unknown): text is InvoiceStatus {
  return (STATUSES as readonly unknown[]).includes(text);
}

export function isFinal(status: InvoiceStatus): boolean {
  return FINAL.has(status);
}

/** Whether the provider tells of this status by itself; the others are seen only by asking. */
export function isAnnounced(status: InvoiceStatus): boolean {
  return ANNOUNCED.has(status);
}
