import type { Subscription } from '#domain/vpn/subscription.js';
import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { Clock } from '../../ports/runtime/clock.js';
import type { SubscriptionBook } from '../subscription-book.js';
import { type OwnSubscription, requireOwnSubscription } from './own-subscription.js';

/** Gives a subscription new links because the old ones leaked: they die at the panels as soon as those can be told. */
export class RotateLink {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly book: SubscriptionBook,
    private readonly clock: Clock,
  ) {}

  /** `generation` is the one that leaked: tapped twice, it is rotated once. Throws `SubscriptionNotFound`, `SubscriptionClosed`. */
  execute(command: OwnSubscription & { readonly generation: number }): Promise<Subscription> {
    return this.unitOfWork.run(async (tx) => {
      const subscription = requireOwnSubscription(await tx.subscriptions.lock(command.subscriptionId), command);
      if (subscription.generation !== command.generation) return subscription;
      const rotated = subscription.rotated();
      await this.book.save(tx, rotated, this.clock.now());
      return rotated;
    });
  }
}
