/** One period that a subscription is carried over by itself. */
export interface RenewalPeriod {
  readonly subscriptionId: string;
  /** The end that is pushed on. */
  readonly periodEnd: Date;
}

export interface RenewalRepository {
  /** Claims the period for this order; false when it has one already. */
  add(period: RenewalPeriod, orderId: string): Promise<boolean>;
  find(period: RenewalPeriod): Promise<string | undefined>;
}
