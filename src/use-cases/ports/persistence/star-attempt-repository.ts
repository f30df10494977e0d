import type { StarAttempt } from '../providers/star-provider.js';

export type AttemptState = 'live' | 'paid' | 'void';

export interface RecordedAttempt {
  readonly attempt: StarAttempt;
  readonly orderId: string;
  readonly state: AttemptState;
  readonly createdAt: Date;
  /** The last time its bytes were handed to the provider. */
  readonly submittedAt: Date | undefined;
}

/** Attempts to pay the star provider, kept for good: an attempt row exists before its bytes are ever sent. */
export interface StarAttemptRepository {
  /** Adds a live attempt; throws `AttemptConflict` when the order or the lane has one that is live, or the order one that is paid. */
  add(orderId: string, attempt: StarAttempt, now: Date): Promise<void>;
  /** The attempt of an order that is not void. */
  findCurrent(orderId: string): Promise<RecordedAttempt | undefined>;
  submitted(attemptId: string, now: Date): Promise<void>;
  /** live -> paid or void, with the proof as evidence; the database refuses to leave paid or void. */
  decide(attemptId: string, state: 'paid' | 'void', evidence: string, now: Date): Promise<void>;
}
