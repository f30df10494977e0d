import { ContainerModule } from 'inversify';
import { ShopPlans } from '#use-cases/catalog/shop-plans.js';
import { ShopSettings } from '#use-cases/catalog/shop-settings.js';
import { StarPrices } from '#use-cases/catalog/star-prices.js';
import { CancelOrder } from '#use-cases/checkout/cancel-order.js';
import { ChooseRecipient } from '#use-cases/checkout/choose-recipient.js';
import { ConfirmOrder } from '#use-cases/checkout/confirm-order.js';
import { DraftOrder } from '#use-cases/checkout/draft-order.js';
import { OrderBook } from '#use-cases/checkout/order-book.js';
import { PaidOrders } from '#use-cases/checkout/paid-orders.js';
import { PlanTerms } from '#use-cases/checkout/plan-terms.js';
import { StarTerms } from '#use-cases/checkout/star-terms.js';
import { ChooseLanguage } from '#use-cases/customers/choose-language.js';
import { KnownCustomers } from '#use-cases/customers/known-customers.js';
import { WelcomeCustomer } from '#use-cases/customers/welcome-customer.js';
import { CheckConnections } from '#use-cases/operations/check-connections.js';
import { DeliverNotices } from '#use-cases/operations/deliver-notices.js';
import { HandleUpdateOnce } from '#use-cases/operations/handle-update-once.js';
import { HoldLease } from '#use-cases/operations/hold-lease.js';
import { OperatorAlerts } from '#use-cases/operations/operator-alerts.js';
import { SweepDueWork } from '#use-cases/operations/sweep-due-work.js';
import { UpdateShelf } from '#use-cases/operations/update-shelf.js';
import { ApplyWebhook } from '#use-cases/payments/apply-webhook.js';
import { CheckPayment } from '#use-cases/payments/check-payment.js';
import { Invoicing } from '#use-cases/payments/invoicing.js';
import { PaymentMethods } from '#use-cases/payments/payment-methods.js';
import { ReceiveWebhook } from '#use-cases/payments/receive-webhook.js';
import { SettlePayment } from '#use-cases/payments/settle-payment.js';
import { SettlementBook } from '#use-cases/payments/settlement-book.js';
import { StartTopUp } from '#use-cases/payments/start-top-up.js';
import { AdmitRequest } from '#use-cases/operations/admit-request.js';
import { DeliveryBook } from '#use-cases/stars/delivery-book.js';
import { FulfilStars } from '#use-cases/stars/fulfil-stars.js';
import { PaymentSteps } from '#use-cases/stars/payment-steps.js';
import { PreparationSteps } from '#use-cases/stars/preparation-steps.js';
import { StarSupply } from '#use-cases/stars/star-supply.js';
import { bindClass } from './bind-class.js';
import { TOKENS as T } from '../tokens.js';

