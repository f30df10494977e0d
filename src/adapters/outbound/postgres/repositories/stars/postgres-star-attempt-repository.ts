import type { Knex } from 'knex';
import { AttemptConflict } from '#use-cases/ports/persistence/persistence-error.js';
import type { RecordedAttempt, StarAttemptRepository } from '#use-cases/ports/persistence/star-attempt-repository.js';
import type { StarAttempt } from '#use-cases/ports/providers/star-provider.js';
import { translating } from '../../driver/database-error.js';
import { isUuid } from '../../driver/uuid-text.js';
import { StarAttemptModel } from '../../models/star-attempt-model.js';

export class PostgresStarAttemptRepository implements StarAttemptRepository {
  constructor(private readonly trx: Knex) {}

  async add(orderId: string, attempt: StarAttempt, now: Date): Promise<void> {
    const conflict = (): Error => new AttemptConflict(orderId);
    const statement = StarAttemptModel.query(this.trx).insert({
      id: attempt.id,
      orderId,
      lane: attempt.lane,
      fingerprint: attempt.fingerprint,
      cost: attempt.cost.minor.toString(),
      currency: attempt.cost.currency,
      data: attempt.data,
      state: 'live',
      createdAt: now,
    });
    await translating(statement, {
      star_attempts_one_live_per_lane: conflict,
      star_attempts_one_undecided_or_paid_per_order: conflict,
      star_attempts_fingerprint_unique: conflict,
    });
  }

  async findCurrent(orderId: string): Promise<RecordedAttempt | undefined> {
    if (!isUuid(orderId)) return undefined;
    return (await StarAttemptModel.query(this.trx).where({ order_id: orderId }).whereNot('state', 'void').first())?.toRecordedAttempt();
  }

  async submitted(attemptId: string, now: Date): Promise<void> {
    await StarAttemptModel.query(this.trx).where({ id: attemptId, state: 'live' }).patch({ submittedAt: now });
  }

  async decide(attemptId: string, state: 'paid' | 'void', evidence: string, now: Date): Promise<void> {
    await translating(StarAttemptModel.query(this.trx).findById(attemptId).patch({ state, evidence, decidedAt: now }));
  }
}
