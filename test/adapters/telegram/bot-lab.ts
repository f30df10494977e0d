import { type Bot, createBot } from '#adapters/inbound/telegram/bot.js';
import type { BotDependencies } from '#adapters/inbound/telegram/bot-dependencies.js';
import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import { directCalls } from '#adapters/outbound/kit/call-seam.js';
import { MemoryPaymentGateways } from '#adapters/outbound/memory/providers/memory-payment-gateways.js';
import { MemoryPurchaseQueries } from '#adapters/outbound/memory/persistence/queries/memory-purchase-queries.js';
import { MemoryWalletQueries } from '#adapters/outbound/memory/persistence/queries/memory-wallet-queries.js';
import { MemoryDialogueStore } from '#adapters/outbound/memory/runtime/memory-dialogue-store.js';
import { MemoryLock } from '#adapters/outbound/memory/runtime/memory-lock.js';
import { StoredWatchedScreens } from '#adapters/outbound/telegram/stored-watched-screens.js';
import { TelegramNotifier } from '#adapters/outbound/telegram/telegram-notifier.js';
import { Texts } from '#adapters/texts/texts.js';
import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import { topUp } from '#domain/wallet/ledger.js';
import { ChooseLanguage } from '#use-cases/customers/choose-language.js';
import { DeliverNotices } from '#use-cases/operations/deliver-notices.js';
import { HandleUpdateOnce } from '#use-cases/operations/handle-update-once.js';
import { InboxHandledMessages } from '#use-cases/operations/inbox-handled-messages.js';
import { UpdateShelf } from '#use-cases/operations/update-shelf.js';
import { PaymentMethods } from '#use-cases/payments/payment-methods.js';
import type { PaymentGateway } from '#use-cases/ports/providers/payment-gateway.js';
import { StarSupply } from '#use-cases/stars/star-supply.js';
import { aShop, type TestShop } from '../../builders/shop/a-shop.js';
import { nextId } from '../../builders/next-id.js';
import { runJobs } from '../../builders/shop/run-jobs.js';
import { unhurried } from '../../support/unhurried.js';
import { type ShownMessage, TelegramLab } from '../../sandbox/telegram/telegram-lab.js';

export const VERA = 1001;

export interface BotLabOptions {
  /** Beside the shop's own, and known to the whole shop. */
  readonly moreGateways?: readonly PaymentGateway[];
  readonly gateways?: (shop: TestShop) => readonly PaymentGateway[];
  readonly changes?: (deps: BotDependencies, shop: TestShop) => Partial<BotDependencies>;
}

/** A whole shop in memory behind the real bot, and the Telegram stand-in in front of it. */
export class BotLab {
  readonly texts = new Texts();
  readonly shop: TestShop;
  readonly dialogues: MemoryDialogueStore;
  readonly watched: StoredWatchedScreens;
  readonly notifier: TelegramNotifier;
  bot: Bot;
  private offset = 0;

  private constructor(
    readonly telegram: TelegramLab,
    private readonly options: BotLabOptions,
  ) {
    const { simulator } = telegram;
    this.shop = aShop({ moreGateways: options.moreGateways ?? [] });
    this.dialogues = new MemoryDialogueStore(this.shop.clock);
    this.watched = new StoredWatchedScreens(this.dialogues);
    this.notifier = new TelegramNotifier({
      token: simulator.token,
      apiRoot: simulator.apiRoot,
      http: new HttpClient(directCalls),
      unitOfWork: this.shop.memory,
      texts: this.texts,
      watched: this.watched,
      clock: this.shop.clock,
      logger: this.shop.logger,
    });
    this.bot = createBot(this.dependencies());
  }

  static async open(options: BotLabOptions = {}): Promise<BotLab> {
    return new BotLab(await TelegramLab.open(), options);
  }

  /** The process ends and another begins; only what is stored remains. */
  async restart(): Promise<void> {
    await this.bot.stop();
    this.bot = createBot(this.dependencies());
  }

  /** Another process with the same token. */
  anotherBot(): Bot {
    return createBot(this.dependencies());
  }

  async close(): Promise<void> {
    await this.bot.stop();
    await this.telegram.close();
  }

  /** The person writes; answers with what the bot shows last. */
  async say(text: string, userId = VERA, more: object = { username: 'vera', firstName: 'Вера', languageCode: 'ru' }): Promise<ShownMessage> {
    await this.telegram.person(userId).say(text, more);
    await this.pump();
    return this.last(userId);
  }

  /** The person taps the newest button with this data; answers with what the bot shows in its place, or last. */
  async tap(data: string, userId = VERA): Promise<ShownMessage> {
    const messages = await this.telegram.person(userId).messages();
    const message = messages.findLast(({ buttons }) => buttons.flat().some((button) => button.data === data));
    if (!message) throw new Error(`nobody sees a button ${data}`);
    return this.press(message.messageId, data, userId);
  }

