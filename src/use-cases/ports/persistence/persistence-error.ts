import { DomainError } from '#domain/shared/domain-error.js';

/** The store does not answer. Whether what was asked of it last has happened is open. */
export class StoreUnavailable extends DomainError {
  /** The cause is for the log. */
  constructor(cause?: unknown) {
    super('store.unavailable', 'unavailable', 'the database is not answering right now');
    this.cause = cause;
  }
}

export class UserNotFound extends DomainError {
  constructor() {
    super('customers.not-found', 'not-found', 'no such user');
  }
}

export class PaymentNotFound extends DomainError {
  constructor() {
    super('payments.not-found', 'not-found', 'no such payment');
  }
}

export class OrderNotFound extends DomainError {
  constructor() {
    super('orders.not-found', 'not-found', 'no such order');
  }
}

export class RefundNotFound extends DomainError {
  constructor() {
    super('refunds.not-found', 'not-found', 'no such refund');
  }
}

/** The payment has a refund that is done or under way: a second one would pay it back twice. */
export class RefundExists extends DomainError {
  constructor(paymentId: string) {
    super('refunds.exists', 'conflict', 'this payment has a refund already', { paymentId });
  }
}

export class DiscrepancyNotFound extends DomainError {
  constructor() {
    super('reconciliation.not-found', 'not-found', 'no such open discrepancy');
  }
}

/** Another worker claimed the work after us; what we were about to write is void. */
export class LeaseLost extends DomainError {
  constructor(orderId: string) {
    super('stars.lease-lost', 'conflict', 'another worker has taken over', { orderId });
  }
}

/** Another order is being paid with this wallet and session; wait for it. */
export class LaneTaken extends DomainError {
  constructor(lane: string) {
    super('stars.lane-taken', 'conflict', 'the wallet is busy with another order', { lane });
  }
}

/** The order or the wallet has an attempt that is not proven void: no second one may be signed. */
export class AttemptConflict extends DomainError {
  constructor(orderId: string) {
    super('stars.attempt-conflict', 'conflict', 'an undecided or paid attempt exists', { orderId });
  }
}
