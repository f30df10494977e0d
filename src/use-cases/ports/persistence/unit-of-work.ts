import type { JobOutbox } from '../runtime/job-queue.js';
import type { BonusDaysRepository } from './growth/bonus-days-repository.js';
import type { PromoRepository } from './growth/promo-repository.js';
import type { ReferralRepository } from './growth/referral-repository.js';
import type { InboxRepository } from './inbox-repository.js';
import type { DiscrepancyRepository } from './money/discrepancy-repository.js';
import type { LedgerRepository } from './money/ledger-repository.js';
import type { PaymentRepository } from './money/payment-repository.js';
import type { RefundRepository } from './money/refund-repository.js';
import type { StarChargeRepository } from './money/star-charge-repository.js';
import type { StatementRepository } from './money/statement-repository.js';
import type { NoticeRepository } from './notice-repository.js';
import type { OrderRepository } from './order-repository.js';
import type { SettingsRepository } from './settings-repository.js';
import type { StarAttemptRepository } from './star-attempt-repository.js';
import type { StarFulfilmentRepository } from './star-fulfilment-repository.js';
import type { UserRepository } from './user-repository.js';
import type { DeliveryRepository } from './vpn/delivery-repository.js';
import type { PanelRepository } from './vpn/panel-repository.js';
import type { PlanRepository } from './vpn/plan-repository.js';
import type { RenewalRepository } from './vpn/renewal-repository.js';
import type { SubscriptionRepository } from './vpn/subscription-repository.js';
import type { TrialRepository } from './vpn/trial-repository.js';
import type { UsageRepository } from './vpn/usage-repository.js';
import type { VpnAccountRepository } from './vpn/vpn-account-repository.js';

/** Every repository, bound to one open transaction. */
export interface Transaction {
  readonly users: UserRepository;
  readonly ledger: LedgerRepository;
  readonly statement: StatementRepository;
  readonly payments: PaymentRepository;
  readonly starCharges: StarChargeRepository;
  readonly refunds: RefundRepository;
  readonly orders: OrderRepository;
  readonly fulfilments: StarFulfilmentRepository;
  readonly starAttempts: StarAttemptRepository;
  readonly inbox: InboxRepository;
  readonly notices: NoticeRepository;
  readonly settings: SettingsRepository;
  readonly discrepancies: DiscrepancyRepository;
  readonly plans: PlanRepository;
  readonly subscriptions: SubscriptionRepository;
  readonly vpnAccounts: VpnAccountRepository;
  readonly deliveries: DeliveryRepository;
  readonly panels: PanelRepository;
  readonly trials: TrialRepository;
  readonly renewals: RenewalRepository;
  readonly usage: UsageRepository;
  readonly bonusDays: BonusDaysRepository;
  readonly referrals: ReferralRepository;
  readonly promos: PromoRepository;
  readonly jobs: JobOutbox;
}

export interface UnitOfWork {
  /**
   * Runs `work` in one transaction: all of it or nothing. Runs it again (three times) on a serialization failure or deadlock,
   * so `work` must be repeatable and may call no provider. Jobs put in `tx.jobs` are woken after the commit.
   */
  run<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
}

/**
 * Waits for parts of one transaction that need no answer of each other, so that they leave together. Waits for all of them even where
 * one fails: none may go on writing after the rollback. Throws what failed first.
 */
export async function together(...parts: readonly Promise<unknown>[]): Promise<void> {
  const failures: unknown[] = [];
  await Promise.all(parts.map((part) => part.catch((error: unknown) => failures.push(error))));
  if (failures.length > 0) throw failures[0];
}
