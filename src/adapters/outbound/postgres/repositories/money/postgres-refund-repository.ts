import type { Knex } from 'knex';
import type { Refund } from '#domain/refunds/refund.js';
import type { RefundRepository } from '#use-cases/ports/persistence/money/refund-repository.js';
import { RefundExists, RefundNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import { translating } from '../../driver/database-error.js';
import { isUuid } from '../../driver/uuid-text.js';
import { RefundModel } from '../../models/refund-model.js';

export class PostgresRefundRepository implements RefundRepository {
  constructor(private readonly trx: Knex) {}

  async add(refund: Refund): Promise<void> {
    const taken = { refunds_one_standing_per_payment: (): Error => new RefundExists(refund.paymentId) };
    await translating(RefundModel.query(this.trx).insert(RefundModel.columnsOf(refund)), taken);
  }

  async get(refundId: string): Promise<Refund> {
    const row = isUuid(refundId) ? await RefundModel.query(this.trx).findById(refundId) : undefined;
    if (!row) throw new RefundNotFound();
    return row.toRefund();
  }

  async lock(refundId: string): Promise<Refund> {
    const row = isUuid(refundId) ? await RefundModel.query(this.trx).findById(refundId).forUpdate() : undefined;
    if (!row) throw new RefundNotFound();
    return row.toRefund();
  }

  async lockStanding(paymentId: string): Promise<Refund | undefined> {
    if (!isUuid(paymentId)) return undefined;
    const row = await RefundModel.query(this.trx).where({ payment_id: paymentId }).whereNot('state', 'refused').forUpdate().first();
    return row?.toRefund();
  }

  async save(refund: Refund): Promise<void> {
    const written = await translating(RefundModel.query(this.trx).findById(refund.id).patch(RefundModel.columnsOf(refund)));
    if (written === 0) throw new RefundNotFound();
  }

  async due(now: Date, limit: number): Promise<readonly string[]> {
    const rows = await RefundModel.query(this.trx).select('id').where('next_attempt_at', '<=', now).orderBy('next_attempt_at').limit(limit);
    return rows.map((row) => row.id);
  }
}
