import { MemoryVpnPanels } from '#adapters/outbound/memory/providers/memory-vpn-panels.js';
import { HmacAccountSecrets } from '#adapters/outbound/system/hmac-account-secrets.js';
import type { Panel } from '#domain/vpn/panel.js';
import type { OrderBook } from '#use-cases/checkout/order-book.js';
import type { OperatorAlerts } from '#use-cases/operations/operator-alerts.js';
import type { VpnPanel } from '#use-cases/ports/panels/vpn-panel.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import type { PaymentMethods } from '#use-cases/payments/payment-methods.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { Ids } from '#use-cases/ports/runtime/ids.js';
import type { Logger } from '#use-cases/ports/runtime/logger.js';
import type { Metrics } from '#use-cases/ports/runtime/metrics.js';
import { BonusDays } from '#use-cases/growth/bonus-days.js';
import { PromoBook } from '#use-cases/growth/promo-book.js';
import { ReferralBook } from '#use-cases/growth/referral-book.js';
import { ReferralRules } from '#use-cases/growth/referral-rules.js';
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
import { SHOP_DEFAULTS } from '../../support/shop-defaults.js';

export interface DeskParts {
  readonly unitOfWork: UnitOfWork;
  readonly panel: VpnPanel;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly alerts: OperatorAlerts;
}

export const SECRETS = new HmacAccountSecrets(Buffer.alloc(32, 7));

/** The panel of the tests, as an operator would keep it. */
export const MAIN_PANEL: Panel = { id: 'main', kind: 'memory', title: 'Germany', placement: ['VLESS'], capacity: undefined, state: 'open', position: 1 };

/** The VPN half of the shop without a container. */
export function vpnDesk({ unitOfWork, panel, ids, clock, metrics, logger, alerts }: DeskParts) {
  const { trial, deliveryDeadlineMs } = SHOP_DEFAULTS.vpn;
  const subscriptions = new SubscriptionBook(SECRETS);
  const bonuses = new BonusDays(subscriptions);
  const promos = new PromoBook(bonuses, ids);
  const referralRules = new ReferralRules(unitOfWork, SHOP_DEFAULTS.referral);
  const referrals = new ReferralBook(referralRules, bonuses, ids);
  const deliveries = new SubscriptionDeliveries(subscriptions, referrals, ids, deliveryDeadlineMs);
  const openWith = (orders: OrderBook, methods: PaymentMethods) => ({
    draftSubscription: new DraftSubscription(unitOfWork, promos, ids, clock),
    chooseOrderRenewal: new ChooseOrderRenewal(unitOfWork),
    beginTrial: new BeginTrial(unitOfWork, subscriptions, bonuses, SECRETS, trial, ids, clock),
    changePlan: new ChangePlan(unitOfWork, subscriptions, clock),
    chooseRenewal: new ChooseRenewal(unitOfWork, clock),
    renameSubscription: new RenameSubscription(unitOfWork),
    rotateLink: new RotateLink(unitOfWork, subscriptions, clock),
    giveDays: new GiveDays(unitOfWork, subscriptions, clock),
    showSubscriptions: new ShowSubscriptions(unitOfWork, SECRETS, trial),
    cancelSubscription: new CancelSubscription(unitOfWork, subscriptions, deliveries, referrals, ids, clock),
    syncAccount: new SyncAccount(unitOfWork, new MemoryVpnPanels([panel]), SECRETS, deliveries, alerts, clock, metrics, logger),
    lookAtAccount: new LookAtAccount(unitOfWork, new MemoryVpnPanels([panel]), clock),
    attendSubscription: new AttendSubscription(unitOfWork, subscriptions, new Renewals(orders, ids), methods, clock),
    measureUsage: new MeasureUsage(unitOfWork, new MemoryVpnPanels([panel]), clock, logger),
    giveBackOverdue: new GiveBackOverdue(unitOfWork, deliveries, clock),
  });
  return { subscriptions, deliveries, bonuses, promos, referralRules, referrals, openWith };
}

/** Opens the VPN half for business: its panel and its plans are there. */
export async function stockVpn(unitOfWork: UnitOfWork, panels: readonly Panel[] = [MAIN_PANEL]): Promise<void> {
  await unitOfWork.run(async (tx) => {
    for (const panel of panels) await tx.panels.save(panel);
    for (const plan of SHOP_DEFAULTS.vpn.plans) await tx.plans.save(plan);
  });
}
