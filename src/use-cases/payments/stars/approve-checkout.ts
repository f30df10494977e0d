import type { Language, UserId } from '#domain/customers/customer.js';
import type { Payment } from '#domain/payments/payment.js';
import { STARS_GATEWAY } from '#domain/payments/star-charge.js';
import type { Transaction, UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { Clock } from '../../ports/runtime/clock.js';

export interface ApproveCheckoutCommand {
  readonly queryId: string;
  readonly payer: UserId;
  /** What the invoice carries: names a payment, and proves nothing. */
  readonly payload: string;
  readonly currency: string;
  /** Minor units. */
  readonly total: bigint;
}

/** `unknown`: no payment of ours; `foreign`: somebody else's; `changed`: over another sum; `busy`: it is being paid right now. */
export type CheckoutRefusal = 'unknown' | 'foreign' | 'paid' | 'closed' | 'changed' | 'busy';

export type CheckoutVerdict =
  | { readonly approved: true }
  | {
      readonly approved: false;
      readonly reason: CheckoutRefusal;
      /** Of the payer; undefined for a stranger. */
      readonly language: Language | undefined;
    };

/** How long Telegram may take to collect after a yes. */
const APPROVAL_MS = 60_000;

/**
 * Decides whether a person may pay right now, for one question at a time. A yes is no money: that comes as a charge. None is given so late
 * that it outlives the invoice, so a payment that has expired is not being paid. Repeatable: the same question has the same answer.
 */
export class ApproveCheckout {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  execute(command: ApproveCheckoutCommand): Promise<CheckoutVerdict> {
    return this.unitOfWork.run(async (tx) => {
      const reason = await this.refusal(tx, command);
      if (!reason) return { approved: true };
      return { approved: false, reason, language: (await tx.users.find(command.payer))?.language };
    });
  }

  private async refusal(tx: Transaction, command: ApproveCheckoutCommand): Promise<CheckoutRefusal | undefined> {
    const { queryId, payer, payload, currency, total } = command;
    const payment = await tx.payments.find(payload);
    if (payment?.gateway !== STARS_GATEWAY) return 'unknown';
    if (payment.userId !== payer) return 'foreign';
    if (payment.state === 'credited' || (await tx.starCharges.of([payment.id])).length > 0) return 'paid';
    const now = this.clock.now();
    if (!(await isOpen(tx, payment, now))) return 'closed';
    if (currency !== payment.amount.currency || total !== payment.amount.minor) return 'changed';
    const until = new Date(now.getTime() + APPROVAL_MS);
    return (await tx.starCharges.approve({ paymentId: payment.id, queryId, until }, now)) ? undefined : 'busy';
  }
}

async function isOpen(tx: Transaction, payment: Payment, now: Date): Promise<boolean> {
  if (payment.state !== 'invoiced' || now.getTime() + APPROVAL_MS > payment.expiresAt.getTime()) return false;
  return payment.orderId === undefined || (await tx.orders.find(payment.orderId))?.state === 'awaiting_payment';
}
