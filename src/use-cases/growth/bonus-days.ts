import type { UserId } from '#domain/customers/customer.js';
import type { Bonus } from '#domain/growth/bonus-days.js';
import type { Subscription } from '#domain/vpn/subscription.js';
import type { Transaction } from '../ports/persistence/unit-of-work.js';
import type { SubscriptionBook } from '../vpn/subscription-book.js';

export type GivenBonus = Pick<Bonus, 'ref' | 'userId' | 'kind' | 'days'>;

/** Gives people days they did not pay for, once a cause, in the caller's transaction. */
export class BonusDays {
  constructor(private readonly subscriptions: SubscriptionBook) {}

  /** To the person's newest live subscription; without one the days wait for the next. Answers undefined where this reference has counted before. */
  async give(tx: Transaction, gift: GivenBonus, now: Date): Promise<'granted' | 'waiting' | undefined> {
    const live = (await this.lockLive(tx, gift.userId, now)) ?? (await this.lockBegun(tx, gift.userId, now));
    const state = live ? 'granted' : 'waiting';
    if (!(await tx.bonusDays.add({ ...gift, state, createdAt: now }))) return undefined;
    if (live) await this.subscriptions.give(tx, live.id, gift, now);
    return state;
  }

  /** The person has this subscription from now on, or has it again: what waited for it is added, and they hear of it. */
  async grantWaiting(tx: Transaction, { id, userId, name }: Pick<Subscription, 'id' | 'userId' | 'name'>, now: Date): Promise<void> {
    for (const bonus of await tx.bonusDays.lockWaiting(userId)) {
      const longer = await this.subscriptions.give(tx, id, bonus, now);
      await tx.bonusDays.save({ ...bonus, state: 'granted' });
      if (!longer) continue;
      const news = { kind: 'bonus-granted', days: bonus.days, name, until: longer.expiresAt.toISOString() } as const;
      await tx.notices.add(`bonus:${bonus.ref}:granted`, userId, news, now);
      await tx.jobs.enqueue({ name: 'deliver-notices' });
    }
  }

  /** Takes back what is left of them. Repeatable; nothing where they were taken back before or never given. */
  async takeBack(tx: Transaction, ref: string, now: Date): Promise<void> {
    const bonus = await tx.bonusDays.lock(ref);
    if (!bonus || bonus.state === 'reversed') return;
    if (bonus.state === 'granted') await this.subscriptions.takeBack(tx, ref, now);
    await tx.bonusDays.save({ ...bonus, state: 'reversed' });
  }

  /** One may be begun this very moment: whoever begins it and whoever gives to its owner come one after the other. */
  private async lockBegun(tx: Transaction, userId: UserId, now: Date): Promise<Subscription | undefined> {
    await tx.bonusDays.lockWaiting(userId);
    return this.lockLive(tx, userId, now);
  }

  private async lockLive(tx: Transaction, userId: UserId, now: Date): Promise<Subscription | undefined> {
    for (const candidate of await tx.subscriptions.ofUser(userId)) {
      const subscription = candidate.isOpen(now) ? await tx.subscriptions.lock(candidate.id) : undefined;
      if (subscription?.isOpen(now)) return subscription;
    }
    return undefined;
  }
}
