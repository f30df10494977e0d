import type { Customer, UserId } from '#domain/customers/customer.js';
import type { Bonus } from '#domain/growth/bonus-days.js';
import type { PromoCode, PromoUse } from '#domain/growth/promo-code.js';
import type { ReferralReward } from '#domain/growth/referral.js';
import type { AnyOrder } from '#domain/orders/any-order.js';
import type { Payment } from '#domain/payments/payment.js';
import type { StarCharge } from '#domain/payments/star-charge.js';
import type { Currency } from '#domain/shared/currency.js';
import type { Refund } from '#domain/refunds/refund.js';
import type { StarFulfilment } from '#domain/stars/star-fulfilment.js';
import type { Panel } from '#domain/vpn/panel.js';
import type { Plan } from '#domain/vpn/plan.js';
import type { Subscription } from '#domain/vpn/subscription.js';
import type { TimeGrant } from '#domain/vpn/time-grant.js';
import type { VpnAccount } from '#domain/vpn/vpn-account.js';
import type { Transfer } from '#domain/wallet/ledger.js';
import type { StatementLine } from '#domain/wallet/statement.js';
import type { PanelAccess } from '#use-cases/ports/panels/panel-vault.js';
import type { StoredInboxMessage } from '#use-cases/ports/persistence/inbox-repository.js';
import type { StoredDiscrepancy } from '#use-cases/ports/persistence/money/discrepancy-repository.js';
import type { CheckoutApproval } from '#use-cases/ports/persistence/money/star-charge-repository.js';
import type { RecordedAttempt } from '#use-cases/ports/persistence/star-attempt-repository.js';
import type { OwedDelivery } from '#use-cases/ports/persistence/vpn/delivery-repository.js';
import type { UsageDay } from '#use-cases/ports/persistence/vpn/usage-repository.js';
import type { NoticeLane } from '#use-cases/ports/providers/notice-lane.js';
import type { Notice } from '#use-cases/ports/providers/notifier.js';
import type { Job } from '#use-cases/ports/runtime/job-queue.js';
import { Table } from './table.js';

export interface TransferRow {
  readonly transfer: Transfer;
  readonly at: Date;
}

export interface EntryRow {
  readonly ref: string;
  readonly account: string;
  readonly currency: Currency;
  readonly amount: bigint;
  /** Set for user accounts, which keep a running balance. */
  readonly balanceAfter: bigint | undefined;
  readonly version: number | undefined;
}

export interface BalanceRow {
  readonly account: string;
  readonly kind: string;
  readonly userId: UserId;
  readonly currency: Currency;
  readonly amount: bigint;
  readonly version: number;
}

export interface FulfilmentRow {
  readonly fulfilment: StarFulfilment;
  readonly leasedUntil: Date | undefined;
}

export interface AttemptRow extends RecordedAttempt {
  readonly evidence: string | undefined;
}

export interface InboxRow extends StoredInboxMessage {
  readonly repeats: number;
  readonly failure: string | undefined;
  readonly nextAttemptAt: Date | undefined;
}

export interface NoticeRow {
  readonly id: string;
  readonly key: string;
  readonly userId: UserId;
  readonly notice: Notice;
  readonly lane: NoticeLane;
  readonly state: 'pending' | 'sent' | 'undeliverable';
  readonly attempts: number;
  readonly failure: string | undefined;
  readonly nextAttemptAt: Date;
}

export interface DiscrepancyRow extends StoredDiscrepancy {
  readonly note: string | undefined;
}

export interface VpnAccountRow {
  readonly account: VpnAccount;
  readonly leasedUntil: Date | undefined;
  readonly fence: bigint;
}

export interface DeliveryRow {
  readonly delivery: OwedDelivery;
  readonly outcome: 'delivered' | 'refunded' | undefined;
}

export interface PanelRow extends Pick<PanelAccess, 'revision' | 'settings'> {
  readonly panel: Panel;
}

export interface UsageRow extends UsageDay {
  readonly subscriptionId: string;
}

