import type { Subscription } from '#domain/vpn/subscription.js';
import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { Clock } from '../../ports/runtime/clock.js';
import { tellNews } from '../subscription-news.js';
import type { SubscriptionBook } from '../subscription-book.js';

/** Adds days as a gift, at an operator's word. `reason` names the gift: given again for the same reason, it counts once. */
export class GiveDays {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly book: SubscriptionBook,
    private readonly clock: Clock,
  ) {}

  /** Undefined where it was given before. Throws `SubscriptionNotFound`, `SubscriptionClosed`. */
  execute(command: { readonly subscriptionId: string; readonly days: number; readonly reason: string }): Promise<Subscription | undefined> {
    const { subscriptionId, days, reason } = command;
    const now = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      const given = await this.book.give(tx, subscriptionId, { ref: `gift:${subscriptionId}:${reason}`, kind: 'gift', days }, now);
      if (given) await tellNews(tx, given, 'gift', reason, now);
      return given;
    });
  }
}
