import type { StarAttempt } from '#use-cases/ports/providers/star-provider.js';
import { nextId } from './next-id.js';
import { ton } from './ton.js';

/** A prepared payment of 1.5 TON to the star provider. */
export function anAttempt(changes: Partial<StarAttempt> = {}): StarAttempt {
  const id = changes.id ?? nextId();
  return { id, lane: 'fragment', fingerprint: `fingerprint-${id}`, cost: ton('1.5'), data: { version: 1, seqno: 7 }, ...changes };
}
