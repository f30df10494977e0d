import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import type { AttemptState, RecordedAttempt } from '#use-cases/ports/persistence/star-attempt-repository.js';
import { SnakeCaseModel } from './snake-case-model.js';

export class StarAttemptModel extends SnakeCaseModel {
  static override tableName = 'star_attempts';
  static override jsonAttributes = ['data'];

  declare id: string;
  declare orderId: string;
  declare lane: string;
  declare fingerprint: string;
  declare cost: string;
  declare currency: Currency;
  declare data: Readonly<Record<string, unknown>>;
  declare state: AttemptState;
  declare evidence: string | null;
  declare createdAt: Date;
  declare submittedAt: Date | null;
  declare decidedAt: Date | null;

  toRecordedAttempt(): RecordedAttempt {
    const { id, lane, fingerprint, data } = this;
    return {
      attempt: { id, lane, fingerprint, data, cost: Money.of(BigInt(this.cost), this.currency) },
      orderId: this.orderId,
      state: this.state,
      createdAt: this.createdAt,
      submittedAt: this.submittedAt ?? undefined,
    };
  }
}
