import type { StarFulfilment } from '#domain/stars/star-fulfilment.js';
import type { RecordedAttempt } from '../ports/persistence/star-attempt-repository.js';
import type { Transaction, UnitOfWork } from '../ports/persistence/unit-of-work.js';
import { type Observation, OperatorNeeded, RetryLater, type StarProvider } from '../ports/providers/star-provider.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { Logger } from '../ports/runtime/logger.js';
import type { DeliveryBook } from './delivery-book.js';

const LOOK_AGAIN_MS = 2_000;
const RESUBMIT_MS = 30_000;
const REVIEW_PAUSE_MS = 5 * 60_000;
const LANE_HELD_MS = 60_000;
const OVERDUE_MS = 30 * 60_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

type Step = Promise<StarFulfilment | undefined>;

/** The steps from the moment bytes may leave: they send the same bytes, look for proof, and tell. None of them signs or refunds. */
export class PaymentSteps {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly provider: StarProvider,
    private readonly book: DeliveryBook,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Records that the bytes may have left before they do. */
  beginSubmitting(work: StarFulfilment): Step {
    return this.move(work, 'submitting');
  }

  async submit(work: StarFulfilment): Step {
    const { attempt } = await this.attemptOf(work);
    await this.provider.submit(attempt);
    return this.move(work, 'onchain_wait', (tx) => tx.starAttempts.submitted(attempt.id, this.clock.now()));
  }

  /** Decides only on proof; while there is none, sends the same bytes again now and then. */
  async observe(work: StarFulfilment): Step {
    const recorded = await this.attemptOf(work);
    const observation = await this.look(work, () => this.provider.observe(recorded.attempt));
    if (!observation) return this.wait(work);
    switch (observation.outcome) {
      case 'pending':
        return this.stillPending(work, recorded, observation.resubmit);
      case 'paid':
        return this.decidedPaid(work, recorded, observation);
      case 'delivered':
        return this.wait(work);
      case 'void':
        return this.decidedVoid(work, recorded, observation);
      case 'unknown':
        return this.askPerson(work, observation.reason);
    }
  }

  /** Tells the provider about the payment until it listens; the money is spent whatever it answers. */
  async acknowledge(work: StarFulfilment): Step {
    const { attempt } = await this.attemptOf(work);
    const told = await this.look(work, async () => {
      await this.provider.acknowledge(attempt);
      return true;
    });
    if (told) return this.move(work, 'acked');
    if (this.isOverdue(work)) await this.callOperator(work, 'delivery-unacknowledged', {});
    return this.wait(this.laneFreed(work));
  }

  /** Waits for the provider to show the delivery; after half an hour the order counts as delivered and an operator looks. */
  async confirm(work: StarFulfilment): Step {
    const { attempt } = await this.attemptOf(work);
    const seen = await this.look(work, () => this.provider.confirmDelivery(attempt));
    if (!seen?.delivered && !this.isOverdue(work)) return this.wait(this.laneFreed(work));
    await this.unitOfWork.run((tx) => this.book.delivered(tx, work, this.clock.now(), seen?.delivered ?? false));
    return undefined;
  }

  private async stillPending(work: StarFulfilment, recorded: RecordedAttempt, resubmit: boolean): Step {
    const now = this.clock.now();
    const last = recorded.submittedAt?.getTime() ?? 0;
    if (resubmit && now.getTime() - last >= RESUBMIT_MS) {
      await this.provider.submit(recorded.attempt);
      await this.unitOfWork.run((tx) => tx.starAttempts.submitted(recorded.attempt.id, now));
    }
    return this.wait(work);
  }

  private decidedPaid(work: StarFulfilment, recorded: RecordedAttempt, paid: Extract<Observation, { outcome: 'paid' }>): Step {
    return this.move(work, 'paid', async (tx) => {
      const now = this.clock.now();
      await this.book.paid(tx, recorded.attempt, paid.evidence, paid.fee, now);
      await this.backFromReview(tx, work);
      await this.book.progress(tx, work.moved('paid', now), now);
    });
  }

