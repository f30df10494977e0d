import type { Language } from '#domain/customers/customer.js';
import type { Payment } from '#domain/payments/payment.js';
import { nextPoll } from '#domain/payments/poll-schedule.js';
import type { Currency } from '#domain/shared/currency.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { InvoiceText, InvoiceWording } from '../ports/providers/invoice-wording.js';
import type { CreatedInvoice, PaymentGateway, PaymentGateways } from '../ports/providers/payment-gateway.js';
import { UnknownGateway } from '../ports/providers/provider-error.js';
import type { Clock } from '../ports/runtime/clock.js';

/** Gets the gateway's invoice for a payment that is already recorded. */
export class Invoicing {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly gateways: PaymentGateways,
    private readonly wording: InvoiceWording,
    private readonly clock: Clock,
  ) {}

  /** Throws `UnknownGateway` for a gateway that is not there or does not collect this currency. */
  requireGateway(gateway: string, currency: Currency): void {
    if (!this.gateways.get(gateway).descriptor.currencies.includes(currency)) throw new UnknownGateway(gateway);
  }

  /** Whether what is paid with there may be charged again without the payer. */
  canKeepMethod(gateway: string): boolean {
    return this.gateways.get(gateway).descriptor.capabilities.savedMethod;
  }

  /**
   * Creates the invoice, or finds the one a lost answer left behind: the payment's id is the key, so it may be repeated.
   * Throws what the gateway throws; the payment then stays `created` and the sweeper tries again.
   */
  async ensureInvoice(payment: Payment): Promise<Payment> {
    if (payment.state !== 'created') return payment;
    const gateway = this.gateways.get(payment.gateway);
    const invoice = await this.invoiceFrom(gateway, payment);
    return this.unitOfWork.run(async (tx) => {
      const fresh = await tx.payments.lock(payment.id);
      if (fresh.state !== 'created') return fresh;
      const invoiced = fresh.invoiced(
        { invoiceId: invoice.invoiceId, url: invoice.url, expiresAt: invoice.expiresAt },
        nextPoll(this.clock.now(), 0),
      );
      await tx.payments.save(invoiced);
      return invoiced;
    });
  }

  private async invoiceFrom(gateway: PaymentGateway, payment: Payment): Promise<CreatedInvoice> {
    const { id: paymentId, amount, userId, chargeToken, remember } = payment;
    const request = { paymentId, amount, userId, expiresAt: this.expiry(gateway, payment), ...(await this.textFor(payment)) };
    return chargeToken === undefined ? gateway.create({ ...request, remember }) : gateway.charge({ ...request, token: chargeToken });
  }

  private async textFor(payment: Payment): Promise<InvoiceText & { readonly language: Language }> {
    const [order, { language }] = await this.unitOfWork.run(async (tx) => [
      payment.orderId === undefined ? undefined : await tx.orders.get(payment.orderId),
      await tx.users.get(payment.userId),
    ] as const);
    return { ...this.wording.of(order, language), language };
  }

  private expiry(gateway: PaymentGateway, payment: Payment): Date {
    return new Date(payment.createdAt.getTime() + gateway.descriptor.lifetimeSeconds * 1000);
  }
}
