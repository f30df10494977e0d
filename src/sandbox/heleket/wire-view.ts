import { plainAmount, readAmount, writeAmount } from './amount.js';
import { type Invoice, type InvoiceStatus, isFinal } from './invoice.js';
import type { PhpValue } from './signature.js';

/** Of each payment, the provider keeps one percent. */
const FEE_PERCENT = 1n;
const USD_PRICE: Readonly<Record<string, bigint>> = { TON: 3n, USDT: 1n };
const PAYER = 'EQBvW8Z5huBkMJYdnfAEM5JqTNkuWX3diqYENkWsIL0XggGG';
const MOSCOW_MS = 3 * 3_600_000;

/** What the stand-in says of an invoice: the truth, or the lie it was told to tell. */
interface Account {
  readonly amount: string;
  readonly paid: bigint;
  readonly status: InvoiceStatus;
}

function accountOf(invoice: Invoice, lying: boolean): Account {
  if (!lying) return { amount: invoice.amount, paid: readAmount(invoice.paid) ?? 0n, status: invoice.status };
  const doubled = (readAmount(invoice.amount) ?? 0n) * 2n;
  return { amount: plainAmount(doubled), paid: doubled, status: 'paid_over' };
}

/** An invoice as `/v1/payment` and `/v1/payment/info` answer it. */
export function resultOf(invoice: Invoice, origin: string, lying = false): Record<string, unknown> {
  const { amount, paid, status } = accountOf(invoice, lying);
  return {
    uuid: invoice.uuid,
    order_id: invoice.orderId,
    amount,
    payment_amount: paid > 0n ? writeAmount(paid) : null,
    payment_amount_usd: dollars(paid, invoice.currency),
    payer_amount: amount,
    payer_currency: invoice.currency,
    payer_amount_exchange_rate: '1.00000000',
    merchant_amount: writeAmount(paid - feeOf(paid)),
    commission: writeAmount(feeOf(paid)),
    discount_percent: 0,
    discount: '0.00000000',
    currency: invoice.currency,
    network: invoice.network,
    address: PAYER,
    from: paid > 0n ? PAYER : null,
    txid: invoice.txid,
    payment_status: status,
    status,
    url: payPage(invoice, origin),
    expired_at: Math.floor(Date.parse(invoice.expiresAt) / 1000),
    is_final: isFinal(status),
    additional_data: invoice.additionalData,
    comments: null,
    created_at: moscow(invoice.createdAt),
    updated_at: moscow(invoice.updatedAt),
  };
}

/** A webhook's members by name; one of them is always its status. */
export type WebhookPayload = Record<string, PhpValue> & { readonly status: string };

/** The members of a webhook in the provider's order, without `sign`. */
export function webhookOf(invoice: Invoice, lying = false): WebhookPayload {
  const { amount, paid, status } = accountOf(invoice, lying);
  return {
    type: 'payment',
    uuid: invoice.uuid,
    order_id: invoice.orderId,
    amount,
    payment_amount: writeAmount(paid),
    payment_amount_usd: dollars(paid, invoice.currency),
    merchant_amount: writeAmount(paid - feeOf(paid)),
    commission: writeAmount(feeOf(paid)),
    is_final: isFinal(status),
    status,
    from: paid > 0n ? PAYER : null,
    wallet_address_uuid: null,
    network: invoice.network,
    currency: invoice.currency,
    payer_currency: invoice.currency,
    payer_amount: amount,
    additional_data: invoice.additionalData,
    ...(invoice.txid === null ? {} : { txid: invoice.txid }),
  };
}

export function payPage(invoice: Invoice, origin: string): string {
  return `${origin}/sandbox/heleket/pay/${invoice.uuid}`;
}

/** What is left to the merchant of an amount in billionths. */
export function afterFee(paid: bigint): bigint {
  return paid - feeOf(paid);
}

export function usdOf(units: bigint, currency: string): bigint {
  return units * (USD_PRICE[currency] ?? 1n);
}

function feeOf(paid: bigint): bigint {
  return (paid * FEE_PERCENT) / 100n;
}

function dollars(units: bigint, currency: string): string {
  return writeAmount(usdOf(units, currency), 2);
}

/** The provider's clock shows Moscow time. */
function moscow(iso: string): string {
  return new Date(Date.parse(iso) + MOSCOW_MS).toISOString().replace(/\.\d+Z$/, '+03:00');
}
