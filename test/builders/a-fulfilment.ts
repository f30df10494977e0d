import { StarFulfilment, type StarFulfilmentProps } from '#domain/stars/star-fulfilment.js';
import { nextId } from './next-id.js';
import { NOW } from './now.js';

/** A delivery that waits for its first worker and is due now. */
export function aFulfilment(changes: Partial<StarFulfilmentProps> = {}): StarFulfilment {
  return new StarFulfilment({
    orderId: nextId(),
    state: 'queued',
    lane: undefined,
    reason: undefined,
    attempts: 0,
    nextAttemptAt: NOW,
    fence: 0,
    enteredAt: NOW,
    createdAt: NOW,
    ...changes,
  });
}
