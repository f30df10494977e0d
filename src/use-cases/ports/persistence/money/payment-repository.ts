import type { UserId } from '#domain/customers/customer.js';
import type { Payment } from '#domain/payments/payment.js';
import type { Currency } from '#domain/shared/currency.js';
import type { Money } from '#domain/shared/money.js';

export interface PaymentRepository {
  add(payment: Payment): Promise<void>;
  find(paymentId: string): Promise<Payment | undefined>;
  /** Throws `PaymentNotFound`. */
  get(paymentId: string): Promise<Payment>;
  /** `get` under a row lock held to the end of the transaction. */
  lock(paymentId: string): Promise<Payment>;
  /** Writes the next version; the database refuses a move that `state_edges` does not know. */
  save(payment: Payment): Promise<void>;
  findByInvoice(gateway: string, invoiceId: string): Promise<Payment | undefined>;
  /** The newest payment of an order. */
  findByOrder(orderId: string): Promise<Payment | undefined>;
  /** What was credited to somebody for payments that are in review: it may have gone back to the payer. */
  doubtful(userId: UserId, currency: Currency): Promise<Money>;
  /** Ids whose next attempt is due, oldest first. */
  due(now: Date, limit: number): Promise<readonly string[]>;
}
