import { randomUUID } from 'node:crypto';
import type { CreateRequest } from './create-request.js';
import { type CancelReason, isMethodSaved, type Payment, type Refund, type RefundReason } from './payment.js';

/** How long a payment waits for its payer; the provider promises no figure. */
export const PENDING_MS = 3_600_000;

/** Money was sent to, or taken from, a payment whose state does not allow it. */
export class WrongState extends Error {
  constructor(status: string) {
    super(`a payment with status ${status} does not allow it`);
    this.name = 'WrongState';
  }
}

export interface BookState {
  readonly payments: readonly Payment[];
  readonly refunds: readonly Refund[];
}

export interface BookEvents {
  payment(payment: Payment): void;
  refund(refund: Refund, payment: Payment): void;
}

/** The provider's memory of payments and refunds: who paid, what has ended. Tells of each status that is announced. */
export class PaymentBook {
  private readonly payments = new Map<string, Payment>();
  private readonly refunds = new Map<string, Refund>();

  constructor(
    private readonly now: () => Date,
    private readonly events: BookEvents,
  ) {}

  open(request: CreateRequest): Payment {
    const { kopecks, ...asked } = request;
    const payment: Payment = {
      id: randomUUID(),
      ...asked,
      amount: kopecks.toString(),
      createdAt: this.now().toISOString(),
      capturedAt: null,
      status: 'pending',
      paid: false,
      reason: null,
      refunded: '0',
      revoked: false,
      deliveries: [],
    };
    this.payments.set(payment.id, payment);
    return payment;
  }

  /** Takes the money from a saved method at once; undefined when there is no such method. */
  charge(request: CreateRequest): Payment | undefined {
    const source = this.find(request.methodId ?? '');
    if (!source || !isMethodSaved(source)) return undefined;
    const payment = this.open(request);
    if (source.revoked) this.cancel(payment, 'permission_revoked');
    else this.pay(payment, false);
    return payment;
  }

  find(id: string): Payment | undefined {
    const payment = this.payments.get(id);
    if (payment) this.passTime(payment);
    return payment;
  }

  findRefund(id: string): Refund | undefined {
    return this.refundsOf().find((refund) => refund.id === id);
  }

  /** Oldest first. */
  all(): readonly Payment[] {
    const payments = [...this.payments.values()];
    for (const payment of payments) this.passTime(payment);
    this.refundsOf();
    return payments;
  }

  /** Oldest first; of all payments unless one is named. */
  refundsOf(paymentId?: string): readonly Refund[] {
    const refunds = [...this.refunds.values()].filter((refund) => paymentId === undefined || refund.paymentId === paymentId);
    for (const refund of refunds) this.endRefund(refund);
    return refunds;
  }

  /** The payer pays. Late money comes for a payment that has been cancelled, an open one being ended first. Throws `WrongState`. */
  pay(payment: Payment, late: boolean): void {
    if (late && payment.status === 'pending') this.cancel(payment, 'expired_on_confirmation');
    if (payment.status !== (late ? 'canceled' : 'pending')) throw new WrongState(payment.status);
    payment.paid = true;
    payment.reason = null;
    payment.capturedAt = this.now().toISOString();
    this.become(payment, 'succeeded');
  }

  /** The money is held, as in a shop that was set up to capture by hand. Throws `WrongState`. */
  hold(payment: Payment): void {
    if (payment.status !== 'pending') throw new WrongState(payment.status);
    payment.paid = true;
    this.become(payment, 'waiting_for_capture');
  }

  /** Throws `WrongState`. */
  cancel(payment: Payment, reason: CancelReason): void {
    if (payment.status !== 'pending' && payment.status !== 'waiting_for_capture') throw new WrongState(payment.status);
    payment.paid = false;
    payment.reason = reason;
    this.become(payment, 'canceled');
  }

  /** Begins a refund that ends after a while; undefined when the rest of the sum does not allow it. */
  refund(payment: Payment, kopecks: bigint, description: string | null, takesMs: number, endsWith: RefundReason | null): Refund | undefined {
    const begun = this.refundsOf(payment.id).filter(({ status }) => status !== 'canceled');
    const taken = begun.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    if (payment.status !== 'succeeded' || taken + kopecks > BigInt(payment.amount)) return undefined;
    const now = this.now();
    const refund: Refund = {
      id: randomUUID(),
      paymentId: payment.id,
      amount: kopecks.toString(),
      description,
      createdAt: now.toISOString(),
      endsAt: new Date(now.getTime() + takesMs).toISOString(),
      endsWith,
      status: 'pending',
    };
    this.refunds.set(refund.id, refund);
    return refund;
  }

  snapshot(): BookState {
    return { payments: this.all(), refunds: this.refundsOf() };
  }

  restore({ payments, refunds }: BookState): void {
    this.clear();
    for (const payment of payments) this.payments.set(payment.id, structuredClone(payment));
    for (const refund of refunds) this.refunds.set(refund.id, structuredClone(refund));
  }

  clear(): void {
    this.payments.clear();
    this.refunds.clear();
  }

  private passTime(payment: Payment): void {
    const over = this.now().getTime() >= Date.parse(payment.createdAt) + PENDING_MS;
    if (over && payment.status === 'pending') this.cancel(payment, 'expired_on_confirmation');
    this.refundsOf(payment.id);
  }

  /** A refund that was cancelled is told to nobody: it has to be asked for. */
  private endRefund(refund: Refund): void {
    if (refund.status !== 'pending' || this.now().getTime() < Date.parse(refund.endsAt)) return;
    refund.status = refund.endsWith ? 'canceled' : 'succeeded';
    const payment = this.payments.get(refund.paymentId);
    if (!payment || refund.endsWith) return;
    payment.refunded = (BigInt(payment.refunded) + BigInt(refund.amount)).toString();
    this.events.refund(refund, payment);
  }

  private become(payment: Payment, status: Payment['status']): void {
    payment.status = status;
    this.events.payment(payment);
  }
}
