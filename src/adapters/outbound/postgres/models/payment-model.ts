import type { PartialModelObject } from 'objection';
import { type Invoice, Payment } from '#domain/payments/payment.js';
import type { PaymentState } from '#domain/payments/payment-states.js';
import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import { SnakeCaseModel } from './snake-case-model.js';

export class PaymentModel extends SnakeCaseModel {
  static override tableName = 'payments';

  declare id: string;
  declare userId: string;
  declare orderId: string | null;
  declare gateway: string;
  declare amount: string;
  declare currency: Currency;
  declare state: PaymentState;
  declare credited: string;
  declare invoiceId: string | null;
  declare invoiceUrl: string | null;
  declare invoiceExpiresAt: Date | null;
  declare late: boolean;
  declare partial: boolean;
  declare over: boolean;
  declare reviewReason: string | null;
  declare createdAt: Date;
  declare nextAttemptAt: Date | null;
  declare attempts: number;
  declare chargeToken: string | null;
  declare remember: boolean;

  static columnsOf(payment: Payment): PartialModelObject<PaymentModel> {
    return {
      id: payment.id,
      userId: payment.userId.toString(),
      orderId: payment.orderId ?? null,
      gateway: payment.gateway,
      amount: payment.amount.minor.toString(),
      currency: payment.amount.currency,
      state: payment.state,
      credited: payment.credited.minor.toString(),
      invoiceId: payment.invoice?.invoiceId ?? null,
      invoiceUrl: payment.invoice?.url ?? null,
      invoiceExpiresAt: payment.invoice?.expiresAt ?? null,
      ...payment.flags,
      reviewReason: payment.reviewReason ?? null,
      createdAt: payment.createdAt,
      nextAttemptAt: payment.nextAttemptAt ?? null,
      attempts: payment.attempts,
      chargeToken: payment.chargeToken ?? null,
      remember: payment.remember,
    };
  }

  toPayment(): Payment {
    return new Payment({
      id: this.id,
      userId: Number(this.userId),
      orderId: this.orderId ?? undefined,
      gateway: this.gateway,
      amount: Money.of(BigInt(this.amount), this.currency),
      state: this.state,
      credited: Money.of(BigInt(this.credited), this.currency),
      invoice: this.invoice(),
      flags: { late: this.late, partial: this.partial, over: this.over },
      reviewReason: this.reviewReason ?? undefined,
      createdAt: this.createdAt,
      nextAttemptAt: this.nextAttemptAt ?? undefined,
      attempts: this.attempts,
      chargeToken: this.chargeToken ?? undefined,
      remember: this.remember,
    });
  }

  private invoice(): Invoice | undefined {
    if (this.invoiceId === null || this.invoiceUrl === null || this.invoiceExpiresAt === null) return undefined;
    return { invoiceId: this.invoiceId, url: this.invoiceUrl, expiresAt: this.invoiceExpiresAt };
  }
}
