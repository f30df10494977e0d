import type { ProviderSnapshot, ProviderState } from '#domain/payments/provider-snapshot.js';
import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import { invoiceIdOf, type WataOrder } from './order.js';
import { moneyOf, type WireLink, type WireTransaction } from './wire.js';

const FINAL = new Set<ProviderState>(['paid', 'underpaid', 'expired', 'refunded', 'refund_failed']);

interface Standing {
  readonly state: ProviderState;
  readonly word: string;
}

/** The transactions of one order by what they mean for its money. */
interface Purse {
  readonly paid: readonly WireTransaction[];
  readonly pending: readonly WireTransaction[];
  readonly refunds: readonly WireTransaction[];
  /** Both undefined where there is an amount that cannot be read, or another currency. */
  readonly received: Money | undefined;
  readonly returned: Money | undefined;
}

/** The order in the shop's terms. Its money is the sum of its Paid transactions: each came, whichever of its links it came through. */
export function snapshotOf(order: WataOrder, now: Date): ProviderSnapshot {
  const { name, link } = order;
  const purse = purseOf(order);
  const { state, word } = standingOf(order, purse, now);
  return {
    invoiceId: invoiceIdOf(name),
    paymentId: link ? (link.orderId ?? undefined) : name.paymentId,
    state,
    final: FINAL.has(state),
    requested: requested(order, purse),
    received: purse.returned && purse.received?.minus(purse.returned),
    providerStatus: word,
  };
}

/** Whether the link can add nothing to what the transactions say. */
export function isTold(transactions: readonly WireTransaction[]): boolean {
  return transactions.some(({ kind, status }) => kind === 'Refund' || status === 'Paid' || status === 'Pending');
}

/** A link that can be paid now. */
export function isOpen(link: WireLink, now: Date): boolean {
  return link.status === 'Opened' && (link.expirationDateTime == null || link.expirationDateTime > now);
}

function purseOf({ name, transactions }: WataOrder): Purse {
  const payments = transactions.filter(({ kind }) => kind === 'Payment');
  const refunds = transactions.filter(({ kind }) => kind === 'Refund');
  const paid = payments.filter(({ status }) => status === 'Paid');
  const { currency } = name.amount;
  return {
    paid,
    pending: payments.filter(({ status }) => status === 'Pending'),
    refunds,
    received: sum(paid, currency),
    returned: sum(refunds.filter(({ status }) => status === 'Paid'), currency),
  };
}

/** Created and Declined are steps of one attempt: they end nothing, and the same link may be tried again. */
function standingOf({ name, link }: WataOrder, purse: Purse, now: Date): Standing {
  const { paid, pending, refunds, received, returned } = purse;
  if (received && returned?.isPositive() && returned.compare(received) >= 0) return { state: 'refunded', word: 'Refund Paid' };
  const open = refunds.find(({ status }) => status !== 'Paid' && status !== 'Declined');
  if (open) return { state: 'refund_pending', word: `Refund ${open.status}` };
  if (paid.length > 0) {
    if (refunds.length > 0 && refunds.every(({ status }) => status === 'Declined')) return { state: 'refund_failed', word: 'Refund Declined' };
    return { state: received && received.compare(name.amount) < 0 ? 'underpaid' : 'paid', word: 'Paid' };
  }
  if (pending.length > 0) return { state: 'confirming', word: 'Pending' };
  if (!link) return { state: 'expired', word: 'link deleted' };
  return { state: withoutMoney(link, now), word: link.status };
}

/** A link closes because it was paid: until its time is over, that transaction may only not show yet. */
function withoutMoney(link: WireLink, now: Date): ProviderState {
  if (isOpen(link, now)) return 'awaiting';
  return link.expirationDateTime != null && link.expirationDateTime > now ? 'confirming' : 'expired';
}

/** Links have fixed amounts, so a transaction over another one is not what was asked for, and neither is a link that says another. */
function requested({ name, link }: WataOrder, { paid }: Purse): Money | undefined {
  if (paid.length === 0) return link ? moneyOf(link) : name.amount;
  const other = paid.map(moneyOf).find((money) => money && !money.equals(name.amount));
  return other ?? name.amount;
}

function sum(transactions: readonly WireTransaction[], currency: Currency): Money | undefined {
  let total = Money.zero(currency);
  for (const transaction of transactions) {
    const money = moneyOf(transaction);
    if (money?.currency !== currency) return undefined;
    total = total.plus(money);
  }
  return total;
}
