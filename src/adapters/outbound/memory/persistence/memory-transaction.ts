import { DiscrepancyNotFound, LeaseLost, OrderNotFound, PaymentNotFound, RefundNotFound, UserNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import { MemoryBonusDaysRepository } from './growth/memory-bonus-days-repository.js';
import { MemoryPromoRepository } from './growth/memory-promo-repository.js';
import { MemoryReferralRepository } from './growth/memory-referral-repository.js';
import { IntegrityViolation } from './integrity.js';
import type { MemoryState } from './memory-state.js';
import { TransactionStillOpen } from './open-transaction.js';
import { MemoryStarChargeRepository } from './money/memory-star-charge-repository.js';
import { MemoryDiscrepancyRepository } from './repositories/memory-discrepancy-repository.js';
import { MemoryInboxRepository } from './repositories/memory-inbox-repository.js';
import { MemoryLedgerRepository } from './repositories/memory-ledger-repository.js';
import { MemoryNoticeRepository } from './repositories/memory-notice-repository.js';
import { MemoryOrderRepository } from './repositories/memory-order-repository.js';
import { MemoryPaymentRepository } from './repositories/memory-payment-repository.js';
import { MemoryRefundRepository } from './repositories/memory-refund-repository.js';
import { MemorySettingsRepository } from './repositories/memory-settings-repository.js';
import { MemoryStarAttemptRepository } from './repositories/memory-star-attempt-repository.js';
import { MemoryStarFulfilmentRepository } from './repositories/memory-star-fulfilment-repository.js';
import { MemoryStatementRepository } from './repositories/memory-statement-repository.js';
import { MemoryUserRepository } from './repositories/memory-user-repository.js';
import { MemoryDeliveryRepository } from './vpn/memory-delivery-repository.js';
import { MemoryPanelRepository } from './vpn/memory-panel-repository.js';
import { MemoryPlanRepository } from './vpn/memory-plan-repository.js';
import { MemoryRenewalRepository } from './vpn/memory-renewal-repository.js';
import { MemorySubscriptionRepository } from './vpn/memory-subscription-repository.js';
import { MemoryTrialRepository } from './vpn/memory-trial-repository.js';
import { MemoryUsageRepository } from './vpn/memory-usage-repository.js';
import { MemoryVpnAccountRepository } from './vpn/memory-vpn-account-repository.js';

export interface MemorySession {
  readonly transaction: Transaction;
  /** Throws when something was refused inside and the work went on regardless: the database would have committed nothing. */
  end(): void;
  /** From here on every repository refuses to work. */
  close(): void;
}

const HARMLESS = [UserNotFound, PaymentNotFound, OrderNotFound, RefundNotFound, DiscrepancyNotFound, LeaseLost];

const systemClock: Clock = { now: () => new Date() };

/** The repositories over one draft of the state. */
export function memoryTransaction(draft: MemoryState, clock: Clock = systemClock): MemorySession {
  const watch = { closed: false, refused: undefined as unknown };
  const bound = <Repository extends object>(repository: Repository): Repository => watched(repository, watch);
  return {
    transaction: {
      users: bound(new MemoryUserRepository(draft)),
      ledger: bound(new MemoryLedgerRepository(draft, clock)),
      statement: bound(new MemoryStatementRepository(draft)),
      payments: bound(new MemoryPaymentRepository(draft)),
      starCharges: bound(new MemoryStarChargeRepository(draft)),
      refunds: bound(new MemoryRefundRepository(draft)),
      orders: bound(new MemoryOrderRepository(draft)),
      fulfilments: bound(new MemoryStarFulfilmentRepository(draft)),
      starAttempts: bound(new MemoryStarAttemptRepository(draft)),
      inbox: bound(new MemoryInboxRepository(draft)),
      notices: bound(new MemoryNoticeRepository(draft)),
      settings: bound(new MemorySettingsRepository(draft)),
      discrepancies: bound(new MemoryDiscrepancyRepository(draft)),
      plans: bound(new MemoryPlanRepository(draft)),
      subscriptions: bound(new MemorySubscriptionRepository(draft)),
      vpnAccounts: bound(new MemoryVpnAccountRepository(draft)),
      deliveries: bound(new MemoryDeliveryRepository(draft)),
      panels: bound(new MemoryPanelRepository(draft)),
      trials: bound(new MemoryTrialRepository(draft)),
      renewals: bound(new MemoryRenewalRepository(draft)),
      usage: bound(new MemoryUsageRepository(draft)),
      bonusDays: bound(new MemoryBonusDaysRepository(draft)),
      referrals: bound(new MemoryReferralRepository(draft)),
      promos: bound(new MemoryPromoRepository(draft)),
      jobs: bound({
        enqueue: async (job) => {
          draft.jobs.push(job);
        },
      }),
    },
    end: () => {
      if (watch.refused !== undefined) throw new IntegrityViolation('a refusal was swallowed inside the transaction', { cause: watch.refused });
    },
    close: () => {
      watch.closed = true;
    },
  };
}

function watched<Repository extends object>(repository: Repository, watch: { closed: boolean; refused: unknown }): Repository {
  return new Proxy(repository, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property, target);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]): Promise<unknown> => {
        if (watch.closed) throw new TransactionStillOpen(`${String(property)} was called after the transaction had ended`);
        if (watch.refused !== undefined) throw new IntegrityViolation('the transaction is spoilt by an earlier refusal', { cause: watch.refused });
        try {
          return await Reflect.apply(member, target, args);
        } catch (error) {
          if (!HARMLESS.some((kind) => error instanceof kind)) watch.refused = error;
          throw error;
        }
      };
    },
  });
}
