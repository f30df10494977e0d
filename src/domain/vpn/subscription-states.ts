import { StateMachine } from '../shared/transitions.js';

export type SubscriptionState = 'active' | 'expired' | 'paused' | 'closed';

/** `paused` by an operator or its owner; `closed` for good, by a cancellation or because nothing of it was ever paid. */
export const SUBSCRIPTION_STATES = new StateMachine<SubscriptionState>('subscription', {
  active: ['expired', 'paused', 'closed'],
  expired: ['active', 'closed'],
  paused: ['active', 'expired', 'closed'],
  closed: [],
});
