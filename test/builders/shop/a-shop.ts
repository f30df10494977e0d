import { MemoryNotifier } from '#adapters/outbound/memory/providers/memory-notifier.js';
import { MemoryPaymentGateway } from '#adapters/outbound/memory/providers/memory-payment-gateway.js';
import { MemoryPaymentGateways } from '#adapters/outbound/memory/providers/memory-payment-gateways.js';
import { MemoryStarProvider } from '#adapters/outbound/memory/providers/memory-star-provider.js';
import { MemoryVpnPanel } from '#adapters/outbound/memory/providers/memory-vpn-panel.js';
import { MemoryUnitOfWork } from '#adapters/outbound/memory/persistence/memory-unit-of-work.js';
import { MemoryPurchaseQueries } from '#adapters/outbound/memory/persistence/queries/memory-purchase-queries.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryCache } from '#adapters/outbound/memory/runtime/memory-cache.js';
import { MemoryLogger } from '#adapters/outbound/memory/runtime/memory-logger.js';
import { MemoryMetrics } from '#adapters/outbound/memory/runtime/memory-metrics.js';
import { SequentialIds } from '#adapters/outbound/memory/runtime/sequential-ids.js';
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
import { KnownCustomers } from '#use-cases/customers/known-customers.js';
import { WelcomeCustomer } from '#use-cases/customers/welcome-customer.js';
import { ApplyPromo } from '#use-cases/growth/apply-promo.js';
import { PromoCatalog } from '#use-cases/growth/promo-catalog.js';
import { RedeemPromo } from '#use-cases/growth/redeem-promo.js';
import { ShowReferral } from '#use-cases/growth/show-referral.js';
import { DeliverNotices } from '#use-cases/operations/deliver-notices.js';
import { OperatorAlerts } from '#use-cases/operations/operator-alerts.js';
import { SweepDueWork } from '#use-cases/operations/sweep-due-work.js';
import { ApplyWebhook } from '#use-cases/payments/apply-webhook.js';
import { CheckPayment } from '#use-cases/payments/check-payment.js';
import { Invoicing } from '#use-cases/payments/invoicing.js';
import { PaymentMethods } from '#use-cases/payments/payment-methods.js';
import { ReceiveWebhook } from '#use-cases/payments/receive-webhook.js';
import { SettlePayment } from '#use-cases/payments/settle-payment.js';
import { SettlementBook } from '#use-cases/payments/settlement-book.js';
import { ApproveCheckout } from '#use-cases/payments/stars/approve-checkout.js';
import { ChargeRegister } from '#use-cases/payments/stars/charge-register.js';
import { RecordStarCharge } from '#use-cases/payments/stars/record-star-charge.js';
import { RecordStarRefund } from '#use-cases/payments/stars/record-star-refund.js';
import { StartTopUp } from '#use-cases/payments/start-top-up.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import type { InvoiceWording } from '#use-cases/ports/providers/invoice-wording.js';
import type { Notifier } from '#use-cases/ports/providers/notifier.js';
import type { PaymentGateway } from '#use-cases/ports/providers/payment-gateway.js';
import type { VpnPanel } from '#use-cases/ports/panels/vpn-panel.js';
import type { StarProvider } from '#use-cases/ports/providers/star-provider.js';
import { DecideRefund } from '#use-cases/refunds/decide-refund.js';
import { RefundBook } from '#use-cases/refunds/refund-book.js';
import { RequestRefund } from '#use-cases/refunds/request-refund.js';
import { SettleRefund } from '#use-cases/refunds/settle-refund.js';
import { DeliveryBook } from '#use-cases/stars/delivery-book.js';
import { FulfilStars } from '#use-cases/stars/fulfil-stars.js';
import { PaymentSteps } from '#use-cases/stars/payment-steps.js';
import { PreparationSteps } from '#use-cases/stars/preparation-steps.js';
import { StarSupply } from '#use-cases/stars/star-supply.js';
import type { Ids } from '#use-cases/ports/runtime/ids.js';
import type { SendingPace } from '#use-cases/ports/providers/sending-pace.js';
import { vpnDesk } from './vpn-desk.js';
import { SHOP_DEFAULTS } from '../../support/shop-defaults.js';
import { unhurried } from '../../support/unhurried.js';

export const OPERATOR = 7;

/** The world outside and the clock: they outlive a crash of the shop. */
export interface World {
  readonly clock: FixedClock;
  readonly gateway: MemoryPaymentGateway;
  readonly stars: MemoryStarProvider;
  readonly panel: MemoryVpnPanel;
  readonly notifier: MemoryNotifier;
  readonly ids: Ids;
}

export function aWorld(): World {
  const clock = new FixedClock();
  const stars = new MemoryStarProvider(clock);
  stars.know({ username: 'vera', name: 'Вера', token: 'token-of-vera' });
  stars.know({ username: 'bobby', name: 'Bob', token: 'token-of-bobby' });
  return { clock, stars, panel: new MemoryVpnPanel(clock, 'main'), gateway: new MemoryPaymentGateway(), notifier: new MemoryNotifier(), ids: new SequentialIds() };
}

