import type { PartialModelObject } from 'objection';
import type { RefundState } from '#domain/refunds/refund-states.js';
import { Refund } from '#domain/refunds/refund.js';
import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import { SnakeCaseModel } from './snake-case-model.js';

export class RefundModel extends SnakeCaseModel {
  static override tableName = 'refunds';

  declare id: string;
  declare paymentId: string;
  declare userId: string;
  declare gateway: string;
  declare amount: string;
  declare loss: string;
  declare currency: Currency;
  declare destination: string;
  declare reason: string;
  declare state: RefundState;
  declare failure: string | null;
  declare attempts: number;
  declare nextAttemptAt: Date | null;
  declare sentAt: Date | null;
  declare createdAt: Date;

  static columnsOf(refund: Refund): PartialModelObject<RefundModel> {
    return {
      id: refund.id,
      paymentId: refund.paymentId,
      userId: refund.userId.toString(),
      gateway: refund.gateway,
      amount: refund.amount.minor.toString(),
      loss: refund.loss.minor.toString(),
      currency: refund.amount.currency,
      destination: refund.destination,
      reason: refund.reason,
      state: refund.state,
      failure: refund.failure ?? null,
      attempts: refund.attempts,
      nextAttemptAt: refund.nextAttemptAt ?? null,
      sentAt: refund.sentAt ?? null,
      createdAt: refund.createdAt,
    };
  }

  toRefund(): Refund {
    return new Refund({
      id: this.id,
      paymentId: this.paymentId,
      userId: Number(this.userId),
      gateway: this.gateway,
      amount: Money.of(BigInt(this.amount), this.currency),
      loss: Money.of(BigInt(this.loss), this.currency),
      destination: this.destination,
      reason: this.reason,
      state: this.state,
      failure: this.failure ?? undefined,
      attempts: this.attempts,
      nextAttemptAt: this.nextAttemptAt ?? undefined,
      sentAt: this.sentAt ?? undefined,
      createdAt: this.createdAt,
    });
  }
}
