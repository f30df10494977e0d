import type { Knex } from 'knex';
import type { UserId } from '#domain/customers/customer.js';
import type { Payment } from '#domain/payments/payment.js';
import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import type { PaymentRepository } from '#use-cases/ports/persistence/money/payment-repository.js';
import { PaymentNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import { translating } from '../driver/database-error.js';
import type { DatabaseSession } from '../driver/database-session.js';
import { isUuid } from '../driver/uuid-text.js';
import { PaymentModel } from '../models/payment-model.js';

/** Whose payment it is, for what and how much, never changes. */
const SAVE = `UPDATE payments SET
  state = $2, credited = $3, invoice_id = $4, invoice_url = $5, invoice_expires_at = $6,
  late = $7, partial = $8, over = $9, review_reason = $10, next_attempt_at = $11, attempts = $12
WHERE id = $1`;

export class PostgresPaymentRepository implements PaymentRepository {
  constructor(private readonly session: DatabaseSession) {}

  async add(payment: Payment): Promise<void> {
    await PaymentModel.query(this.session.knex).insert(PaymentModel.columnsOf(payment));
  }

  async find(paymentId: string): Promise<Payment | undefined> {
    if (!isUuid(paymentId)) return undefined;
    return this.first('select * from payments where id = $1', [paymentId]);
  }

  async get(paymentId: string): Promise<Payment> {
    const payment = await this.find(paymentId);
    if (!payment) throw new PaymentNotFound();
    return payment;
  }

  async lock(paymentId: string): Promise<Payment> {
    const payment = isUuid(paymentId) ? await this.first('select * from payments where id = $1 for update', [paymentId]) : undefined;
    if (!payment) throw new PaymentNotFound();
    return payment;
  }

  async save(payment: Payment): Promise<void> {
    const { state, credited, invoice, flags, reviewReason, nextAttemptAt, attempts } = payment;
    const values = [state, credited.minor, invoice?.invoiceId, invoice?.url, invoice?.expiresAt, flags.late, flags.partial, flags.over, reviewReason, nextAttemptAt, attempts];
    const written = await translating(this.session.change(SAVE, [payment.id, ...values]));
    if (written === 0) throw new PaymentNotFound();
  }

  async findByInvoice(gateway: string, invoiceId: string): Promise<Payment | undefined> {
    return this.first('select * from payments where gateway = $1 and invoice_id = $2', [gateway, invoiceId]);
  }

  async findByOrder(orderId: string): Promise<Payment | undefined> {
    return newestPaymentOf(this.session.knex, orderId);
  }

  async doubtful(userId: UserId, currency: Currency): Promise<Money> {
    const [row] = await this.session.rows<{ total: string }>(
      `SELECT coalesce(sum(credited), 0) AS total FROM payments WHERE user_id = $1 AND currency = $2 AND state = 'review' AND credited > 0`,
      [userId, currency],
    );
    return Money.of(BigInt(row?.total ?? 0), currency);
  }

  async due(now: Date, limit: number): Promise<readonly string[]> {
    const rows = await PaymentModel.query(this.session.knex).select('id').where('next_attempt_at', '<=', now).orderBy('next_attempt_at').limit(limit);
    return rows.map((row) => row.id);
  }

  private async first(sql: string, bindings: readonly unknown[]): Promise<Payment | undefined> {
    const [row] = await this.session.rows<object>(sql, bindings);
    return row && PaymentModel.fromDatabaseJson(row).toPayment();
  }
}

/** The payment of an order that was opened last. */
export async function newestPaymentOf(knex: Knex, orderId: string): Promise<Payment | undefined> {
  if (!isUuid(orderId)) return undefined;
  const row = await PaymentModel.query(knex).where({ order_id: orderId }).orderByRaw('created_at DESC, id DESC').first();
  return row?.toPayment();
}
