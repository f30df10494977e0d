import { StateMachine } from '../shared/transitions.js';

export type OrderState = 'draft' | 'awaiting_payment' | 'paid' | 'fulfilling' | 'unknown' | 'delivered' | 'failed' | 'expired' | 'cancelled';

/** `paid` means that a hold exists, whether the money came from the balance or through a gateway. */
export const ORDER_STATES = new StateMachine<OrderState>('order', {
  draft: ['awaiting_payment', 'paid', 'cancelled', 'expired'],
  awaiting_payment: ['paid', 'expired', 'cancelled'],
  paid: ['fulfilling', 'failed'],
  fulfilling: ['unknown', 'delivered', 'failed'],
  unknown: ['fulfilling', 'delivered', 'failed'],
  delivered: [],
  failed: [],
  expired: [],
  cancelled: [],
});
