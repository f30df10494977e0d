import type { UserId } from '#domain/customers/customer.js';
import type { Payment } from '#domain/payments/payment.js';
import { PaymentNotFound } from '../ports/persistence/persistence-error.js';
import type { Cache } from '../ports/runtime/cache.js';
import type { PurchaseQueries } from '../queries/purchase-queries.js';
import type { SettlePayment } from './settle-payment.js';

/** Gateways ask not to be polled about one invoice more often. */
const POLITE_SECONDS = 30;

/** Asks the gateway about a payment because its payer wants to know now. Repeatable; asks at most every 30 seconds. */
export class CheckPayment {
  constructor(
    private readonly purchases: PurchaseQueries,
    private readonly settlePayment: SettlePayment,
    private readonly cache: Cache,
  ) {}

  /** Throws `PaymentNotFound` for a foreign or unknown payment; `ProviderError` when the gateway does not answer. */
  async execute(command: { readonly userId: UserId; readonly paymentId: string }): Promise<Payment> {
    const payment = await this.own(command);
    if (payment.isClosed) return payment;
    const key = `asked:${payment.id}`;
    if ((await this.cache.get(key)) !== undefined) return payment;
    await this.settlePayment.execute({ paymentId: payment.id });
    await this.cache.set(key, '1', POLITE_SECONDS);
    return this.own(command);
  }

  private async own(command: { readonly userId: UserId; readonly paymentId: string }): Promise<Payment> {
    const payment = await this.purchases.payment(command.userId, command.paymentId);
    if (!payment) throw new PaymentNotFound();
    return payment;
  }
}
