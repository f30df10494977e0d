import type { UserId } from '../customers/customer.js';
import { nextPoll } from '../payments/poll-schedule.js';
import type { ProviderState } from '../payments/provider-snapshot.js';
import type { Money } from '../shared/money.js';
import { REFUND_STATES, type RefundState } from './refund-states.js';

export interface RefundProps {
  readonly id: string;
  readonly paymentId: string;
  readonly userId: UserId;
  readonly gateway: string;
  /** All that was credited for the payment. */
  readonly amount: Money;
  /** The part of it that the buyer no longer has: the shop bears it. */
  readonly loss: Money;
  /** The wallet that receives it. */
  readonly destination: string;
  /** Why, in the operator's words. */
  readonly reason: string;
  readonly state: RefundState;
  /** Why it was refused, or what keeps it from being sent. */
  readonly failure: string | undefined;
  readonly attempts: number;
  readonly nextAttemptAt: Date | undefined;
  readonly sentAt: Date | undefined;
  readonly createdAt: Date;
}

/** How long the provider may take to show a refund it was sent, and to forget the failure of an earlier one. */
const SIGN_WAIT_MS = 10 * 60_000;

/** An operator's order to give the money of one payment back to a wallet. Immutable: each move returns the next version. */
export class Refund {
  constructor(private readonly props: RefundProps) {}

  static open(input: Pick<RefundProps, 'id' | 'paymentId' | 'userId' | 'gateway' | 'amount' | 'loss' | 'destination' | 'reason'> & { now: Date }): Refund {
    const { now, ...given } = input;
    const isLoss = given.loss.isPositive();
    return new Refund({
      ...given,
      state: isLoss ? 'proposed' : 'requested',
      failure: undefined,
      attempts: 0,
      nextAttemptAt: isLoss ? undefined : now,
      sentAt: undefined,
      createdAt: now,
    });
  }

  get id(): string {
    return this.props.id;
  }
  get paymentId(): string {
    return this.props.paymentId;
  }
  get userId(): UserId {
    return this.props.userId;
  }
  get gateway(): string {
    return this.props.gateway;
  }
  get amount(): Money {
    return this.props.amount;
  }
  get loss(): Money {
    return this.props.loss;
  }
  get destination(): string {
    return this.props.destination;
  }
  get reason(): string {
    return this.props.reason;
  }
  get state(): RefundState {
    return this.props.state;
  }
  get failure(): string | undefined {
    return this.props.failure;
  }
  get attempts(): number {
    return this.props.attempts;
  }
  get nextAttemptAt(): Date | undefined {
    return this.props.nextAttemptAt;
  }
  get sentAt(): Date | undefined {
    return this.props.sentAt;
  }
  get createdAt(): Date {
    return this.props.createdAt;
  }

  get isOver(): boolean {
    return REFUND_STATES.isTerminal(this.state);
  }

  /** Its amount is held on the balance. */
  get isHolding(): boolean {
    return ['requested', 'sent', 'unknown'].includes(this.state);
  }

  isDue(now: Date): boolean {
    return this.nextAttemptAt !== undefined && this.nextAttemptAt.getTime() <= now.getTime();
  }

  /** It was sent so long ago that the provider must have shown it by now. */
  isUnseen(now: Date): boolean {
    return this.sentAt !== undefined && now.getTime() - this.sentAt.getTime() >= SIGN_WAIT_MS;
  }

  approved(now: Date): Refund {
    return this.moved('requested', { nextAttemptAt: now });
  }

  /** Says that it may leave from now on. */
  sending(now: Date): Refund {
    return this.moved('sent', { sentAt: now, nextAttemptAt: nextPoll(now, 0), attempts: 1 });
  }

  /** It surely did not leave, or a person has made sure of that: it may be sent again. */
  notSent(failure: string | undefined, nextAttemptAt: Date, attempts: number): Refund {
    return this.moved('requested', { failure, nextAttemptAt, attempts });
  }

  /** It may have been carried out and nobody has said so. */
  unclear(now: Date): Refund {
    return this.moved('unknown', { nextAttemptAt: nextPoll(now, 0), attempts: 1 });
  }

  done(): Refund {
    return this.moved('done', { nextAttemptAt: undefined, failure: undefined });
  }

  refused(failure: string): Refund {
    return this.moved('refused', { nextAttemptAt: undefined, failure });
  }

  private moved(state: RefundState, changes: Partial<RefundProps>): Refund {
    return new Refund({ ...this.props, ...changes, state: REFUND_STATES.move(this.state, state) });
  }

  private waiting(now: Date): Refund {
    return new Refund({ ...this.props, attempts: this.attempts + 1, nextAttemptAt: nextPoll(now, this.attempts) });
  }

  /**
   * What the provider's word about the invoice, or its silence, means for a refund that may have left. Only its own sign ends it:
   * one that shows nothing becomes unknown, never refused.
   */
  afterLook(word: ProviderState | undefined, now: Date): Refund {
    if (word === 'refunded') return this.done();
    if (word === 'refund_pending') return (this.state === 'sent' ? this : this.moved('sent', {})).waiting(now);
    // The failure of an earlier refund may still be shown for a while after a new one was sent.
    if (word === 'refund_failed' && this.isUnseen(now)) return this.refused('refused-by-provider');
    return word !== undefined && this.state === 'sent' && this.isUnseen(now) ? this.unclear(now) : this.waiting(now);
  }
}
