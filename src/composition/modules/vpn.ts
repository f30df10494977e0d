import { ContainerModule } from 'inversify';
import { CancelSubscription } from '#use-cases/vpn/operator/cancel-subscription.js';
import { GiveDays } from '#use-cases/vpn/operator/give-days.js';
import { BeginTrial } from '#use-cases/vpn/owner/begin-trial.js';
import { ChangePlan } from '#use-cases/vpn/owner/change-plan.js';
import { ChooseOrderRenewal } from '#use-cases/vpn/owner/choose-order-renewal.js';
import { ChooseRenewal } from '#use-cases/vpn/owner/choose-renewal.js';
import { DraftSubscription } from '#use-cases/vpn/owner/draft-subscription.js';
import { RenameSubscription } from '#use-cases/vpn/owner/rename-subscription.js';
import { RotateLink } from '#use-cases/vpn/owner/rotate-link.js';
import { ShowSubscriptions } from '#use-cases/vpn/owner/show-subscriptions.js';
import { Renewals } from '#use-cases/vpn/renewals.js';
import { SubscriptionBook } from '#use-cases/vpn/subscription-book.js';
import { SubscriptionDeliveries } from '#use-cases/vpn/subscription-deliveries.js';
import { AttendSubscription } from '#use-cases/vpn/upkeep/attend-subscription.js';
import { GiveBackOverdue } from '#use-cases/vpn/upkeep/give-back-overdue.js';
import { LookAtAccount } from '#use-cases/vpn/upkeep/look-at-account.js';
import { MeasureUsage } from '#use-cases/vpn/upkeep/measure-usage.js';
import { SyncAccount } from '#use-cases/vpn/upkeep/sync-account.js';
import { bindClass } from './bind-class.js';
import { TOKENS as T } from '../tokens.js';

/** The VPN half: what owners and operators do with subscriptions, and what happens to them by itself. */
export const vpn = new ContainerModule((options) => {
  bindClass(options, T.subscriptionBook, SubscriptionBook, [T.accountSecrets]);
  options
    .bind(T.subscriptionDeliveries)
    .toResolvedValue((book, referrals, ids, config) => new SubscriptionDeliveries(book, referrals, ids, config.shop.vpn.deliveryDeadlineMs), [T.subscriptionBook, T.referralBook, T.ids, T.config])
    .inSingletonScope();
  bindClass(options, T.renewals, Renewals, [T.orderBook, T.ids]);

  bindClass(options, T.draftSubscription, DraftSubscription, [T.unitOfWork, T.promoBook, T.ids, T.clock]);
  bindClass(options, T.chooseOrderRenewal, ChooseOrderRenewal, [T.unitOfWork]);
  options
    .bind(T.beginTrial)
    .toResolvedValue(
      (unitOfWork, book, bonuses, secrets, config, ids, clock) => new BeginTrial(unitOfWork, book, bonuses, secrets, config.shop.vpn.trial, ids, clock),
      [T.unitOfWork, T.subscriptionBook, T.bonusDays, T.accountSecrets, T.config, T.ids, T.clock],
    );
  bindClass(options, T.changePlan, ChangePlan, [T.unitOfWork, T.subscriptionBook, T.clock]);
  bindClass(options, T.chooseRenewal, ChooseRenewal, [T.unitOfWork, T.clock]);
  bindClass(options, T.renameSubscription, RenameSubscription, [T.unitOfWork]);
  bindClass(options, T.rotateLink, RotateLink, [T.unitOfWork, T.subscriptionBook, T.clock]);
  options
    .bind(T.showSubscriptions)
    .toResolvedValue((unitOfWork, secrets, config) => new ShowSubscriptions(unitOfWork, secrets, config.shop.vpn.trial), [T.unitOfWork, T.accountSecrets, T.config]);
  bindClass(options, T.cancelSubscription, CancelSubscription, [T.unitOfWork, T.subscriptionBook, T.subscriptionDeliveries, T.referralBook, T.ids, T.clock]);

  bindClass(options, T.giveDays, GiveDays, [T.unitOfWork, T.subscriptionBook, T.clock]);

  bindClass(options, T.measureUsage, MeasureUsage, [T.unitOfWork, T.panels, T.clock, T.logger]);
  bindClass(options, T.lookAtAccount, LookAtAccount, [T.unitOfWork, T.panels, T.clock]);
  bindClass(options, T.syncAccount, SyncAccount, [T.unitOfWork, T.panels, T.accountSecrets, T.subscriptionDeliveries, T.operatorAlerts, T.clock, T.metrics, T.logger]);
  bindClass(options, T.attendSubscription, AttendSubscription, [T.unitOfWork, T.subscriptionBook, T.renewals, T.paymentMethods, T.clock]);
  bindClass(options, T.giveBackOverdue, GiveBackOverdue, [T.unitOfWork, T.subscriptionDeliveries, T.clock]);
});
