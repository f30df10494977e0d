import type { HttpClient } from '#adapters/outbound/kit/http-client.js';
import type { FragmentStarProvider } from '#adapters/outbound/fragment/provider.js';
import type { RefundProgress } from '#adapters/inbound/cli/refunds/refund-progress.js';
import type { Database } from '#adapters/outbound/postgres/connection.js';
import type { Texts } from '#adapters/texts/texts.js';
import type { ShopPlans } from '#use-cases/catalog/shop-plans.js';
import type { ShopSettings } from '#use-cases/catalog/shop-settings.js';
import type { StarPrices } from '#use-cases/catalog/star-prices.js';
import type { CancelOrder } from '#use-cases/checkout/cancel-order.js';
import type { ChooseRecipient } from '#use-cases/checkout/choose-recipient.js';
import type { ConfirmOrder } from '#use-cases/checkout/confirm-order.js';
import type { DraftOrder } from '#use-cases/checkout/draft-order.js';
import type { ChooseLanguage } from '#use-cases/customers/choose-language.js';
import type { KnownCustomers } from '#use-cases/customers/known-customers.js';
import type { WelcomeCustomer } from '#use-cases/customers/welcome-customer.js';
import type { CheckConnections } from '#use-cases/operations/check-connections.js';
import type { DeliverNotices } from '#use-cases/operations/deliver-notices.js';
import type { HandleUpdateOnce } from '#use-cases/operations/handle-update-once.js';
import type { HoldLease } from '#use-cases/operations/hold-lease.js';
import type { OperatorAlerts } from '#use-cases/operations/operator-alerts.js';
import type { RunRoutines } from '#use-cases/operations/run-routines.js';
import type { UpdateShelf } from '#use-cases/operations/update-shelf.js';
import type { SweepDueWork } from '#use-cases/operations/sweep-due-work.js';
import type { ApplyWebhook } from '#use-cases/payments/apply-webhook.js';
import type { CheckPayment } from '#use-cases/payments/check-payment.js';
import type { Invoicing } from '#use-cases/payments/invoicing.js';
import type { PaymentMethods } from '#use-cases/payments/payment-methods.js';
import type { ReceiveWebhook } from '#use-cases/payments/receive-webhook.js';
import type { SettlePayment } from '#use-cases/payments/settle-payment.js';
import type { SettlementBook } from '#use-cases/payments/settlement-book.js';
import type { ApproveCheckout } from '#use-cases/payments/stars/approve-checkout.js';
import type { ChargeRegister } from '#use-cases/payments/stars/charge-register.js';
import type { CollectStarCharges } from '#use-cases/payments/stars/collect-star-charges.js';
import type { RecordStarCharge } from '#use-cases/payments/stars/record-star-charge.js';
import type { RecordStarRefund } from '#use-cases/payments/stars/record-star-refund.js';
import type { StartTopUp } from '#use-cases/payments/start-top-up.js';
import type { AccountSecrets } from '#use-cases/ports/panels/account-secrets.js';
import type { PanelKinds } from '#use-cases/ports/panels/panel-kinds.js';
import type { PanelVault } from '#use-cases/ports/panels/panel-vault.js';
import type { VpnPanels } from '#use-cases/ports/panels/vpn-panels.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import type { InvoiceWording } from '#use-cases/ports/providers/invoice-wording.js';
import type { Notifier } from '#use-cases/ports/providers/notifier.js';
import type { StarChargeBook } from '#use-cases/ports/providers/star-charge-book.js';
import type { StarLedger } from '#use-cases/ports/providers/star-ledger.js';
import type { SendingPace } from '#use-cases/ports/providers/sending-pace.js';
import type { PaymentGateways } from '#use-cases/ports/providers/payment-gateway.js';
import type { StarProvider } from '#use-cases/ports/providers/star-provider.js';
import type { Cache } from '#use-cases/ports/runtime/cache.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { DialogueStore } from '#use-cases/ports/runtime/dialogue-store.js';
import type { HandledMessages } from '#use-cases/ports/runtime/handled-messages.js';
import type { Ids } from '#use-cases/ports/runtime/ids.js';
import type { JobQueue } from '#use-cases/ports/runtime/job-queue.js';
import type { Lock } from '#use-cases/ports/runtime/lock.js';
import type { Logger } from '#use-cases/ports/runtime/logger.js';
import type { Metrics } from '#use-cases/ports/runtime/metrics.js';
import type { RateLimiter } from '#use-cases/ports/runtime/rate-limiter.js';
import type { WatchedScreens } from '#use-cases/ports/runtime/watched-screens.js';
import type { AdmitRequest } from '#use-cases/operations/admit-request.js';
import type { AudienceQueries } from '#use-cases/queries/audience-queries.js';
import type { ReconciliationQueries } from '#use-cases/queries/reconciliation-queries.js';
import type { StoreHealthQueries } from '#use-cases/queries/health-queries.js';
import type { LedgerAudit } from '#use-cases/queries/ledger-audit.js';
import type { PanelAccountQueries } from '#use-cases/queries/panel-account-queries.js';
import type { PurchaseQueries } from '#use-cases/queries/purchase-queries.js';
import type { WalletQueries } from '#use-cases/queries/wallet-queries.js';
import type { AcceptDiscrepancy } from '#use-cases/reconciliation/accept-discrepancy.js';
import type { CheckSource } from '#use-cases/reconciliation/checks/check.js';
import type { DiscrepancyBook } from '#use-cases/reconciliation/discrepancy-book.js';
import type { Reconcile } from '#use-cases/reconciliation/reconcile.js';
import type { WatchWebhooks } from '#use-cases/reconciliation/watch-webhooks.js';
import type { DecideRefund } from '#use-cases/refunds/decide-refund.js';
import type { RefundBook } from '#use-cases/refunds/refund-book.js';
import type { RequestRefund } from '#use-cases/refunds/request-refund.js';
import type { SettleRefund } from '#use-cases/refunds/settle-refund.js';
import type { DeliveryBook } from '#use-cases/stars/delivery-book.js';
import type { FulfilStars } from '#use-cases/stars/fulfil-stars.js';
import type { PaymentSteps } from '#use-cases/stars/payment-steps.js';
import type { PreparationSteps } from '#use-cases/stars/preparation-steps.js';
import type { StarSupply } from '#use-cases/stars/star-supply.js';
import type { AddPanel } from '#use-cases/vpn/panels/add-panel.js';
import type { ChangePanel } from '#use-cases/vpn/panels/change-panel.js';
import type { ListPanels } from '#use-cases/vpn/panels/list-panels.js';
import type { PanelProbe } from '#use-cases/vpn/panels/panel-probe.js';
import type { ReceivePanelWebhook } from '#use-cases/vpn/panels/receive-panel-webhook.js';
import type { RegisterPanels } from '#use-cases/vpn/panels/register-panels.js';
import type { TestPanel } from '#use-cases/vpn/panels/test-panel.js';
import type { Config } from './config/config.js';
import { GROWTH_TOKENS } from './parts/growth-tokens.js';
import { token } from './parts/token.js';
import { VPN_TOKENS } from './parts/vpn-tokens.js';

