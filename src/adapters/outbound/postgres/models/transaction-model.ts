import type { PartialModelObject } from 'objection';
import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import type { StatementLine, StatementStatus, StatementType } from '#domain/wallet/statement.js';
import { SnakeCaseModel } from './snake-case-model.js';

/** A line of the history people see. */
export class TransactionModel extends SnakeCaseModel {
  static override tableName = 'transactions';
  static override jsonAttributes = ['metadata'];

  declare id: string;
  declare userId: string;
  declare type: StatementType;
  declare status: StatementStatus;
  declare amount: string;
  declare currency: Currency;
  declare description: string;
  declare externalId: string;
  declare metadata: StatementLine['metadata'];
  declare createdAt: Date;
  declare updatedAt: Date;

  static columnsOf(line: StatementLine): PartialModelObject<TransactionModel> {
    return {
      id: line.id,
      userId: line.userId.toString(),
      type: line.type,
      status: line.status,
      amount: line.amount.minor.toString(),
      currency: line.amount.currency,
      description: line.description,
      externalId: line.externalId,
      metadata: line.metadata,
      createdAt: line.createdAt,
      updatedAt: line.createdAt,
    };
  }

  toLine(): StatementLine {
    const { id, type, status, description, externalId, metadata, createdAt } = this;
    const amount = Money.of(BigInt(this.amount), this.currency);
    return { id, userId: Number(this.userId), type, status, amount, description, externalId, metadata, createdAt };
  }
}
