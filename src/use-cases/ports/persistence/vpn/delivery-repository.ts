/** A paid order that waits until every panel of its subscription holds the version it made. */
export interface OwedDelivery {
  readonly orderId: string;
  readonly subscriptionId: string;
  /** The subscription's version with what was bought. */
  readonly version: number;
  /** The reference of the time that was granted for it. */
  readonly grantRef: string;
  /** After this the money goes back. */
  readonly deadline: Date;
}

export interface DeliveryRepository {
  add(delivery: OwedDelivery): Promise<void>;
  /** What waits for this subscription, in the order of their versions. */
  owedFor(subscriptionId: string): Promise<readonly OwedDelivery[]>;
  /** The one of an order, locked; undefined when it is settled or never was. */
  lock(orderId: string): Promise<OwedDelivery | undefined>;
  settle(orderId: string, outcome: 'delivered' | 'refunded', at: Date): Promise<void>;
  overdue(now: Date, limit: number): Promise<readonly string[]>;
}
