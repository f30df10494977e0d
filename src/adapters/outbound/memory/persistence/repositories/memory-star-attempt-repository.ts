import { AttemptConflict } from '#use-cases/ports/persistence/persistence-error.js';
import type { RecordedAttempt, StarAttemptRepository } from '#use-cases/ports/persistence/star-attempt-repository.js';
import type { StarAttempt } from '#use-cases/ports/providers/star-provider.js';
import { IntegrityViolation, refuseIf } from '../integrity.js';
import type { AttemptRow, MemoryState } from '../memory-state.js';

/** Attempts to pay for stars in process memory; what is decided stays. */
export class MemoryStarAttemptRepository implements StarAttemptRepository {
  constructor(private readonly state: MemoryState) {}

  async add(orderId: string, attempt: StarAttempt, now: Date): Promise<void> {
    refuseIf(!this.state.fulfilments.find(orderId), 'an attempt belongs to a delivery');
    refuseIf(!attempt.cost.isPositive(), 'an attempt costs something');
    const conflicts = (row: AttemptRow): boolean =>
      (row.orderId === orderId && row.state !== 'void') || (row.attempt.lane === attempt.lane && row.state === 'live');
    if (this.state.attempts.where(conflicts).length > 0) throw new AttemptConflict(orderId);
    const doubled = (row: AttemptRow): boolean => row.attempt.id === attempt.id || row.attempt.fingerprint === attempt.fingerprint;
    refuseIf(this.state.attempts.where(doubled).length > 0, 'the same bytes are never two attempts');
    const stored = { ...attempt, data: structuredClone(attempt.data) };
    this.state.attempts.put(attempt.id, { attempt: stored, orderId, state: 'live', createdAt: now, submittedAt: undefined, evidence: undefined });
  }

  async findCurrent(orderId: string): Promise<RecordedAttempt | undefined> {
    const row = this.state.attempts.where((candidate) => candidate.orderId === orderId && candidate.state !== 'void')[0];
    if (!row) return undefined;
    const { attempt, state, createdAt, submittedAt } = row;
    return { attempt: { ...attempt, data: structuredClone(attempt.data) }, orderId, state, createdAt, submittedAt };
  }

  async submitted(attemptId: string, now: Date): Promise<void> {
    const row = this.live(attemptId);
    this.state.attempts.put(attemptId, { ...row, submittedAt: now });
  }

  async decide(attemptId: string, state: 'paid' | 'void', evidence: string): Promise<void> {
    const row = this.live(attemptId);
    this.state.attempts.put(attemptId, { ...row, state, evidence });
  }

  private live(attemptId: string): AttemptRow {
    const row = this.state.attempts.find(attemptId);
    if (row?.state !== 'live') throw new IntegrityViolation(`attempt ${attemptId} is unknown or decided`);
    return row;
  }
}