  private decidedVoid(work: StarFulfilment, recorded: RecordedAttempt, proof: Extract<Observation, { outcome: 'void' }>): Step {
    return this.move(work, 'void', async (tx) => {
      const now = this.clock.now();
      await this.book.voided(tx, recorded.attempt, proof.evidence, proof.fee, now);
      await this.backFromReview(tx, work);
      await this.book.alert(tx, 'star-attempt-void', { id: `${work.orderId}:${recorded.attempt.id}` }, { evidence: proof.evidence }, now);
    });
  }

  private async askPerson(work: StarFulfilment, reason: string): Step {
    const now = this.clock.now();
    const reviewed = work.state === 'review' ? work : work.moved('review', now);
    await this.unitOfWork.run(async (tx) => {
      await tx.fulfilments.save(reviewed.waiting(new Date(now.getTime() + REVIEW_PAUSE_MS), reason), { keepLease: false });
      const order = await tx.orders.lock(work.orderId);
      if (order.state === 'fulfilling') await tx.orders.save(order.moved('unknown', reason));
      await this.book.alert(tx, 'star-payment-unclear', order, { reason }, now);
    });
    return undefined;
  }

  private async backFromReview(tx: Transaction, work: StarFulfilment): Promise<void> {
    const order = await tx.orders.lock(work.orderId);
    if (order.state === 'unknown') await tx.orders.save(order.moved('fulfilling'));
  }

  /** A call that carries no money and may fail for a while, however it fails; undefined then. */
  private async look<Result>(work: StarFulfilment, call: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof RetryLater) return undefined;
      this.logger.error({ err: error, orderId: work.orderId, state: work.state }, 'a delivery under way could not be looked at');
      if (error instanceof OperatorNeeded) await this.callOperator(work, `stars-${error.trouble}`, { trouble: error.trouble });
      return undefined;
    }
  }

  private callOperator(work: StarFulfilment, alert: string, facts: Readonly<Record<string, string>>): Promise<void> {
    return this.unitOfWork.run((tx) => this.book.alert(tx, alert, { id: work.orderId }, facts, this.clock.now()));
  }

  private isOverdue(work: StarFulfilment): boolean {
    return this.clock.now().getTime() - work.enteredAt.getTime() > OVERDUE_MS;
  }

  private move(work: StarFulfilment, state: StarFulfilment['state'], also?: (tx: Transaction) => Promise<void>): Step {
    return this.unitOfWork.run(async (tx) => {
      const moved = work.moved(state, this.clock.now());
      // First, for it is refused to a worker that was overtaken.
      await tx.fulfilments.save(moved, { keepLease: true });
      await also?.(tx);
      return moved;
    });
  }

  private async wait(work: StarFulfilment): Step {
    const pause = Math.min(LONGEST_PAUSE_MS, LOOK_AGAIN_MS * Math.max(1, work.attempts - 20));
    const until = new Date(this.clock.now().getTime() + pause);
    await this.unitOfWork.run(async (tx) => {
      await tx.fulfilments.save(work.waiting(until), { keepLease: false });
      if (work.lane === undefined) await this.book.wakeNext(tx);
    });
    return undefined;
  }

  /** Once the payment is decided and a minute has passed, the next order need not wait for this one's confirmation. */
  private laneFreed(work: StarFulfilment): StarFulfilment {
    return this.clock.now().getTime() - work.enteredAt.getTime() > LANE_HELD_MS ? work.leavingLane() : work;
  }

  private async attemptOf(work: StarFulfilment): Promise<RecordedAttempt> {
    const recorded = await this.unitOfWork.run((tx) => tx.starAttempts.findCurrent(work.orderId));
    if (!recorded) throw new Error(`fulfilment ${work.orderId} is ${work.state} without an attempt`);
    return recorded;
  }
}
