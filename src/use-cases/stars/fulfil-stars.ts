import type { StarFulfilment } from '#domain/stars/star-fulfilment.js';
import { LeaseLost } from '../ports/persistence/persistence-error.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { Logger } from '../ports/runtime/logger.js';
import type { Metrics } from '../ports/runtime/metrics.js';
import type { PaymentSteps } from './payment-steps.js';
import type { PreparationSteps } from './preparation-steps.js';

/** How long a worker that died keeps the others from its order, and with it from the wallet. */
const LEASE_MS = 30_000;
const EXTEND_EVERY_MS = 10_000;

/**
 * Carries one order's delivery as far as it goes now. Every step commits before the next begins, so that a crash anywhere
 * repeats a step that moves no money, sends the very same bytes again, or looks. Repeatable; one worker at a time holds the lease.
 */
export class FulfilStars {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly preparation: PreparationSteps,
    private readonly payment: PaymentSteps,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
  ) {}

  async execute(command: { readonly orderId: string }): Promise<void> {
    const now = this.clock.now();
    const claimed = await this.unitOfWork.run((tx) => tx.fulfilments.claim(command.orderId, now, this.leaseEnd()));
    if (!claimed) return;
    const extending = setInterval(() => void this.extend(claimed), EXTEND_EVERY_MS);
    try {
      let work: StarFulfilment | undefined = claimed;
      while (work) work = await this.step(work);
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
      this.logger.info({ orderId: command.orderId }, 'another worker has taken this order over');
    } finally {
      clearInterval(extending);
    }
  }

  /** A step may wait longer for its provider than a lease lasts. */
  private async extend(claimed: StarFulfilment): Promise<void> {
    try {
      await this.unitOfWork.run((tx) => tx.fulfilments.extendLease(claimed, this.leaseEnd()));
    } catch (error) {
      this.logger.warn({ err: error, orderId: claimed.orderId }, 'a lease could not be extended');
    }
  }

  private leaseEnd(): Date {
    return new Date(this.clock.now().getTime() + LEASE_MS);
  }

  /** The fulfilment to go on with, or undefined when it is finished or has to wait. */
  private async step(work: StarFulfilment): Promise<StarFulfilment | undefined> {
    const next = await this.advance(work);
    if (next && next.state !== work.state) {
      this.metrics.count('polaris_star_deliveries_total', { state: next.state });
      this.logger.info({ orderId: work.orderId, from: work.state, to: next.state }, 'delivery moved');
    }
    return next;
  }

  private advance(work: StarFulfilment): Promise<StarFulfilment | undefined> {
    switch (work.state) {
      case 'queued':
        return this.preparation.enterLane(work);
      case 'checked':
        return this.preparation.prepare(work);
      case 'void':
        return this.preparation.startOver(work);
      case 'prepared':
        return this.payment.beginSubmitting(work);
      case 'submitting':
        return this.payment.submit(work);
      case 'onchain_wait':
      case 'review':
        return this.payment.observe(work);
      case 'paid':
        return this.payment.acknowledge(work);
      case 'acked':
        return this.payment.confirm(work);
      case 'delivered':
      case 'rejected':
      case 'refunded':
        return Promise.resolve(undefined);
    }
  }
}
