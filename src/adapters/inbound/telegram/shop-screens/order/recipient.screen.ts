import { callback } from '#adapters/texts/callback-data.js';
import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { askNameView } from './recipient.view.js';

export function recipientScreen(shop: Shop): Screen {
  const choose = async ({ customer }: Visit, orderId: string, username?: string): Promise<Outcome> => {
    const order = await shop.chooseRecipient.execute({ userId: customer.userId, orderId, username });
    return { goTo: callback('refresh_status_{uuid}', { uuid: order.id }) };
  };
  const ask = async ({ customer, words }: Visit, uuid: string): Promise<Outcome> => {
    const view = await shop.purchases.order(customer.userId, uuid);
    if (view?.order.state !== 'draft') return { goTo: callback('refresh_status_{uuid}', { uuid }) };
    return { show: askNameView(words, uuid), asks: { kind: 'friend-name', data: { orderId: uuid } } };
  };

  return {
    name: 'recipient',
    buttons: {
      'order_self_{uuid}': (visit, { uuid }) => choose(visit, uuid),
      'order_friend_{uuid}': (visit, { uuid }) => ask(visit, uuid),
    },
    answers: { 'friend-name': (visit, text, data) => choose(visit, data.orderId ?? '', text) },
  };
}
