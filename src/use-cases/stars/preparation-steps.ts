import { starOrder } from '#domain/orders/any-order.js';
import type { StarFulfilment } from '#domain/stars/star-fulfilment.js';
import { AttemptConflict, LaneTaken } from '../ports/persistence/persistence-error.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import { CostAboveLimit, OperatorNeeded, RecipientRejected, RetryLater, type StarAttempt, type StarProvider } from '../ports/providers/star-provider.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { Ids } from '../ports/runtime/ids.js';
import type { Logger } from '../ports/runtime/logger.js';
import type { DeliveryBook } from './delivery-book.js';

const LANE_PAUSE_MS = 5_000;
const OPERATOR_PAUSE_MS = 60_000;

type Step = Promise<StarFulfilment | undefined>;

/** The steps before any money can leave: each may be repeated, and each may still end in money back. */
export class PreparationSteps {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly provider: StarProvider,
    private readonly book: DeliveryBook,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly deadlineMs: number,
  ) {}

  /** Takes the wallet and session for this order, or waits for its turn. */
  async enterLane(work: StarFulfilment): Step {
    const now = this.clock.now();
    if (this.isOverdue(work)) return this.giveUp(work, 'supply-unavailable');
    try {
      return await this.unitOfWork.run(async (tx) => {
        const order = await tx.orders.lock(work.orderId);
        if (order.state !== 'fulfilling') await tx.orders.save(order.moved('fulfilling'));
        const checked = work.moved('checked', now, { lane: this.provider.describe().lane });
        await tx.fulfilments.save(checked, { keepLease: true });
        return checked;
      });
    } catch (error) {
      if (!(error instanceof LaneTaken)) throw error;
      return this.wait(work, LANE_PAUSE_MS, 'waiting-for-wallet');
    }
  }

  /** Builds and signs the payment and stores its bytes; nothing has been sent when it returns. */
  async prepare(work: StarFulfilment): Step {
    if (this.isOverdue(work)) return this.giveUp(work, 'supply-unavailable');
    const order = starOrder(await this.unitOfWork.run((tx) => tx.orders.get(work.orderId)));
    const purchase = { orderId: order.id, stars: order.delivered, recipient: order.requireRecipient() };
    let attempt: StarAttempt;
    try {
      attempt = await this.provider.prepare(purchase, order.maxCost, this.ids.next());
    } catch (error) {
      return this.refused(work, error);
    }
    return this.store(work, attempt);
  }

  /** The last attempt is proven void: back to the queue for a new one. */
  startOver(work: StarFulfilment): Step {
    return this.unitOfWork.run(async (tx) => {
      const queued = work.moved('queued', this.clock.now(), { lane: undefined });
      await tx.fulfilments.save(queued, { keepLease: true });
      return queued;
    });
  }

  private async store(work: StarFulfilment, attempt: StarAttempt): Step {
    const now = this.clock.now();
    try {
      return await this.unitOfWork.run(async (tx) => {
        await tx.starAttempts.add(work.orderId, attempt, now);
        const prepared = work.moved('prepared', now);
        await tx.fulfilments.save(prepared, { keepLease: true });
        await this.book.progress(tx, prepared, now);
        return prepared;
      });
    } catch (error) {
      if (!(error instanceof AttemptConflict)) throw error;
      return this.backToQueue(work, LANE_PAUSE_MS, 'waiting-for-wallet');
    }
  }

  /** Preparing moves no money: whatever went wrong, the order may wait for another try, and leaves the wallet to the next meanwhile. */
  private refused(work: StarFulfilment, error: unknown): Step {
    if (error instanceof RecipientRejected) return this.giveUp(work, `recipient-${error.reason}`);
    if (error instanceof CostAboveLimit) return this.giveUp(work, 'cost-above-limit');
    if (error instanceof RetryLater) return this.backToQueue(work, error.afterMs, error.retryCause);
    if (error instanceof OperatorNeeded) return this.callOperator(work, `stars-${error.trouble}`, error.trouble);
    this.logger.error({ err: error, orderId: work.orderId }, 'a delivery could not be prepared');
    return this.callOperator(work, 'delivery-failing', 'unforeseen');
  }

  private async callOperator(work: StarFulfilment, alert: string, trouble: string): Step {
    this.logger.warn({ orderId: work.orderId, trouble }, 'deliveries wait for an operator');
    await this.unitOfWork.run((tx) => this.book.alert(tx, alert, { id: work.orderId }, { trouble }, this.clock.now()));
    return this.backToQueue(work, OPERATOR_PAUSE_MS, trouble);
  }

  private async backToQueue(work: StarFulfilment, pauseMs: number, reason: string): Step {
    const now = this.clock.now();
    await this.unitOfWork.run(async (tx) => {
      const queued = work.moved('queued', now, { lane: undefined }).waiting(new Date(now.getTime() + pauseMs), reason);
      await tx.fulfilments.save(queued, { keepLease: false });
      await this.book.wakeNext(tx);
    });
    return undefined;
  }

  private async wait(work: StarFulfilment, pauseMs: number, reason: string): Step {
    const until = new Date(this.clock.now().getTime() + pauseMs);
    await this.unitOfWork.run((tx) => tx.fulfilments.save(work.waiting(until, reason), { keepLease: false }));
    return undefined;
  }

  private isOverdue(work: StarFulfilment): boolean {
    return this.clock.now().getTime() - work.createdAt.getTime() > this.deadlineMs;
  }

  private async giveUp(work: StarFulfilment, reason: string): Step {
    await this.unitOfWork.run((tx) => this.book.rejected(tx, work, reason, this.clock.now()));
    return undefined;
  }
}