export interface ShopParts {
  readonly world?: World;
  readonly unitOfWork?: UnitOfWork;
  /** How the shop sees the providers: where a test cuts the line. */
  readonly gateway?: PaymentGateway;
  /** Beside that one. */
  readonly moreGateways?: readonly PaymentGateway[];
  readonly stars?: StarProvider;
  readonly panel?: VpnPanel;
  readonly notifier?: Notifier;
  /** Nobody waits for a turn unless a test gives a pace. */
  readonly pace?: SendingPace;
}

/** Words of the domain's own, for tests that read no locale. */
const plainWording: InvoiceWording = {
  of: (order) => ({ title: 'Invoice', description: order ? `an order for ${order.kind}` : 'a top-up' }),
};

export type TestShop = ReturnType<typeof aShop>;

/** The whole shop without a container, over what a test gives it and the in-memory adapters for the rest. */
export function aShop(parts: ShopParts = {}) {
  const world = parts.world ?? aWorld();
  const { clock, ids } = world;
  const memory = new MemoryUnitOfWork({ clock });
  const unitOfWork = parts.unitOfWork ?? memory;
  const stars = parts.stars ?? world.stars;
  const gateways = new MemoryPaymentGateways([parts.gateway ?? world.gateway, ...(parts.moreGateways ?? [])]);
  const logger = new MemoryLogger();
  const metrics = new MemoryMetrics();
  const cache = new MemoryCache(clock);
  const knownCustomers = new KnownCustomers(cache);
  const settings = new ShopSettings(unitOfWork, cache, SHOP_DEFAULTS);
  const plans = new ShopPlans(unitOfWork, cache, SHOP_DEFAULTS.vpn.plans);
  const paymentMethods = new PaymentMethods(gateways, settings);
  const prices = new StarPrices(settings, stars, cache);
  const supply = new StarSupply(stars, cache, logger);
  const alerts = new OperatorAlerts([OPERATOR]);
  const invoicing = new Invoicing(unitOfWork, gateways, plainWording, clock);
  const desk = vpnDesk({ unitOfWork, panel: parts.panel ?? world.panel, ids, clock, metrics, logger, alerts });
  const paidOrders = new PaidOrders(desk.subscriptions, desk.deliveries, desk.bonuses);
  const orders = new OrderBook(paidOrders, ids);
  const settlements = new SettlementBook(alerts, paidOrders, desk.referrals, ids);
  const settlePayment = new SettlePayment(unitOfWork, gateways, invoicing, settlements, clock, metrics, logger);
  const refunds = new RefundBook(alerts, ids);
  const charges = new ChargeRegister(alerts);
  const book = new DeliveryBook(alerts, desk.referrals, ids);
  return {
    ...world,
    world,
    memory,
    unitOfWork,
    logger,
    metrics,
    cache,
    settings,
    plans,
    paymentMethods,
    prices,
    settlePayment,
    knownCustomers,
    welcomeCustomer: new WelcomeCustomer(unitOfWork, clock, knownCustomers),
    draftOrder: new DraftOrder(unitOfWork, settings, prices, supply, ids, clock),
    chooseRecipient: new ChooseRecipient(unitOfWork, stars),
    ...desk.openWith(orders, paymentMethods),
    confirmOrder: new ConfirmOrder(
      unitOfWork,
      new StarTerms(unitOfWork, settings, prices, supply, ids, clock),
      new PlanTerms(unitOfWork, gateways, ids, clock),
      orders,
      paymentMethods,
      invoicing,
      desk.promos,
      clock,
    ),
    referralRules: desk.referralRules,
    showReferral: new ShowReferral(unitOfWork, desk.referralRules),
    applyPromo: new ApplyPromo(unitOfWork, desk.promos, clock),
    redeemPromo: new RedeemPromo(unitOfWork, desk.promos, clock),
    promoCatalog: new PromoCatalog(unitOfWork, clock),
    cancelOrder: new CancelOrder(unitOfWork),
    startTopUp: new StartTopUp(unitOfWork, settings, paymentMethods, invoicing, ids, clock),
    checkPayment: new CheckPayment(new MemoryPurchaseQueries(memory), settlePayment, cache),
    approveCheckout: new ApproveCheckout(unitOfWork, clock),
    recordStarCharge: new RecordStarCharge(unitOfWork, charges, clock),
    recordStarRefund: new RecordStarRefund(unitOfWork, charges, clock),
    receiveWebhook: new ReceiveWebhook(unitOfWork, gateways, clock, metrics),
    applyWebhook: new ApplyWebhook(unitOfWork, gateways, settlePayment, alerts, clock, logger),
    fulfilStars: new FulfilStars(
      unitOfWork,
      new PreparationSteps(unitOfWork, stars, book, ids, clock, logger, SHOP_DEFAULTS.deliveryDeadlineMs),
      new PaymentSteps(unitOfWork, stars, book, clock, logger),
      clock,
      metrics,
      logger,
    ),
    requestRefund: new RequestRefund(unitOfWork, gateways, refunds, ids, clock),
    decideRefund: new DecideRefund(unitOfWork, refunds, clock),
    settleRefund: new SettleRefund(unitOfWork, gateways, settlements, refunds, clock, logger),
    sweepDueWork: new SweepDueWork(unitOfWork, gateways, clock, metrics),
    deliverNotices: new DeliverNotices(unitOfWork, parts.notifier ?? world.notifier, parts.pace ?? unhurried, clock, logger),
  };
}
