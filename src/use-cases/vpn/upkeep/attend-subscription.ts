import { dueReminder, isRenewalDue, nextEvent, nextTry } from '#domain/vpn/subscription-calendar.js';
import type { Subscription } from '#domain/vpn/subscription.js';
import type { PaymentMethods } from '../../payments/payment-methods.js';
import type { Transaction, UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { Clock } from '../../ports/runtime/clock.js';
import type { OpenGateway, Renewals } from '../renewals.js';
import type { SubscriptionBook } from '../subscription-book.js';
import { tellNews } from '../subscription-news.js';

/** Does what the calendar of one subscription asks for now: reminds its owner, carries it over, or ends it. Repeatable: each is done once. */
export class AttendSubscription {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly book: SubscriptionBook,
    private readonly renewals: Renewals,
    private readonly methods: PaymentMethods,
    private readonly clock: Clock,
  ) {}

  async execute(command: { readonly subscriptionId: string }): Promise<void> {
    const now = this.clock.now();
    const open = (await this.methods.list()).filter(({ on }) => on);
    await this.unitOfWork.run(async (tx) => {
      const subscription = await tx.subscriptions.lock(command.subscriptionId);
      const due = subscription?.state === 'active' && subscription.nextEventAt !== undefined && subscription.nextEventAt <= now;
      if (!due) return;
      if (subscription.expiresAt <= now) return this.expire(tx, subscription, now);
      if (subscription.renewal && isRenewalDue(subscription.expiresAt, now)) return this.renew(tx, subscription, open, now);
      await this.remind(tx, subscription, now);
    });
  }

  private async expire(tx: Transaction, subscription: Subscription, now: Date): Promise<void> {
    const expired = subscription.moved('expired');
    await this.book.save(tx, expired, now);
    await tellNews(tx, expired, 'expired', expired.expiresAt.getTime(), now);
  }

  /** What was carried over has a new end and its own next event. */
  private async renew(tx: Transaction, subscription: Subscription, open: readonly OpenGateway[], now: Date): Promise<void> {
    const outcome = subscription.renewal && (await this.renewals.renew(tx, subscription, subscription.renewal, open, now));
    if (outcome === 'renewed') return;
    if (outcome === 'short') await tellNews(tx, subscription, 'renewal-failed', subscription.expiresAt.getTime(), now);
    const next = outcome === 'short' ? nextTry(subscription.expiresAt, now) : nextEvent(subscription.expiresAt, now);
    await tx.subscriptions.save(subscription.attended(next));
  }

  private async remind(tx: Transaction, subscription: Subscription, now: Date): Promise<void> {
    const reminder = dueReminder(subscription.expiresAt, now);
    if (reminder) await tellNews(tx, subscription, reminder, subscription.expiresAt.getTime(), now);
    await tx.subscriptions.save(subscription.attended(nextEvent(subscription.expiresAt, now)));
  }
}
