import type { Language } from '#domain/customers/customer.js';
import type { Money } from '#domain/shared/money.js';
import type { ChargeRequest, InvoiceRequest, RefundRequest } from '#use-cases/ports/providers/payment-gateway.js';
import type { YookassaConfig } from './config.js';
import { PAYMENT_ID } from './wire.js';

const LOCALES: Readonly<Record<Language, string>> = { ru: 'ru_RU', en: 'en_US' };
const REFUND_OF_OURS = /^Refund [A-Za-z0-9_-]{1,64}$/;

/** Asks for a payment that the payer confirms on the provider's page and that is captured at once. */
export function invoiceBody(request: InvoiceRequest, config: YookassaConfig, returnUrl: string): object {
  return {
    ...paymentBody(request, config),
    confirmation: { type: 'redirect', return_url: returnUrl, locale: LOCALES[request.language] },
    ...(request.remember && config.saveMethods && { save_payment_method: true }),
  };
}

/** Charges a saved method: nothing is confirmed, so a confirmation must not be asked for. */
export function chargeBody(request: ChargeRequest, config: YookassaConfig): object {
  return { ...paymentBody(request, config), payment_method_id: request.token };
}

export function refundBody(request: RefundRequest, invoiceId: string, purchase: string, config: YookassaConfig): object {
  return {
    payment_id: invoiceId,
    amount: wireAmount(request.amount),
    description: refundDescription(request.refundId),
    ...receipt(request.amount, purchase, config),
  };
}

/** What a refund of ours is known by later: refunds have no metadata to rely on. */
export function refundDescription(refundId: string): string {
  return `Refund ${refundId}`;
}

/** Whether a refund was ordered by this shop, and not by hand at the provider. */
export function isRefundOfOurs(description: string | null | undefined): boolean {
  return REFUND_OF_OURS.test(description ?? '');
}

function paymentBody(request: Omit<InvoiceRequest, 'remember'>, config: YookassaConfig): object {
  return {
    amount: wireAmount(request.amount),
    capture: true,
    description: request.description,
    metadata: { [PAYMENT_ID]: request.paymentId },
    ...receipt(request.amount, request.description, config),
  };
}

function receipt(amount: Money, description: string, { receipt: about }: YookassaConfig): object {
  if (!about) return {};
  const item = {
    description,
    quantity: '1.00',
    amount: wireAmount(amount),
    vat_code: about.vatCode,
    payment_subject: 'service',
    payment_mode: 'full_payment',
  };
  const tax = about.taxSystem === undefined ? {} : { tax_system_code: about.taxSystem };
  return { receipt: { customer: { email: about.email }, items: [item], ...tax } };
}

/** Two decimals always. */
function wireAmount(money: Money): { readonly value: string; readonly currency: string } {
  const [whole = '0', fraction = ''] = money.toDecimal().split('.');
  return { value: `${whole}.${fraction.padEnd(2, '0')}`, currency: money.currency };
}
