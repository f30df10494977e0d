import { readRubles, writeRubles } from './amount.js';
import { isMethodSaved, type Payment, type Refund } from './payment.js';

export interface ViewOptions {
  readonly origin: string;
  readonly shopId: string;
  /** Whether the shop deals in play money. */
  readonly test: boolean;
}

/** Of each payment, the provider keeps three and a half percent. */
const FEE_PERMILLE = 35n;

/** A payment as every answer and notification shows it. */
export function paymentObject(payment: Payment, { origin, shopId, test }: ViewOptions): object {
  const kopecks = BigInt(payment.amount);
  const { status, paid } = payment;
  const income = kopecks - (kopecks * FEE_PERMILLE) / 1000n;
  return {
    id: payment.id,
    status,
    amount: rubles(kopecks),
    ...(status === 'succeeded' ? { income_amount: rubles(income) } : {}),
    ...(payment.description === null ? {} : { description: payment.description }),
    recipient: { account_id: shopId, gateway_id: '1000001' },
    ...(paid || payment.methodId !== null ? { payment_method: methodOf(payment) } : {}),
    ...(payment.capturedAt === null ? {} : { captured_at: payment.capturedAt }),
    created_at: payment.createdAt,
    ...(payment.returnUrl === null || status !== 'pending' ? {} : { confirmation: confirmationOf(payment, origin) }),
    test,
    ...(status === 'succeeded' ? { refunded_amount: rubles(BigInt(payment.refunded)) } : {}),
    paid,
    refundable: status === 'succeeded' && payment.refunded !== payment.amount,
    ...(payment.reason === null ? {} : { cancellation_details: { party: partyOf(payment.reason), reason: payment.reason } }),
    metadata: payment.metadata,
  };
}

export function refundObject(refund: Refund): object {
  return {
    id: refund.id,
    payment_id: refund.paymentId,
    status: refund.status,
    created_at: refund.createdAt,
    amount: rubles(BigInt(refund.amount)),
    ...(refund.description === null ? {} : { description: refund.description }),
    ...(refund.status === 'canceled' ? { cancellation_details: { party: 'yoo_money', reason: refund.endsWith } } : {}),
  };
}

/** The same answer untrue: every payment in it is over twice the amount, and paid. */
export function lied(answer: object): object {
  if ('items' in answer && Array.isArray(answer.items)) return { ...answer, items: answer.items.map((item: object) => lied(item)) };
  if (!('amount' in answer && 'paid' in answer)) return answer;
  const { value } = answer.amount as { readonly value: string };
  return { ...answer, status: 'succeeded', paid: true, amount: rubles((readRubles(value) ?? 0n) * 2n) };
}

/** Where the payer pays. */
export function payAddress(id: string, origin: string): string {
  return `${origin}/sandbox/yookassa/pay/${id}`;
}

function methodOf(payment: Payment): object {
  const id = payment.methodId ?? payment.id;
  const saved = payment.methodId !== null || isMethodSaved(payment);
  const card = { first6: '555555', last4: '4477', expiry_month: '01', expiry_year: '2030', card_type: 'MasterCard', issuer_country: 'RU' };
  return { type: 'bank_card', id, saved, title: 'Bank card *4477', card };
}

function confirmationOf(payment: Payment, origin: string): object {
  return { type: 'redirect', return_url: payment.returnUrl, confirmation_url: payAddress(payment.id, origin) };
}

function partyOf(reason: string): string {
  if (reason === 'canceled_by_merchant') return 'merchant';
  return reason.startsWith('expired_on') || reason === 'permission_revoked' ? 'yoo_money' : 'payment_network';
}

function rubles(kopecks: bigint): object {
  return { value: writeRubles(kopecks), currency: 'RUB' };
}
