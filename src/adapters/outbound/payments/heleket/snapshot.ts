import type { ProviderSnapshot, ProviderState } from '#domain/payments/provider-snapshot.js';
import { type Currency, isCurrency } from '#domain/shared/currency.js';
import type { Money } from '#domain/shared/money.js';
import { readDecimal, shareOf, toMoney } from '../../kit/decimal.js';
import type { WireInvoice } from './wire.js';

const STATES: Readonly<Record<string, ProviderState>> = {
  check: 'awaiting',
  process: 'confirming',
  confirm_check: 'confirming',
  wrong_amount_waiting: 'partially_paid',
  paid: 'paid',
  paid_over: 'paid',
  wrong_amount: 'underpaid',
  cancel: 'expired',
  fail: 'failed',
  system_fail: 'failed',
  locked: 'held',
  refund_process: 'refund_pending',
  refund_paid: 'refunded',
  refund_fail: 'refund_failed',
};

const NORMALLY_FINAL = new Set<ProviderState>(['paid', 'underpaid', 'expired', 'failed', 'refunded', 'refund_failed']);

/** The invoice in the shop's terms. A status nobody has documented yet is "still waiting": it credits nothing and is asked again. */
export function snapshotOf(invoice: WireInvoice): ProviderSnapshot {
  const state = Object.hasOwn(STATES, invoice.status) ? (STATES[invoice.status] ?? 'awaiting') : 'awaiting';
  return {
    invoiceId: invoice.uuid,
    paymentId: invoice.order_id ?? undefined,
    state,
    final: invoice.is_final ?? NORMALLY_FINAL.has(state),
    requested: requested(invoice),
    received: received(invoice),
    providerStatus: invoice.status,
  };
}

function currencyOf(invoice: WireInvoice): Currency | undefined {
  return isCurrency(invoice.currency) ? invoice.currency : undefined;
}

/** Compared to the minor unit with what was asked, so an amount finer than the currency is no amount at all. */
function requested(invoice: WireInvoice): Money | undefined {
  const currency = currencyOf(invoice);
  const decimal = readDecimal(invoice.amount);
  if (!currency || !decimal) return undefined;
  const money = toMoney(decimal, currency, 'down');
  return money.equals(toMoney(decimal, currency, 'up')) ? money : undefined;
}

/**
 * What arrived, in the invoice's currency. Digits the currency cannot hold are cut down, never up: the shop credits no dust it
 * did not get. Another coin is counted in proportion to what was due in it; without that figure only an exact payment is known.
 */
function received(invoice: WireInvoice): Money | undefined {
  const currency = currencyOf(invoice);
  const value = readDecimal(invoice.amount);
  if (!currency || !value) return undefined;
  const paid = optional(invoice.payment_amount);
  if (paid && (paid.digits === 0n || invoice.payer_currency === currency)) return toMoney(paid, currency, 'down');
  const due = optional(invoice.payer_amount);
  if (paid && due) return shareOf(paid, due, value, currency);
  if (isAbsent(invoice.payment_amount) || isAbsent(invoice.payer_amount)) return exactly(invoice);
  return undefined;
}

function exactly(invoice: WireInvoice): Money | undefined {
  return invoice.status === 'paid' ? requested(invoice) : undefined;
}

function optional(text: string | null | undefined): ReturnType<typeof readDecimal> {
  return isAbsent(text) ? undefined : readDecimal(text);
}

function isAbsent(text: string | null | undefined): text is null | undefined | '' {
  return text === null || text === undefined || text === '';
}
