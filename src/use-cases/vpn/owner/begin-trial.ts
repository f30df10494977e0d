import type { UserId } from '#domain/customers/customer.js';
import { DomainError } from '#domain/shared/domain-error.js';
import type { Subscription } from '#domain/vpn/subscription.js';
import type { TrialRules } from '../../catalog/shop-settings.js';
import type { BonusDays } from '../../growth/bonus-days.js';
import type { AccountSecrets } from '../../ports/panels/account-secrets.js';
import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { Clock } from '../../ports/runtime/clock.js';
import type { Ids } from '../../ports/runtime/ids.js';
import type { SubscriptionBook } from '../subscription-book.js';

/** The person has had the trial, under whichever name and however long ago. */
export class TrialTaken extends DomainError {
  constructor() {
    super('vpn.trial-taken', 'conflict', 'the trial was taken before');
  }
}

/** Gives a person a few days to try. Once for a person: two hundred taps at once, a new name or a deleted account change nothing about that. */
export class BeginTrial {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly book: SubscriptionBook,
    private readonly bonuses: BonusDays,
    private readonly secrets: AccountSecrets,
    private readonly rules: TrialRules,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Throws `TrialTaken`, `NoPlace`. */
  async execute(command: { readonly userId: UserId }): Promise<Subscription> {
    const now = this.clock.now();
    const person = this.secrets.personKey(command.userId);
    const input = { id: this.ids.next(), userId: command.userId, planId: undefined, allowance: this.rules.allowance };
    return this.unitOfWork.run(async (tx) => {
      if (await tx.trials.isTaken(person)) throw new TrialTaken();
      const subscription = await this.book.open(tx, input, { ref: `trial:${person}`, kind: 'trial', days: this.rules.days }, now);
      if (!(await tx.trials.take(person, subscription.id, now))) throw new TrialTaken();
      await this.bonuses.grantWaiting(tx, subscription, now);
      return subscription;
    });
  }
}
