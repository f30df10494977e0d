import type { Knex } from 'knex';
import type { AnyOrder } from '#domain/orders/any-order.js';
import type { OrderRepository } from '#use-cases/ports/persistence/order-repository.js';
import { OrderNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import { translating } from '../driver/database-error.js';
import { isUuid } from '../driver/uuid-text.js';
import { OrderModel } from '../models/order-model.js';

export class PostgresOrderRepository implements OrderRepository {
  constructor(private readonly trx: Knex) {}

  async add(order: AnyOrder): Promise<void> {
    await OrderModel.query(this.trx).insert(OrderModel.columnsOf(order));
  }

  async find(orderId: string): Promise<AnyOrder | undefined> {
    if (!isUuid(orderId)) return undefined;
    return (await OrderModel.query(this.trx).findById(orderId))?.toOrder();
  }

  async get(orderId: string): Promise<AnyOrder> {
    const order = await this.find(orderId);
    if (!order) throw new OrderNotFound();
    return order;
  }

  async lock(orderId: string): Promise<AnyOrder> {
    const row = isUuid(orderId) ? await OrderModel.query(this.trx).findById(orderId).forUpdate() : undefined;
    if (!row) throw new OrderNotFound();
    return row.toOrder();
  }

  async save(order: AnyOrder): Promise<void> {
    const written = await translating(OrderModel.query(this.trx).findById(order.id).patch(OrderModel.columnsOf(order)));
    if (written === 0) throw new OrderNotFound();
  }

  async removeDrafts(before: Date): Promise<number> {
    return OrderModel.query(this.trx).delete().where('state', 'draft').where('created_at', '<', before);
  }
}
