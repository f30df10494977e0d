import type { Texts } from '#adapters/texts/texts.js';
import type { ShopPlans } from '#use-cases/catalog/shop-plans.js';
import type { ShopSettings } from '#use-cases/catalog/shop-settings.js';
import type { StarPrices } from '#use-cases/catalog/star-prices.js';
import type { CancelOrder } from '#use-cases/checkout/cancel-order.js';
import type { ChooseRecipient } from '#use-cases/checkout/choose-recipient.js';
import type { ConfirmOrder } from '#use-cases/checkout/confirm-order.js';
import type { DraftOrder } from '#use-cases/checkout/draft-order.js';
import type { ChooseLanguage } from '#use-cases/customers/choose-language.js';
import type { WelcomeCustomer } from '#use-cases/customers/welcome-customer.js';
import type { ApplyPromo } from '#use-cases/growth/apply-promo.js';
import type { RedeemPromo } from '#use-cases/growth/redeem-promo.js';
import type { ShowReferral } from '#use-cases/growth/show-referral.js';
import type { HandleUpdateOnce } from '#use-cases/operations/handle-update-once.js';
import type { UpdateShelf } from '#use-cases/operations/update-shelf.js';
import type { CheckPayment } from '#use-cases/payments/check-payment.js';
import type { PaymentMethods } from '#use-cases/payments/payment-methods.js';
import type { StartTopUp } from '#use-cases/payments/start-top-up.js';
import type { ApproveCheckout } from '#use-cases/payments/stars/approve-checkout.js';
import type { RecordStarCharge } from '#use-cases/payments/stars/record-star-charge.js';
import type { RecordStarRefund } from '#use-cases/payments/stars/record-star-refund.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { DialogueStore } from '#use-cases/ports/runtime/dialogue-store.js';
import type { Ids } from '#use-cases/ports/runtime/ids.js';
import type { Lock } from '#use-cases/ports/runtime/lock.js';
import type { Logger } from '#use-cases/ports/runtime/logger.js';
import type { Metrics } from '#use-cases/ports/runtime/metrics.js';
import type { WatchedScreens } from '#use-cases/ports/runtime/watched-screens.js';
import type { AdmitRequest } from '#use-cases/operations/admit-request.js';
import type { PurchaseQueries } from '#use-cases/queries/purchase-queries.js';
import type { WalletQueries } from '#use-cases/queries/wallet-queries.js';
import type { HoldTurn } from './updates/polling-turn.js';
import type { StarSupply } from '#use-cases/stars/star-supply.js';
import type { BeginTrial } from '#use-cases/vpn/owner/begin-trial.js';
import type { ChangePlan } from '#use-cases/vpn/owner/change-plan.js';
import type { ChooseOrderRenewal } from '#use-cases/vpn/owner/choose-order-renewal.js';
import type { ChooseRenewal } from '#use-cases/vpn/owner/choose-renewal.js';
import type { DraftSubscription } from '#use-cases/vpn/owner/draft-subscription.js';
import type { RenameSubscription } from '#use-cases/vpn/owner/rename-subscription.js';
import type { RotateLink } from '#use-cases/vpn/owner/rotate-link.js';
import type { ShowSubscriptions } from '#use-cases/vpn/owner/show-subscriptions.js';

export interface TelegramOptions {
  readonly token: string;
  /** `https://api.telegram.org`, or a stand-in. */
  readonly apiRoot: string;
  /** The first of them answers for support when there is no contact. */
  readonly adminIds: readonly number[];
  /** `@name` or an https link. */
  readonly supportContact?: string | undefined;
  /** How long a question waits for its answer; half an hour unless told. */
  readonly dialogueSeconds?: number;
}

/** The use cases and queries that screens call. */
export interface Shop {
  readonly telegram: TelegramOptions;
  readonly dialogues: DialogueStore;
  readonly clock: Clock;
  readonly settings: ShopSettings;
  readonly plans: ShopPlans;
  readonly prices: StarPrices;
  readonly supply: StarSupply;
  readonly paymentMethods: PaymentMethods;
  readonly chooseLanguage: ChooseLanguage;
  readonly startTopUp: StartTopUp;
  readonly checkPayment: CheckPayment;
  readonly draftOrder: DraftOrder;
  readonly chooseRecipient: ChooseRecipient;
  readonly confirmOrder: ConfirmOrder;
  readonly cancelOrder: CancelOrder;
  readonly beginTrial: BeginTrial;
  readonly draftSubscription: DraftSubscription;
  readonly chooseOrderRenewal: ChooseOrderRenewal;
  readonly showSubscriptions: ShowSubscriptions;
  readonly chooseRenewal: ChooseRenewal;
  readonly renameSubscription: RenameSubscription;
  readonly changePlan: ChangePlan;
  readonly rotateLink: RotateLink;
  readonly showReferral: ShowReferral;
  readonly applyPromo: ApplyPromo;
  readonly redeemPromo: RedeemPromo;
  readonly wallet: WalletQueries;
  readonly purchases: PurchaseQueries;
}

export interface BotDependencies extends Shop {
  readonly texts: Texts;
  readonly lock: Lock;
  readonly watched: WatchedScreens;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Undefined lets everything pass. */
  readonly admitRequest?: AdmitRequest | undefined;
  /** Undefined where no second bot can be: then this one polls whenever it is told to. */
  readonly holdTurn?: HoldTurn | undefined;
  readonly approveCheckout: ApproveCheckout;
  readonly recordStarCharge: RecordStarCharge;
  readonly recordStarRefund: RecordStarRefund;
  /** Undefined leaves a long queue at Telegram. */
  readonly updateShelf?: UpdateShelf | undefined;
  readonly handleOnce: HandleUpdateOnce;
  readonly welcomeCustomer: WelcomeCustomer;
}
