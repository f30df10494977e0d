import type { Container } from 'inversify';
import { type Bot, createBot } from '#adapters/inbound/telegram/bot.js';
import { TOKENS as T } from '../tokens.js';

/** The bot over the container's use cases. */
export function createShopBot(container: Container): Bot {
  const { telegram, limits } = container.get(T.config);
  return createBot({
    telegram,
    texts: container.get(T.texts),
    lock: container.get(T.lock),
    dialogues: container.get(T.dialogues),
    watched: container.get(T.watchedScreens),
    clock: container.get(T.clock),
    ids: container.get(T.ids),
    logger: container.get(T.logger),
    metrics: container.get(T.metrics),
    admitRequest: limits.enabled ? container.get(T.admitRequest) : undefined,
    holdTurn: container.get(T.database).kind === 'server' ? turnOf(container) : undefined,
    approveCheckout: container.get(T.approveCheckout),
    recordStarCharge: container.get(T.recordStarCharge),
    recordStarRefund: container.get(T.recordStarRefund),
    updateShelf: container.get(T.updateShelf),
    handleOnce: container.get(T.handleUpdateOnce),
    welcomeCustomer: container.get(T.welcomeCustomer),
    chooseLanguage: container.get(T.chooseLanguage),
    settings: container.get(T.shopSettings),
    prices: container.get(T.starPrices),
    supply: container.get(T.starSupply),
    paymentMethods: container.get(T.paymentMethods),
    startTopUp: container.get(T.startTopUp),
    checkPayment: container.get(T.checkPayment),
    draftOrder: container.get(T.draftOrder),
    chooseRecipient: container.get(T.chooseRecipient),
    confirmOrder: container.get(T.confirmOrder),
    cancelOrder: container.get(T.cancelOrder),
    plans: container.get(T.shopPlans),
    beginTrial: container.get(T.beginTrial),
    draftSubscription: container.get(T.draftSubscription),
    chooseOrderRenewal: container.get(T.chooseOrderRenewal),
    showSubscriptions: container.get(T.showSubscriptions),
    chooseRenewal: container.get(T.chooseRenewal),
    renameSubscription: container.get(T.renameSubscription),
    changePlan: container.get(T.changePlan),
    rotateLink: container.get(T.rotateLink),
    showReferral: container.get(T.showReferral),
    applyPromo: container.get(T.applyPromo),
    redeemPromo: container.get(T.redeemPromo),
    wallet: container.get(T.walletQueries),
    purchases: container.get(T.purchaseQueries),
  });
}

/** An embedded database has one process; on a server there may be a second bot with the same token. */
function turnOf(container: Container): (forMs: number) => Promise<boolean> {
  const lease = container.get(T.holdLease);
  const holder = container.get(T.ids).next();
  return (forMs) => lease.execute({ name: 'telegram-polling', holder, forMs });
}
