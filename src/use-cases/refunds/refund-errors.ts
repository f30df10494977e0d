import type { RefundState } from '#domain/refunds/refund-states.js';
import { DomainError } from '#domain/shared/domain-error.js';

/** Nothing can be given back for this payment now; `why` says what stands in the way. */
export class NotRefundable extends DomainError {
  constructor(
    readonly why: 'not-credited' | 'order-under-way' | 'no-refunds-here' | 'bad-destination',
    message: string,
  ) {
    super(`refunds.${why}`, 'conflict', message);
  }
}

/** The buyer no longer has this money: giving it back all the same would cost the shop `loss`. */
export class RefundAtALoss extends DomainError {
  constructor(details: { readonly loss: string; readonly currency: string; readonly delivered: boolean }) {
    super('refunds.at-a-loss', 'conflict', details.delivered ? 'the stars were delivered' : 'the money was spent', details);
  }
}

/** The refund is past the step this decision belongs to. */
export class RefundNotWaiting extends DomainError {
  constructor(state: RefundState) {
    super('refunds.not-waiting', 'conflict', 'this refund waits for no such decision', { state });
  }
}
