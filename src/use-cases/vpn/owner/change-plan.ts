import { convertedSeconds, type Plan, PlanNotFound } from '#domain/vpn/plan.js';
import type { Subscription } from '#domain/vpn/subscription.js';
import type { Transaction, UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { Clock } from '../../ports/runtime/clock.js';
import type { SubscriptionBook } from '../subscription-book.js';
import { type OwnSubscription, requireOwnSubscription } from './own-subscription.js';

/** What moving to another plan would make of the time that is left. */
export interface PlanChange {
  readonly subscription: Subscription;
  readonly to: Plan;
  readonly secondsBefore: number;
  readonly secondsAfter: number;
}

/** Moves what is left of a subscription to another plan at the same value, without money. Repeatable: on that plan it stays as it is. */
export class ChangePlan {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly book: SubscriptionBook,
    private readonly clock: Clock,
  ) {}

  /** What `execute` would do now. Throws `PlanNotFound` (a trial has no plan to change from), `NotComparable`, `SubscriptionNotFound`. */
  preview(command: OwnSubscription & { readonly planId: string }): Promise<PlanChange> {
    return this.unitOfWork.run(async (tx) => this.weigh(tx, requireOwnSubscription(await tx.subscriptions.find(command.subscriptionId), command), command.planId));
  }

  execute(command: OwnSubscription & { readonly planId: string }): Promise<Subscription> {
    return this.unitOfWork.run(async (tx) => {
      const before = requireOwnSubscription(await tx.subscriptions.lock(command.subscriptionId), command);
      if (before.planId === command.planId) return before;
      const { secondsAfter } = await this.weigh(tx, before, command.planId);
      return (await this.book.change(tx, before, command.planId, secondsAfter, this.clock.now())) ?? before;
    });
  }

  private async weigh(tx: Transaction, subscription: Subscription, planId: string): Promise<PlanChange> {
    const [from, to] = [subscription.planId === undefined ? undefined : await tx.plans.find(subscription.planId), await tx.plans.find(planId)];
    if (!from || to?.state !== 'active') throw new PlanNotFound(planId);
    const secondsBefore = subscription.remainingSeconds(this.clock.now());
    return { subscription, to, secondsBefore, secondsAfter: convertedSeconds(secondsBefore, from, to) };
  }
}
