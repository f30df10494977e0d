import { StateMachine } from '../shared/transitions.js';

export type FulfilmentState =
  | 'queued'
  | 'checked'
  | 'prepared'
  | 'submitting'
  | 'onchain_wait'
  | 'paid'
  | 'acked'
  | 'delivered'
  | 'rejected'
  | 'void'
  | 'review'
  | 'refunded';

/** From `submitting` on, money may have left: only proof moves it, and no edge leads to a second payment but through `void`. */
export const FULFILMENT_STATES = new StateMachine<FulfilmentState>('fulfilment', {
  queued: ['checked', 'rejected'],
  checked: ['prepared', 'queued', 'rejected'],
  prepared: ['submitting', 'void'],
  submitting: ['onchain_wait'],
  onchain_wait: ['paid', 'void', 'review'],
  void: ['queued', 'rejected'],
  paid: ['acked', 'review'],
  acked: ['delivered', 'review'],
  review: ['onchain_wait', 'paid', 'void', 'delivered'],
  rejected: ['refunded'],
  delivered: [],
  refunded: [],
});
