import { PAYMENT_STATES } from '#domain/payments/payment-states.js';
import type { UserId } from '#domain/customers/customer.js';
import type { Payment } from '#domain/payments/payment.js';
import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import type { PaymentRepository } from '#use-cases/ports/persistence/money/payment-repository.js';
import { PaymentNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import { earliest, isDue, refuseIf, requireMove, requireUser } from '../integrity.js';
import type { MemoryState } from '../memory-state.js';

/** Payments in process memory, under the schema's guards. */
export class MemoryPaymentRepository implements PaymentRepository {
  constructor(private readonly state: MemoryState) {}

  async add(payment: Payment): Promise<void> {
    refuseIf(this.state.payments.find(payment.id) !== undefined, `payment ${payment.id} exists`);
    requireUser(this.state, payment.userId);
    refuseIf(payment.orderId !== undefined && !this.state.orders.find(payment.orderId), `payment ${payment.id} is for no order`);
    this.put(payment);
  }

  async find(paymentId: string): Promise<Payment | undefined> {
    return this.state.payments.find(paymentId);
  }

  async get(paymentId: string): Promise<Payment> {
    const payment = this.state.payments.find(paymentId);
    if (!payment) throw new PaymentNotFound();
    return payment;
  }

  lock(paymentId: string): Promise<Payment> {
    return this.get(paymentId);
  }

  async save(payment: Payment): Promise<void> {
    const before = await this.get(payment.id);
    requireMove(PAYMENT_STATES, before.state, payment.state);
    this.put(payment);
  }

  async findByInvoice(gateway: string, invoiceId: string): Promise<Payment | undefined> {
    return this.state.payments.where((payment) => payment.gateway === gateway && payment.invoice?.invoiceId === invoiceId)[0];
  }

  async findByOrder(orderId: string): Promise<Payment | undefined> {
    return earliest(
      this.state.payments.where((payment) => payment.orderId === orderId),
      (payment) => payment.createdAt,
    ).at(-1);
  }

  async doubtful(userId: UserId, currency: Currency): Promise<Money> {
    const inReview = this.state.payments.where((payment) => payment.userId === userId && payment.state === 'review' && payment.credited.currency === currency);
    return inReview.reduce((sum, { credited }) => sum.plus(credited), Money.zero(currency));
  }

  async due(now: Date, limit: number): Promise<readonly string[]> {
    const due = this.state.payments.where((payment) => isDue(payment.nextAttemptAt, now));
    return earliest(due, (payment) => payment.nextAttemptAt)
      .slice(0, limit)
      .map((payment) => payment.id);
  }

  private put(payment: Payment): void {
    refuseIf(!payment.amount.isPositive() || payment.credited.minor < 0n, 'a payment asks for a positive amount and credits no negative one');
    const { invoice, gateway } = payment;
    const taken = (other: Payment): boolean => other.id !== payment.id && other.gateway === gateway && other.invoice?.invoiceId === invoice?.invoiceId;
    refuseIf(invoice !== undefined && this.state.payments.where(taken).length > 0, `invoice ${invoice?.invoiceId} belongs to another payment`);
    this.state.payments.put(payment.id, payment);
  }
}