export const TOKENS = {
  ...VPN_TOKENS,
  ...GROWTH_TOKENS,
  config: token<Config>('Config'),

  clock: token<Clock>('Clock'),
  ids: token<Ids>('Ids'),
  logger: token<Logger>('Logger'),
  metrics: token<Metrics>('Metrics'),
  cache: token<Cache>('Cache'),
  lock: token<Lock>('Lock'),
  dialogues: token<DialogueStore>('DialogueStore'),
  handledMessages: token<HandledMessages>('HandledMessages'),
  rateLimiter: token<RateLimiter>('RateLimiter'),
  watchedScreens: token<WatchedScreens>('WatchedScreens'),
  jobQueue: token<JobQueue>('JobQueue'),
  http: token<HttpClient>('HttpClient'),
  texts: token<Texts>('Texts'),

  database: token<Database>('Database'),
  unitOfWork: token<UnitOfWork>('UnitOfWork'),
  walletQueries: token<WalletQueries>('WalletQueries'),
  purchaseQueries: token<PurchaseQueries>('PurchaseQueries'),
  ledgerAudit: token<LedgerAudit>('LedgerAudit'),
  audience: token<AudienceQueries>('AudienceQueries'),
  storeHealth: token<StoreHealthQueries>('StoreHealthQueries'),

  gateways: token<PaymentGateways>('PaymentGateways'),
  fragment: token<FragmentStarProvider>('FragmentStarProvider'),
  stars: token<StarProvider>('StarProvider'),
  panels: token<VpnPanels>('VpnPanels'),
  panelKinds: token<PanelKinds>('PanelKinds'),
  panelVault: token<PanelVault>('PanelVault'),
  accountSecrets: token<AccountSecrets>('AccountSecrets'),
  notifier: token<Notifier>('Notifier'),
  sendingPace: token<SendingPace>('SendingPace'),

  shopSettings: token<ShopSettings>('ShopSettings'),
  shopPlans: token<ShopPlans>('ShopPlans'),
  starPrices: token<StarPrices>('StarPrices'),
  starSupply: token<StarSupply>('StarSupply'),
  knownCustomers: token<KnownCustomers>('KnownCustomers'),
  admitRequest: token<AdmitRequest>('AdmitRequest'),
  welcomeCustomer: token<WelcomeCustomer>('WelcomeCustomer'),
  chooseLanguage: token<ChooseLanguage>('ChooseLanguage'),
  draftOrder: token<DraftOrder>('DraftOrder'),
  chooseRecipient: token<ChooseRecipient>('ChooseRecipient'),
  confirmOrder: token<ConfirmOrder>('ConfirmOrder'),
  cancelOrder: token<CancelOrder>('CancelOrder'),
  paymentMethods: token<PaymentMethods>('PaymentMethods'),
  invoicing: token<Invoicing>('Invoicing'),
  invoiceWording: token<InvoiceWording>('InvoiceWording'),
  startTopUp: token<StartTopUp>('StartTopUp'),
  receiveWebhook: token<ReceiveWebhook>('ReceiveWebhook'),
  applyWebhook: token<ApplyWebhook>('ApplyWebhook'),
  settlePayment: token<SettlePayment>('SettlePayment'),
  settlementBook: token<SettlementBook>('SettlementBook'),
  starLedger: token<StarLedger>('StarLedger'),
  starCharges: token<StarChargeBook>('StarChargeBook'),
  chargeRegister: token<ChargeRegister>('ChargeRegister'),
  approveCheckout: token<ApproveCheckout>('ApproveCheckout'),
  recordStarCharge: token<RecordStarCharge>('RecordStarCharge'),
  recordStarRefund: token<RecordStarRefund>('RecordStarRefund'),
  collectStarCharges: token<CollectStarCharges>('CollectStarCharges'),
  checkPayment: token<CheckPayment>('CheckPayment'),
  deliveryBook: token<DeliveryBook>('DeliveryBook'),
  preparationSteps: token<PreparationSteps>('PreparationSteps'),
  paymentSteps: token<PaymentSteps>('PaymentSteps'),
  fulfilStars: token<FulfilStars>('FulfilStars'),
  refundBook: token<RefundBook>('RefundBook'),
  requestRefund: token<RequestRefund>('RequestRefund'),
  decideRefund: token<DecideRefund>('DecideRefund'),
  settleRefund: token<SettleRefund>('SettleRefund'),
  refundProgress: token<RefundProgress>('RefundProgress'),
  reconciliationQueries: token<ReconciliationQueries>('ReconciliationQueries'),
  checks: token<CheckSource>('CheckSource'),
  panelAccountQueries: token<PanelAccountQueries>('PanelAccountQueries'),
  discrepancyBook: token<DiscrepancyBook>('DiscrepancyBook'),
  reconcile: token<Reconcile>('Reconcile'),
  acceptDiscrepancy: token<AcceptDiscrepancy>('AcceptDiscrepancy'),
  watchWebhooks: token<WatchWebhooks>('WatchWebhooks'),
  panelProbe: token<PanelProbe>('PanelProbe'),
  registerPanels: token<RegisterPanels>('RegisterPanels'),
  addPanel: token<AddPanel>('AddPanel'),
  listPanels: token<ListPanels>('ListPanels'),
  testPanel: token<TestPanel>('TestPanel'),
  changePanel: token<ChangePanel>('ChangePanel'),
  receivePanelWebhook: token<ReceivePanelWebhook>('ReceivePanelWebhook'),
  runRoutines: token<RunRoutines>('RunRoutines'),
  operatorAlerts: token<OperatorAlerts>('OperatorAlerts'),
  sweepDueWork: token<SweepDueWork>('SweepDueWork'),
  deliverNotices: token<DeliverNotices>('DeliverNotices'),
  holdLease: token<HoldLease>('HoldLease'),
  updateShelf: token<UpdateShelf>('UpdateShelf'),
  handleUpdateOnce: token<HandleUpdateOnce>('HandleUpdateOnce'),
  checkConnections: token<CheckConnections>('CheckConnections'),
} as const;
