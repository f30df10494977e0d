import type { OrderBook } from '#use-cases/checkout/order-book.js';
import type { PaidOrders } from '#use-cases/checkout/paid-orders.js';
import type { PlanTerms } from '#use-cases/checkout/plan-terms.js';
import type { StarTerms } from '#use-cases/checkout/star-terms.js';
import type { CancelSubscription } from '#use-cases/vpn/operator/cancel-subscription.js';
import type { GiveDays } from '#use-cases/vpn/operator/give-days.js';
import type { BeginTrial } from '#use-cases/vpn/owner/begin-trial.js';
import type { ChangePlan } from '#use-cases/vpn/owner/change-plan.js';
import type { ChooseOrderRenewal } from '#use-cases/vpn/owner/choose-order-renewal.js';
import type { ChooseRenewal } from '#use-cases/vpn/owner/choose-renewal.js';
import type { DraftSubscription } from '#use-cases/vpn/owner/draft-subscription.js';
import type { RenameSubscription } from '#use-cases/vpn/owner/rename-subscription.js';
import type { RotateLink } from '#use-cases/vpn/owner/rotate-link.js';
import type { ShowSubscriptions } from '#use-cases/vpn/owner/show-subscriptions.js';
import type { Renewals } from '#use-cases/vpn/renewals.js';
import type { SubscriptionBook } from '#use-cases/vpn/subscription-book.js';
import type { SubscriptionDeliveries } from '#use-cases/vpn/subscription-deliveries.js';
import type { AttendSubscription } from '#use-cases/vpn/upkeep/attend-subscription.js';
import type { GiveBackOverdue } from '#use-cases/vpn/upkeep/give-back-overdue.js';
import type { MeasureUsage } from '#use-cases/vpn/upkeep/measure-usage.js';
import type { LookAtAccount } from '#use-cases/vpn/upkeep/look-at-account.js';
import type { SyncAccount } from '#use-cases/vpn/upkeep/sync-account.js';
import { token } from './token.js';

/** The names of the VPN half. */
export const VPN_TOKENS = {
  subscriptionBook: token<SubscriptionBook>('SubscriptionBook'),
  subscriptionDeliveries: token<SubscriptionDeliveries>('SubscriptionDeliveries'),
  paidOrders: token<PaidOrders>('PaidOrders'),
  orderBook: token<OrderBook>('OrderBook'),
  starTerms: token<StarTerms>('StarTerms'),
  planTerms: token<PlanTerms>('PlanTerms'),
  renewals: token<Renewals>('Renewals'),
  draftSubscription: token<DraftSubscription>('DraftSubscription'),
  chooseOrderRenewal: token<ChooseOrderRenewal>('ChooseOrderRenewal'),
  beginTrial: token<BeginTrial>('BeginTrial'),
  changePlan: token<ChangePlan>('ChangePlan'),
  chooseRenewal: token<ChooseRenewal>('ChooseRenewal'),
  renameSubscription: token<RenameSubscription>('RenameSubscription'),
  rotateLink: token<RotateLink>('RotateLink'),
  showSubscriptions: token<ShowSubscriptions>('ShowSubscriptions'),
  cancelSubscription: token<CancelSubscription>('CancelSubscription'),
  giveDays: token<GiveDays>('GiveDays'),
  measureUsage: token<MeasureUsage>('MeasureUsage'),
  lookAtAccount: token<LookAtAccount>('LookAtAccount'),
  syncAccount: token<SyncAccount>('SyncAccount'),
  attendSubscription: token<AttendSubscription>('AttendSubscription'),
  giveBackOverdue: token<GiveBackOverdue>('GiveBackOverdue'),
} as const;
