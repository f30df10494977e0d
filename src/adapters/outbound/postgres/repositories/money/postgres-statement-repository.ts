import type { StatementLine } from '#domain/wallet/statement.js';
import type { StatementChange, StatementRepository } from '#use-cases/ports/persistence/money/statement-repository.js';
import type { DatabaseSession } from '../../driver/database-session.js';
import { TransactionModel } from '../../models/transaction-model.js';

export class PostgresStatementRepository implements StatementRepository {
  constructor(private readonly session: DatabaseSession) {}

  async add(line: StatementLine): Promise<void> {
    await TransactionModel.query(this.session.knex).insert(TransactionModel.columnsOf(line)).onConflict('external_id').ignore();
  }

  async update(externalId: string, change: StatementChange): Promise<void> {
    await this.session.change(
      `UPDATE transactions SET
        status = coalesce($1::text, status),
        amount = coalesce($2::bigint, amount),
        currency = coalesce($3::text, currency),
        metadata = metadata || coalesce($4::jsonb, '{}'),
        updated_at = clock_timestamp()
      WHERE external_id = $5`,
      [
        change.status ?? null,
        change.amount?.minor.toString() ?? null,
        change.amount?.currency ?? null,
        change.metadata ? JSON.stringify(change.metadata) : null,
        externalId,
      ],
    );
  }
}
