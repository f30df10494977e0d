import type { UserId } from '#domain/customers/customer.js';
import type { ReferralRule } from '#domain/growth/referral.js';
import type { ReferralStats } from '../ports/persistence/growth/referral-repository.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { ReferralRules } from './referral-rules.js';

/** What people see of the friends they sent. */
export interface ReferralView {
  readonly rule: ReferralRule;
  readonly stats: ReferralStats;
  /** Days that wait for the person's next subscription. */
  readonly waitingDays: number;
}

/** Reads what a person's invitations have brought. Changes nothing. */
export class ShowReferral {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rules: ReferralRules,
  ) {}

  execute(command: { readonly userId: UserId }): Promise<ReferralView> {
    return this.unitOfWork.run(async (tx) => ({
      rule: await this.rules.current(tx),
      stats: await tx.referrals.stats(command.userId),
      waitingDays: await tx.bonusDays.waiting(command.userId),
    }));
  }
}
