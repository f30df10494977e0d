import type { ProviderSnapshot, ProviderState, SavedMethod } from '#domain/payments/provider-snapshot.js';
import { isCurrency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import { readDecimal, toMoney } from '../../kit/decimal.js';
import type { YookassaConfig } from './config.js';
import { isRefundOfOurs } from './payment-request.js';
import type { WireAmount, WirePayment, WireRefund } from './wire.js';

const FINAL: readonly ProviderState[] = ['paid', 'expired', 'failed', 'refunded', 'refund_failed'];
const RAN_OUT = new Set(['expired_on_confirmation', 'expired_on_capture']);
const LONGEST_LABEL = 60;

/**
 * The payment in the shop's terms, its refunds read beside it. A status nobody has documented yet is "still waiting": it credits
 * nothing and is asked about again.
 */
export function snapshotOf(payment: WirePayment, config: Pick<YookassaConfig, 'testMode' | 'saveMethods'>, refunds: readonly WireRefund[] = []): ProviderSnapshot {
  const state = stateOf(payment, refunds);
  const reason = payment.cancellation_details?.reason;
  return {
    invoiceId: payment.id,
    paymentId: payment.paymentId,
    state,
    final: FINAL.includes(state),
    requested: moneyOf(payment.amount),
    received: received(payment),
    providerStatus: payment.status === 'canceled' && reason !== undefined ? `canceled:${reason}` : payment.status,
    test: payment.test && !config.testMode,
    savedMethod: config.saveMethods ? savedMethod(payment) : undefined,
  };
}

/** Whether this payment may have refunds that its own fields do not show: one under way, or one that came to nothing. */
export function mayHideRefunds(payment: WirePayment): boolean {
  return stateOf(payment, []) === 'paid';
}

function stateOf(payment: WirePayment, refunds: readonly WireRefund[]): ProviderState {
  switch (payment.status) {
    case 'succeeded':
      return payment.paid ? afterPayment(payment, refunds) : 'confirming';
    // Never asked for: money that is held until somebody captures it is a person's affair.
    case 'waiting_for_capture':
      return 'held';
    case 'canceled':
      return RAN_OUT.has(payment.cancellation_details?.reason ?? '') ? 'expired' : 'failed';
    default:
      return 'awaiting';
  }
}

/** A refund that somebody else ordered and that came to nothing leaves the payment what it was. */
function afterPayment(payment: WirePayment, refunds: readonly WireRefund[]): ProviderState {
  const rest = received(payment);
  if (rest && !rest.isPositive()) return 'refunded';
  const [latest] = [...refunds].sort((left, right) => right.created_at.getTime() - left.created_at.getTime());
  if (latest?.status === 'pending') return 'refund_pending';
  return latest?.status === 'canceled' && isRefundOfOurs(latest.description) ? 'refund_failed' : 'paid';
}

/** What came, less what went back. Money that is only held has not come; undefined when the fields contradict each other. */
function received(payment: WirePayment): Money | undefined {
  const asked = moneyOf(payment.amount);
  if (!payment.paid) return asked && Money.zero(asked.currency);
  if (!asked || payment.status !== 'succeeded') return undefined;
  if (!payment.refunded_amount) return asked;
  const returned = moneyOf(payment.refunded_amount);
  return returned?.currency === asked.currency ? asked.minus(returned) : undefined;
}

/** Compared to the minor unit with what was asked, so an amount finer than the currency is no amount at all. */
function moneyOf({ value, currency }: WireAmount): Money | undefined {
  const decimal = readDecimal(value);
  if (!decimal || !isCurrency(currency)) return undefined;
  const money = toMoney(decimal, currency, 'down');
  return money.equals(toMoney(decimal, currency, 'up')) ? money : undefined;
}

function savedMethod({ status, payment_method: method }: WirePayment): SavedMethod | undefined {
  if (status !== 'succeeded' || !method?.saved) return undefined;
  return { token: method.id, label: (method.title ?? method.type).slice(0, LONGEST_LABEL) };
}
