import type { Knex } from 'knex';
import type { StarFulfilment } from '#domain/stars/star-fulfilment.js';
import { LaneTaken, LeaseLost } from '#use-cases/ports/persistence/persistence-error.js';
import type { StarFulfilmentRepository } from '#use-cases/ports/persistence/star-fulfilment-repository.js';
import { translating } from '../../driver/database-error.js';
import { isUuid } from '../../driver/uuid-text.js';
import { StarFulfilmentModel } from '../../models/star-fulfilment-model.js';

export class PostgresStarFulfilmentRepository implements StarFulfilmentRepository {
  constructor(private readonly trx: Knex) {}

  async add(fulfilment: StarFulfilment): Promise<void> {
    await StarFulfilmentModel.query(this.trx).insert(StarFulfilmentModel.columnsOf(fulfilment)).onConflict('order_id').ignore();
  }

  async find(orderId: string): Promise<StarFulfilment | undefined> {
    return fulfilmentOf(this.trx, orderId);
  }

  async claim(orderId: string, now: Date, leaseUntil: Date): Promise<StarFulfilment | undefined> {
    if (!isUuid(orderId)) return undefined;
    // Two workers at once: the second waits for the first one's row, reads it again and finds the lease taken.
    const [claimed] = await StarFulfilmentModel.query(this.trx)
      .where({ order_id: orderId })
      .where('next_attempt_at', '<=', now)
      .whereRaw('(leased_until IS NULL OR leased_until < ?)', [now])
      .patch({ fence: this.trx.raw('fence + 1'), leasedUntil: leaseUntil })
      .returning('*');
    return claimed?.toFulfilment();
  }

  async save(fulfilment: StarFulfilment, options: { keepLease: boolean }): Promise<void> {
    const columns = StarFulfilmentModel.columnsOf(fulfilment);
    const statement = StarFulfilmentModel.query(this.trx)
      .where({ order_id: fulfilment.orderId, fence: fulfilment.fence.toString() })
      .patch(options.keepLease ? columns : { ...columns, leasedUntil: null });
    const written = await translating(statement, { star_fulfilments_lane_unique: () => new LaneTaken(fulfilment.lane ?? '') });
    if (written === 0) throw new LeaseLost(fulfilment.orderId);
  }

  async extendLease({ orderId, fence }: StarFulfilment, leaseUntil: Date): Promise<void> {
    await StarFulfilmentModel.query(this.trx).where({ order_id: orderId, fence: fence.toString() }).whereNotNull('leased_until').patch({ leasedUntil: leaseUntil });
  }

  async due(now: Date, limit: number): Promise<readonly string[]> {
    const rows = await StarFulfilmentModel.query(this.trx)
      .select('order_id')
      .where('next_attempt_at', '<=', now)
      .whereRaw('(leased_until IS NULL OR leased_until < ?)', [now])
      .orderBy('next_attempt_at')
      .limit(limit);
    return rows.map((row) => row.orderId);
  }

  async nextQueued(): Promise<string | undefined> {
    const row = await StarFulfilmentModel.query(this.trx).select('order_id').where('state', 'queued').orderBy('created_at').first();
    return row?.orderId;
  }
}

export async function fulfilmentOf(knex: Knex, orderId: string): Promise<StarFulfilment | undefined> {
  if (!isUuid(orderId)) return undefined;
  return (await StarFulfilmentModel.query(knex).findById(orderId))?.toFulfilment();
}
