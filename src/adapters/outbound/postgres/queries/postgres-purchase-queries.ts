import type { UserId } from '#domain/customers/customer.js';
import type { Payment } from '#domain/payments/payment.js';
import type { OrderView, PurchaseQueries } from '#use-cases/queries/purchase-queries.js';
import type { Database } from '../connection.js';
import { DatabaseSession } from '../driver/database-session.js';
import { isUuid } from '../driver/uuid-text.js';
import { OrderModel } from '../models/order-model.js';
import { PaymentModel } from '../models/payment-model.js';
import { newestPaymentOf } from '../repositories/postgres-payment-repository.js';
import { fulfilmentOf } from '../repositories/stars/postgres-star-fulfilment-repository.js';

export class PostgresPurchaseQueries implements PurchaseQueries {
  constructor(private readonly database: Database) {}

  async order(userId: UserId, orderId: string): Promise<OrderView | undefined> {
    if (!isUuid(orderId)) return undefined;
    return DatabaseSession.lend(this.database.knex, async ({ knex }) => {
      const row = await OrderModel.query(knex).findOne({ id: orderId, user_id: userId });
      if (!row) return undefined;
      return { order: row.toOrder(), payment: await newestPaymentOf(knex, orderId), fulfilment: await fulfilmentOf(knex, orderId) };
    });
  }

  async payment(userId: UserId, paymentId: string): Promise<Payment | undefined> {
    if (!isUuid(paymentId)) return undefined;
    const row = await DatabaseSession.lend(this.database.knex, async ({ knex }) => PaymentModel.query(knex).findOne({ id: paymentId, user_id: userId }));
    return row?.toPayment();
  }
}
