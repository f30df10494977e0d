import { orderCard } from '#adapters/texts/cards/order-card.js';
import { paymentCard } from '#adapters/texts/cards/payment-card.js';
import { starOrder } from '#domain/orders/any-order.js';
import type { StarOrder } from '#domain/orders/star-order.js';
import { OrderNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { draftView, recipientQuestion } from './draft.view.js';

/** An order wherever it stands: a draft to complete, a payment to make, a delivery under way, an end. */
export function orderScreen(shop: Shop): Screen {
  const draft = async (visit: Visit, order: StarOrder): Promise<Outcome> => {
    if (!order.recipient) return { show: recipientQuestion(visit.words, order) };
    const [wallet, catalog] = await Promise.all([shop.wallet.wallet(order.userId), shop.settings.catalog()]);
    const discount = catalog.packages.find((item) => item.stars === order.stars)?.discountPercent ?? 0;
    return { show: draftView(visit.words, { order, wallet, discount, gateways: shop.paymentMethods.for(order.price.currency) }) };
  };

  const open = async (visit: Visit, { uuid }: { readonly uuid: string }): Promise<Outcome> => {
    const view = await shop.purchases.order(visit.customer.userId, uuid);
    if (!view) throw new OrderNotFound();
    const { order, payment, fulfilment } = view;
    if (order.state === 'draft') return draft(visit, starOrder(order));
    if (order.state === 'awaiting_payment' && payment) return { show: paymentCard(visit.words, payment, visit.now), watch: [order.id, payment.id] };
    return { show: orderCard(visit.words, order, fulfilment?.state), watch: [order.id] };
  };

  return { name: 'order', buttons: { 'refresh_status_{uuid}': open } };
}