  /** The person taps a button that the message may not have any more. */
  async press(messageId: number, data: string, userId = VERA): Promise<ShownMessage> {
    const before = await this.telegram.person(userId).messages();
    await this.telegram.person(userId).tap(messageId, data, { force: true });
    await this.pump();
    const after = await this.telegram.person(userId).messages();
    // Where text became a picture, a new message stands in the place of the old one.
    const inPlace = after.length > before.length ? undefined : after.find((message) => message.messageId === messageId);
    const shown = inPlace ?? after.at(-1);
    if (!shown) throw new Error('the chat is empty');
    return shown;
  }

  last(userId = VERA): Promise<ShownMessage> {
    return this.telegram.person(userId).lastMessage();
  }

  messages(userId = VERA): Promise<readonly ShownMessage[]> {
    return this.telegram.person(userId).messages();
  }

  /** Hands all waiting updates to the bot, as a webhook would. */
  async pump(): Promise<void> {
    for (const update of await this.updates()) await this.bot.handleUpdate(new TextEncoder().encode(JSON.stringify(update)));
  }

  /** The updates that wait, taken from Telegram. */
  async updates(): Promise<readonly { readonly update_id: number }[]> {
    const { body } = await this.telegram.api('getUpdates', { offset: this.offset, timeout: 0 });
    const updates = body.result as { readonly update_id: number }[];
    this.offset = (updates.at(-1)?.update_id ?? this.offset - 1) + 1;
    return updates;
  }

  /** Does the work that waits: payments, deliveries, news. */
  work(): Promise<void> {
    const { shop } = this;
    return runJobs({ ...shop, deliverNotices: new DeliverNotices(shop.memory, this.notifier, unhurried, shop.clock, shop.logger) });
  }

  /** Money on the balance, as if it had been paid in. */
  async give(amount: string, userId = VERA, currency: Currency = 'TON'): Promise<void> {
    const money = Money.parse(amount, currency);
    await this.shop.memory.run((tx) => tx.ledger.post(topUp({ gateway: 'heleket', chargeId: nextId(), userId, amount: money, total: money })));
  }

  dependencies(): BotDependencies {
    const { shop } = this;
    const gateways = new MemoryPaymentGateways(this.options.gateways?.(shop) ?? [shop.gateway, ...(this.options.moreGateways ?? [])]);
    const deps: BotDependencies = {
      telegram: { token: this.telegram.simulator.token, apiRoot: this.telegram.simulator.apiRoot, adminIds: [7], supportContact: '@polaris_help' },
      texts: this.texts,
      lock: new MemoryLock(),
      dialogues: this.dialogues,
      watched: this.watched,
      clock: shop.clock,
      ids: shop.ids,
      logger: shop.logger,
      metrics: shop.metrics,
      approveCheckout: shop.approveCheckout,
      recordStarCharge: shop.recordStarCharge,
      recordStarRefund: shop.recordStarRefund,
      updateShelf: new UpdateShelf(shop.memory, shop.clock),
      handleOnce: new HandleUpdateOnce(new InboxHandledMessages(shop.memory, shop.clock)),
      welcomeCustomer: shop.welcomeCustomer,
      chooseLanguage: new ChooseLanguage(shop.memory, shop.clock, shop.knownCustomers),
      settings: shop.settings,
      prices: shop.prices,
      supply: new StarSupply(shop.stars, shop.cache, shop.logger),
      paymentMethods: new PaymentMethods(gateways, shop.settings),
      startTopUp: shop.startTopUp,
      checkPayment: shop.checkPayment,
      draftOrder: shop.draftOrder,
      chooseRecipient: shop.chooseRecipient,
      confirmOrder: shop.confirmOrder,
      cancelOrder: shop.cancelOrder,
      plans: shop.plans,
      beginTrial: shop.beginTrial,
      draftSubscription: shop.draftSubscription,
      chooseOrderRenewal: shop.chooseOrderRenewal,
      showSubscriptions: shop.showSubscriptions,
      chooseRenewal: shop.chooseRenewal,
      renameSubscription: shop.renameSubscription,
      changePlan: shop.changePlan,
      rotateLink: shop.rotateLink,
      showReferral: shop.showReferral,
      applyPromo: shop.applyPromo,
      redeemPromo: shop.redeemPromo,
      wallet: new MemoryWalletQueries(shop.memory),
      purchases: new MemoryPurchaseQueries(shop.memory),
    };
    return { ...deps, ...this.options.changes?.(deps, shop) };
  }
}
