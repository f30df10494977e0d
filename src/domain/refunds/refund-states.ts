import { StateMachine } from '../shared/transitions.js';

/**
 * `proposed`: costs the shop money and waits for a second word. `requested`: its amount is held and it was surely not sent yet.
 * `sent`: it may have reached the provider. `unknown`: it may have and there is no sign of it; only the provider's word or a person
 * ends that.
 */
export type RefundState = 'proposed' | 'requested' | 'sent' | 'unknown' | 'done' | 'refused';

export const REFUND_STATES = new StateMachine<RefundState>('refund', {
  proposed: ['requested', 'refused'],
  requested: ['sent', 'done', 'refused'],
  sent: ['requested', 'unknown', 'done', 'refused'],
  unknown: ['requested', 'sent', 'done', 'refused'],
  done: [],
  refused: [],
});
