import { exchange, readAmount, writeAmount } from './amount.js';
import { feeOf } from './app-book.js';
import type { Invoice, Transfer } from './invoice.js';

/** An invoice as answers and webhooks show it; a lie doubles the amount and calls it paid. */
export function invoiceWire(invoice: Invoice, origin: string, lying = false): Record<string, unknown> {
  const { currencyType, currency, button } = invoice;
  const url = payPage(invoice, origin);
  return {
    invoice_id: invoice.id,
    hash: invoice.hash,
    currency_type: currencyType,
    ...(currencyType === 'crypto' ? { asset: currency } : { fiat: currency, accepted_assets: invoice.acceptedAssets }),
    amount: lying ? writeAmount((readAmount(invoice.amount) ?? 0n) * 2n) : invoice.amount,
    ...paymentOf(invoice),
    bot_invoice_url: url,
    mini_app_invoice_url: url,
    web_app_invoice_url: url,
    pay_url: url,
    ...(invoice.description === null ? {} : { description: invoice.description }),
    status: lying ? 'paid' : invoice.status,
    created_at: invoice.createdAt,
    ...(invoice.expiresAt === null ? {} : { expiration_date: invoice.expiresAt }),
    allow_comments: true,
    allow_anonymous: true,
    ...(button === null ? {} : { paid_btn_name: button.name, paid_btn_url: button.url }),
    ...(invoice.payload === null ? {} : { payload: invoice.payload }),
  };
}

export function transferWire(transfer: Transfer): Record<string, unknown> {
  return {
    transfer_id: transfer.id,
    spend_id: transfer.spendId,
    user_id: transfer.userId,
    asset: transfer.asset,
    amount: transfer.amount,
    status: 'completed',
    completed_at: transfer.completedAt,
    ...(transfer.comment === null ? {} : { comment: transfer.comment }),
  };
}

export function payPage(invoice: Invoice, origin: string): string {
  return `${origin}/sandbox/cryptobot/pay/${invoice.id}`;
}

const NUMBERS = /"(amount|paid_amount|paid_fiat_rate|paid_usd_rate|fee_amount|fee_in_usd|available|onhold)":"(\d+(?:\.\d+)?)"/g;

/** JSON text in which the number-like fields are numbers: real answers have them in both forms. */
export function withNumbers(json: string): string {
  return json.replace(NUMBERS, '"$1":$2');
}

function paymentOf({ currencyType, currency, paidAsset, paidAmount, paidAt }: Invoice): Record<string, unknown> {
  if (paidAsset === null || paidAmount === null) return {};
  const paid = readAmount(paidAmount) ?? 0n;
  const fee = feeOf(paid);
  return {
    ...(currencyType === 'crypto' ? {} : { paid_asset: paidAsset, paid_amount: paidAmount, paid_fiat_rate: rate(paidAsset, currency) }),
    paid_usd_rate: rate(paidAsset, 'USD'),
    fee_asset: paidAsset,
    fee_amount: writeAmount(fee),
    fee_in_usd: writeAmount(exchange(fee, paidAsset, 'USD')),
    paid_anonymously: false,
    paid_at: paidAt,
    is_swapped: false,
  };
}

function rate(from: string, to: string): string {
  return writeAmount(exchange(readAmount('1') ?? 0n, from, to));
}
