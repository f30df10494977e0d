import { StateMachine } from '../shared/transitions.js';

export type PaymentState =
  | 'created'
  | 'invoiced'
  | 'pending'
  | 'underpaid'
  | 'credited'
  | 'expired'
  | 'failed'
  | 'review'
  | 'refund_requested'
  | 'refunded';

/** `expired` and `failed` may still be credited: money that comes late is money. */
export const PAYMENT_STATES = new StateMachine<PaymentState>('payment', {
  created: ['invoiced', 'expired', 'failed', 'review'],
  invoiced: ['pending', 'underpaid', 'credited', 'expired', 'failed', 'review'],
  pending: ['underpaid', 'credited', 'expired', 'failed', 'review'],
  underpaid: ['pending', 'credited', 'expired', 'failed', 'review'],
  expired: ['pending', 'underpaid', 'credited', 'review'],
  failed: ['pending', 'underpaid', 'credited', 'review'],
  review: ['pending', 'underpaid', 'credited', 'expired', 'failed', 'refund_requested', 'refunded'],
  credited: ['refund_requested', 'refunded', 'review'],
  refund_requested: ['credited', 'refunded', 'review'],
  refunded: [],
});
