import type { Subscription } from '#domain/vpn/subscription.js';
import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { Clock } from '../../ports/runtime/clock.js';
import { nextTry } from '#domain/vpn/subscription-calendar.js';
import { type OwnSubscription, requireOwnSubscription } from './own-subscription.js';

/** Turns on that a subscription goes on by itself from the balance, or turns that off, a saved method included. Repeatable. */
export class ChooseRenewal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Throws `SubscriptionNotFound`. */
  execute(command: OwnSubscription & { readonly renews: boolean }): Promise<Subscription> {
    const now = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      const before = requireOwnSubscription(await tx.subscriptions.lock(command.subscriptionId), command);
      const renewal = command.renews ? (before.renewal ?? { way: 'balance' as const }) : undefined;
      const chosen = before.renewedBy(renewal);
      // One whose last day has begun is looked at soon.
      const due = chosen.state === 'active' && renewal ? nextTry(chosen.expiresAt, now) : chosen.nextEventAt;
      const saved = chosen.attended(due);
      await tx.subscriptions.save(saved);
      return saved;
    });
  }
}
