import { orderCard } from '#adapters/texts/cards/order-card.js';
import { paymentCard } from '#adapters/texts/cards/payment-card.js';
import type { StarOrder } from '#domain/orders/star-order.js';
import type { SubscriptionOrder } from '#domain/orders/subscription-order.js';
import { OrderNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { draftView, recipientQuestion } from './draft.view.js';
import { subscriptionDraftView } from './subscription-draft.view.js';

/** An order wherever it stands: a draft to complete, a payment to make, a delivery under way, an end. */
export function orderScreen(shop: Shop): Screen {
  const starDraft = async (visit: Visit, order: StarOrder): Promise<Outcome> => {
    if (!order.recipient) return { show: recipientQuestion(visit.words, order) };
    const { wallet: wallets, settings, paymentMethods } = shop;
    const [wallet, catalog, gateways] = await Promise.all([wallets.wallet(order.userId), settings.catalog(), paymentMethods.for(order.price.currency)]);
    const discount = catalog.packages.find((item) => item.stars === order.stars)?.discountPercent ?? 0;
    return { show: draftView(visit.words, { order, wallet, discount, gateways }) };
  };

  const subscriptionDraft = async ({ words }: Visit, order: SubscriptionOrder): Promise<Outcome> => {
    const { userId, subscriptionId, offers } = order;
    const [plan, balances, gateways] = await Promise.all([shop.plans.find(order.planId), shop.wallet.balances(userId), shop.paymentMethods.forOffers(offers)]);
    const extended = order.deed === 'begin' ? undefined : (await shop.showSubscriptions.one({ userId, subscriptionId })).subscription;
    return { show: subscriptionDraftView(words, { order, plan, extended, balances, gateways }) };
  };

  const open = async (visit: Visit, { uuid }: { readonly uuid: string }): Promise<Outcome> => {
    const view = await shop.purchases.order(visit.customer.userId, uuid);
    if (!view) throw new OrderNotFound();
    const { order, payment, fulfilment } = view;
    if (order.state === 'draft') return order.kind === 'stars' ? starDraft(visit, order) : subscriptionDraft(visit, order);
    if (order.state === 'awaiting_payment' && payment) return { show: paymentCard(visit.words, payment, visit.now), watch: [order.id, payment.id] };
    return { show: orderCard(visit.words, order, fulfilment?.state), watch: [order.id] };
  };

  return { name: 'order', buttons: { 'refresh_status_{uuid}': open } };
}