/** What the shop does: one line a use case. */
export const useCases = new ContainerModule((options) => {
  options.bind(T.shopSettings).toResolvedValue((unitOfWork, cache, config) => new ShopSettings(unitOfWork, cache, config.shop, config.cacheSeconds.settings), [T.unitOfWork, T.cache, T.config]);
  options
    .bind(T.shopPlans)
    .toResolvedValue((unitOfWork, cache, config) => new ShopPlans(unitOfWork, cache, config.shop.vpn.plans, config.cacheSeconds.settings), [T.unitOfWork, T.cache, T.config]);
  bindClass(options, T.starPrices, StarPrices, [T.shopSettings, T.stars, T.cache]);
  bindClass(options, T.starSupply, StarSupply, [T.stars, T.cache, T.logger]);

  options.bind(T.knownCustomers).toResolvedValue((cache, config) => new KnownCustomers(cache, config.cacheSeconds.user), [T.cache, T.config]);
  bindClass(options, T.welcomeCustomer, WelcomeCustomer, [T.unitOfWork, T.clock, T.knownCustomers]);
  bindClass(options, T.chooseLanguage, ChooseLanguage, [T.unitOfWork, T.clock, T.knownCustomers]);
  options
    .bind(T.admitRequest)
    .toResolvedValue(
      (limiter, known, metrics, config) => new AdmitRequest(limiter, known, metrics, config.limits.settings, config.telegram.adminIds),
      [T.rateLimiter, T.knownCustomers, T.metrics, T.config],
    );

  bindClass(options, T.draftOrder, DraftOrder, [T.unitOfWork, T.shopSettings, T.starPrices, T.starSupply, T.ids, T.clock]);
  bindClass(options, T.chooseRecipient, ChooseRecipient, [T.unitOfWork, T.stars]);
  bindClass(options, T.paidOrders, PaidOrders, [T.subscriptionBook, T.subscriptionDeliveries, T.bonusDays]);
  bindClass(options, T.orderBook, OrderBook, [T.paidOrders, T.ids]);
  bindClass(options, T.starTerms, StarTerms, [T.unitOfWork, T.shopSettings, T.starPrices, T.starSupply, T.ids, T.clock]);
  bindClass(options, T.planTerms, PlanTerms, [T.unitOfWork, T.gateways, T.ids, T.clock]);
  bindClass(options, T.confirmOrder, ConfirmOrder, [T.unitOfWork, T.starTerms, T.planTerms, T.orderBook, T.paymentMethods, T.invoicing, T.promoBook, T.clock]);
  bindClass(options, T.cancelOrder, CancelOrder, [T.unitOfWork]);

  bindClass(options, T.paymentMethods, PaymentMethods, [T.gateways, T.shopSettings]);
  bindClass(options, T.invoicing, Invoicing, [T.unitOfWork, T.gateways, T.invoiceWording, T.clock]);
  bindClass(options, T.startTopUp, StartTopUp, [T.unitOfWork, T.shopSettings, T.paymentMethods, T.invoicing, T.ids, T.clock]);
  bindClass(options, T.settlementBook, SettlementBook, [T.operatorAlerts, T.paidOrders, T.referralBook, T.ids]);
  bindClass(options, T.settlePayment, SettlePayment, [T.unitOfWork, T.gateways, T.invoicing, T.settlementBook, T.clock, T.metrics, T.logger]);
  bindClass(options, T.checkPayment, CheckPayment, [T.purchaseQueries, T.settlePayment, T.cache]);
  bindClass(options, T.receiveWebhook, ReceiveWebhook, [T.unitOfWork, T.gateways, T.clock, T.metrics]);
  bindClass(options, T.applyWebhook, ApplyWebhook, [T.unitOfWork, T.gateways, T.settlePayment, T.operatorAlerts, T.clock, T.logger]);

  bindClass(options, T.deliveryBook, DeliveryBook, [T.operatorAlerts, T.referralBook, T.ids]);
  options
    .bind(T.preparationSteps)
    .toResolvedValue(
      (unitOfWork, stars, book, ids, clock, logger, config) => new PreparationSteps(unitOfWork, stars, book, ids, clock, logger, config.shop.deliveryDeadlineMs),
      [T.unitOfWork, T.stars, T.deliveryBook, T.ids, T.clock, T.logger, T.config],
    );
  bindClass(options, T.paymentSteps, PaymentSteps, [T.unitOfWork, T.stars, T.deliveryBook, T.clock, T.logger]);
  bindClass(options, T.fulfilStars, FulfilStars, [T.unitOfWork, T.preparationSteps, T.paymentSteps, T.clock, T.metrics, T.logger]);

  options.bind(T.operatorAlerts).toResolvedValue((config) => new OperatorAlerts(config.telegram.adminIds), [T.config]);
  bindClass(options, T.sweepDueWork, SweepDueWork, [T.unitOfWork, T.gateways, T.clock, T.metrics]);
  bindClass(options, T.deliverNotices, DeliverNotices, [T.unitOfWork, T.notifier, T.sendingPace, T.clock, T.logger]);
  bindClass(options, T.handleUpdateOnce, HandleUpdateOnce, [T.handledMessages]);
  bindClass(options, T.updateShelf, UpdateShelf, [T.unitOfWork, T.clock]);
  bindClass(options, T.holdLease, HoldLease, [T.unitOfWork, T.clock]);
  bindClass(options, T.checkConnections, CheckConnections, [T.storeHealth, T.gateways, T.stars, T.unitOfWork, T.panelProbe]);
});
