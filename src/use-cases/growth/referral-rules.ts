import { checkReferralRule, type ReferralRule } from '#domain/growth/referral.js';
import { Money, type MoneyJson } from '#domain/shared/money.js';
import type { Transaction, UnitOfWork } from '../ports/persistence/unit-of-work.js';

type StoredRule = { readonly mode: 'off' } | { readonly mode: 'days'; readonly days: number } | { readonly mode: 'money'; readonly amount: MoneyJson };

const KEY = 'referral';

/** What a referral brings: the operator's word over the shipped default. */
export class ReferralRules {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly shipped: ReferralRule,
  ) {}

  /** As it stands in this transaction. */
  async current(tx: Transaction): Promise<ReferralRule> {
    const stored = await tx.settings.find(KEY);
    return stored ? ruleFrom(stored as StoredRule) : this.shipped;
  }

  show(): Promise<ReferralRule> {
    return this.unitOfWork.run((tx) => this.current(tx));
  }

  /** Holds for first payments from now on. Throws `InvalidReferralRule`. */
  async change(rule: ReferralRule): Promise<void> {
    const stored = checkReferralRule(rule);
    await this.unitOfWork.run((tx) => tx.settings.save(KEY, stored));
  }
}

function ruleFrom(stored: StoredRule): ReferralRule {
  return checkReferralRule(stored.mode === 'money' ? { mode: 'money', amount: Money.fromJson(stored.amount) } : stored);
}