/** Everything the shop remembers. Rows are immutable; a transaction works on a fork and replaces the whole when it commits. */
export interface MemoryState {
  readonly users: Table<UserId, Customer>;
  readonly transfers: Table<string, TransferRow>;
  readonly entries: Table<number, EntryRow>;
  readonly balances: Table<string, BalanceRow>;
  /** By `externalId`. */
  readonly statement: Table<string, StatementLine>;
  readonly payments: Table<string, Payment>;
  readonly starCharges: Table<string, StarCharge>;
  /** By payment. */
  readonly starApprovals: Table<string, CheckoutApproval>;
  readonly refunds: Table<string, Refund>;
  readonly orders: Table<string, AnyOrder>;
  readonly fulfilments: Table<string, FulfilmentRow>;
  readonly attempts: Table<string, AttemptRow>;
  readonly inbox: Table<string, InboxRow>;
  /** By `key`. */
  readonly notices: Table<string, NoticeRow>;
  readonly settings: Table<string, string>;
  /** By kind and subject. */
  readonly discrepancies: Table<string, DiscrepancyRow>;
  readonly plans: Table<string, Plan>;
  readonly subscriptions: Table<string, Subscription>;
  /** By `ref`, in the order in which they were granted. */
  readonly grants: Table<string, TimeGrant>;
  /** By subscription and panel. */
  readonly vpnAccounts: Table<string, VpnAccountRow>;
  readonly deliveries: Table<string, DeliveryRow>;
  readonly panels: Table<string, PanelRow>;
  /** By the person's key. */
  readonly trials: Table<string, string>;
  /** Orders by subscription and period. */
  readonly renewals: Table<string, string>;
  /** By subscription and day. */
  readonly usage: Table<string, UsageRow>;
  readonly bonuses: Table<string, Bonus>;
  /** By the person who was referred. */
  readonly rewards: Table<UserId, ReferralReward>;
  readonly promos: Table<string, PromoCode>;
  /** Uses that stand. */
  readonly promoUses: Table<string, PromoUse>;
  /** Every reference there ever was a use under. */
  readonly usedPromoRefs: Table<string, string>;
  readonly keptPromos: Table<UserId, string>;
  readonly jobs: Job[];
  /** Orders and refunds whose state was written, for the guards that wait until the commit. */
  readonly movedOrders: Set<string>;
  readonly movedRefunds: Set<string>;
  readonly movedSubscriptions: Set<string>;
}

export function emptyState(): MemoryState {
  return {
    users: new Table(),
    transfers: new Table(),
    entries: new Table(),
    balances: new Table(),
    statement: new Table(),
    payments: new Table(),
    starCharges: new Table(),
    starApprovals: new Table(),
    refunds: new Table(),
    orders: new Table(),
    fulfilments: new Table(),
    attempts: new Table(),
    inbox: new Table(),
    notices: new Table(),
    settings: new Table(),
    discrepancies: new Table(),
    plans: new Table(),
    subscriptions: new Table(),
    grants: new Table(),
    vpnAccounts: new Table(),
    deliveries: new Table(),
    panels: new Table(),
    trials: new Table(),
    renewals: new Table(),
    usage: new Table(),
    bonuses: new Table(),
    rewards: new Table(),
    promos: new Table(),
    promoUses: new Table(),
    usedPromoRefs: new Table(),
    keptPromos: new Table(),
    jobs: [],
    movedOrders: new Set(),
    movedRefunds: new Set(),
    movedSubscriptions: new Set(),
  };
}

export function forkState(state: MemoryState): MemoryState {
  return {
    users: state.users.fork(),
    transfers: state.transfers.fork(),
    entries: state.entries.fork(),
    balances: state.balances.fork(),
    statement: state.statement.fork(),
    payments: state.payments.fork(),
    starCharges: state.starCharges.fork(),
    starApprovals: state.starApprovals.fork(),
    refunds: state.refunds.fork(),
    orders: state.orders.fork(),
    fulfilments: state.fulfilments.fork(),
    attempts: state.attempts.fork(),
    inbox: state.inbox.fork(),
    notices: state.notices.fork(),
    settings: state.settings.fork(),
    discrepancies: state.discrepancies.fork(),
    plans: state.plans.fork(),
    subscriptions: state.subscriptions.fork(),
    grants: state.grants.fork(),
    vpnAccounts: state.vpnAccounts.fork(),
    deliveries: state.deliveries.fork(),
    panels: state.panels.fork(),
    trials: state.trials.fork(),
    renewals: state.renewals.fork(),
    usage: state.usage.fork(),
    bonuses: state.bonuses.fork(),
    rewards: state.rewards.fork(),
    promos: state.promos.fork(),
    promoUses: state.promoUses.fork(),
    usedPromoRefs: state.usedPromoRefs.fork(),
    keptPromos: state.keptPromos.fork(),
    jobs: [],
    movedOrders: new Set(),
    movedRefunds: new Set(),
    movedSubscriptions: new Set(),
  };
}
