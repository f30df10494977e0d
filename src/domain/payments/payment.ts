import type { UserId } from '../customers/customer.js';
import { Money } from '../shared/money.js';
import { PAYMENT_STATES, type PaymentState } from './payment-states.js';

export interface Invoice {
  readonly invoiceId: string;
  readonly url: string;
  readonly expiresAt: Date;
}

export interface PaymentFlags {
  readonly late: boolean;
  readonly partial: boolean;
  readonly over: boolean;
}

export interface PaymentProps {
  readonly id: string;
  readonly userId: UserId;
  /** The order this payment is for; undefined for a top-up of the balance. */
  readonly orderId: string | undefined;
  readonly gateway: string;
  readonly amount: Money;
  readonly state: PaymentState;
  /** All that was credited for this payment so far. */
  readonly credited: Money;
  readonly invoice: Invoice | undefined;
  readonly flags: PaymentFlags;
  readonly reviewReason: string | undefined;
  readonly createdAt: Date;
  /** When to ask the provider again; undefined = nothing is owed. */
  readonly nextAttemptAt: Date | undefined;
  readonly attempts: number;
  /** A saved method to charge instead of an invoice to show; never shown. */
  readonly chargeToken: string | undefined;
  /** Whether the payer agreed that what is paid with is kept for renewals. */
  readonly remember: boolean;
}

export interface OpenedPayment extends Pick<PaymentProps, 'id' | 'userId' | 'gateway' | 'amount'> {
  readonly orderId?: string | undefined;
  readonly chargeToken?: string | undefined;
  readonly remember?: boolean;
  readonly now: Date;
}

/** One attempt to collect money through one gateway. Immutable: each move returns the next version. */
export class Payment {
  constructor(private readonly props: PaymentProps) {}

  static open(input: OpenedPayment): Payment {
    return new Payment({
      id: input.id,
      userId: input.userId,
      orderId: input.orderId,
      gateway: input.gateway,
      amount: input.amount,
      state: 'created',
      credited: Money.zero(input.amount.currency),
      invoice: undefined,
      flags: { late: false, partial: false, over: false },
      reviewReason: undefined,
      createdAt: input.now,
      nextAttemptAt: new Date(input.now.getTime() + 60_000),
      attempts: 0,
      chargeToken: input.chargeToken,
      remember: input.remember ?? false,
    });
  }

  get id(): string {
    return this.props.id;
  }
  get userId(): UserId {
    return this.props.userId;
  }
  get orderId(): string | undefined {
    return this.props.orderId;
  }
  get gateway(): string {
    return this.props.gateway;
  }
  get amount(): Money {
    return this.props.amount;
  }
  get state(): PaymentState {
    return this.props.state;
  }
  get credited(): Money {
    return this.props.credited;
  }
  get invoice(): Invoice | undefined {
    return this.props.invoice;
  }
  get flags(): PaymentFlags {
    return this.props.flags;
  }
  get reviewReason(): string | undefined {
    return this.props.reviewReason;
  }
  get createdAt(): Date {
    return this.props.createdAt;
  }
  get nextAttemptAt(): Date | undefined {
    return this.props.nextAttemptAt;
  }
  get attempts(): number {
    return this.props.attempts;
  }

  get chargeToken(): string | undefined {
    return this.props.chargeToken;
  }
  get remember(): boolean {
    return this.props.remember;
  }

  /** When its invoice expires; a payment without one counts from its opening. */
  get expiresAt(): Date {
    return this.invoice?.expiresAt ?? this.createdAt;
  }

  isDue(now: Date): boolean {
    return this.nextAttemptAt !== undefined && this.nextAttemptAt.getTime() <= now.getTime();
  }

  /** Nothing may be paid on it any more as far as we know; money can still arrive late. */
  get isClosed(): boolean {
    return ['credited', 'expired', 'failed', 'refunded'].includes(this.state);
  }

  /** `nextAttemptAt` is the first asking of the poll schedule. */
  invoiced(invoice: Invoice, nextAttemptAt: Date): Payment {
    return this.moved('invoiced', { invoice, nextAttemptAt, attempts: 1 });
  }

  /** The same payment in another state; throws `ImpossibleMove`. Staying where it is is no move. */
  moved(state: PaymentState, changes: Partial<PaymentProps> = {}): Payment {
    const next = state === this.state ? state : PAYMENT_STATES.move(this.state, state);
    return new Payment({ ...this.props, ...changes, state: next });
  }

  askedAgain(nextAttemptAt: Date | undefined): Payment {
    return new Payment({ ...this.props, nextAttemptAt, attempts: this.attempts + 1 });
  }
}
