import type { Payment } from '#domain/payments/payment.js';

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
  /** Ids whose next attempt is due, oldest first. */
  due(now: Date, limit: number): Promise<readonly string[]>;
}
