import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import type { DatabaseSession } from '../driver/database-session.js';
import { PostgresBonusDaysRepository } from './growth/postgres-bonus-days-repository.js';
import { PostgresPromoRepository } from './growth/postgres-promo-repository.js';
import { PostgresReferralRepository } from './growth/postgres-referral-repository.js';
import { PostgresDiscrepancyRepository } from './money/postgres-discrepancy-repository.js';
import { PostgresRefundRepository } from './money/postgres-refund-repository.js';
import { PostgresStarChargeRepository } from './money/postgres-star-charge-repository.js';
import { PostgresInboxRepository } from './postgres-inbox-repository.js';
import { PostgresLedgerRepository } from './postgres-ledger-repository.js';
import { PostgresNoticeRepository } from './postgres-notice-repository.js';
import { PostgresOrderRepository } from './postgres-order-repository.js';
import { PostgresPaymentRepository } from './postgres-payment-repository.js';
import { PostgresSettingsRepository } from './postgres-settings-repository.js';
import { PostgresStarAttemptRepository } from './stars/postgres-star-attempt-repository.js';
import { PostgresStarFulfilmentRepository } from './stars/postgres-star-fulfilment-repository.js';
import { PostgresStatementRepository } from './money/postgres-statement-repository.js';
import { PostgresUserRepository } from './postgres-user-repository.js';
import { PostgresDeliveryRepository } from './vpn/postgres-delivery-repository.js';
import { PostgresPanelRepository } from './vpn/postgres-panel-repository.js';
import { PostgresPlanRepository } from './vpn/postgres-plan-repository.js';
import { PostgresRenewalRepository } from './vpn/postgres-renewal-repository.js';
import { PostgresSubscriptionRepository } from './vpn/postgres-subscription-repository.js';
import { PostgresTrialRepository } from './vpn/postgres-trial-repository.js';
import { PostgresUsageRepository } from './vpn/postgres-usage-repository.js';
import { PostgresVpnAccountRepository } from './vpn/postgres-vpn-account-repository.js';

/** Every repository on one open transaction; none of them ever asks for another connection. */
export function repositoriesOver(session: DatabaseSession): Omit<Transaction, 'jobs'> {
  const { knex } = session;
  return {
    users: new PostgresUserRepository(session),
    ledger: new PostgresLedgerRepository(session),
    statement: new PostgresStatementRepository(session),
    payments: new PostgresPaymentRepository(session),
    starCharges: new PostgresStarChargeRepository(session),
    refunds: new PostgresRefundRepository(knex),
    orders: new PostgresOrderRepository(knex),
    fulfilments: new PostgresStarFulfilmentRepository(knex),
    starAttempts: new PostgresStarAttemptRepository(knex),
    inbox: new PostgresInboxRepository(session),
    notices: new PostgresNoticeRepository(session),
    settings: new PostgresSettingsRepository(knex),
    discrepancies: new PostgresDiscrepancyRepository(knex),
    plans: new PostgresPlanRepository(session),
    subscriptions: new PostgresSubscriptionRepository(session),
    vpnAccounts: new PostgresVpnAccountRepository(session),
    deliveries: new PostgresDeliveryRepository(session),
    panels: new PostgresPanelRepository(session),
    trials: new PostgresTrialRepository(session),
    renewals: new PostgresRenewalRepository(session),
    usage: new PostgresUsageRepository(session),
    bonusDays: new PostgresBonusDaysRepository(session),
    referrals: new PostgresReferralRepository(session),
    promos: new PostgresPromoRepository(session),
  };
}
