import { callback } from '#adapters/texts/callback-data.js';
import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { askNameView } from './ask-name.view.js';
import { subscriptionView } from './subscription.view.js';

/** One subscription: how it is, what it allows, and everything its owner can do with it. */
export function subscriptionScreen(shop: Shop): Screen {
  const open = async ({ customer, words, now }: Visit, subscriptionId: string): Promise<Outcome> => {
    const found = await shop.showSubscriptions.one({ userId: customer.userId, subscriptionId });
    return { show: subscriptionView(words, found, now) };
  };

  const renew = async ({ customer }: Visit, subscriptionId: string, renews: boolean): Promise<Outcome> => {
    const { id } = await shop.chooseRenewal.execute({ userId: customer.userId, subscriptionId, renews });
    return { goTo: callback('sub_{uuid}', { uuid: id }) };
  };

  const askName = async ({ customer, words }: Visit, subscriptionId: string): Promise<Outcome> => {
    const { subscription } = await shop.showSubscriptions.one({ userId: customer.userId, subscriptionId });
    return { show: askNameView(words, subscription.id), asks: { kind: 'subscription-name', data: { subscriptionId } } };
  };

  const rename = async ({ customer }: Visit, name: string, subscriptionId: string): Promise<Outcome> => {
    const { id } = await shop.renameSubscription.execute({ userId: customer.userId, subscriptionId, name });
    return { goTo: callback('sub_{uuid}', { uuid: id }) };
  };

  return {
    name: 'subscription',
    buttons: {
      'sub_{uuid}': (visit, { uuid }) => open(visit, uuid),
      'sub_renew_{choice}_{uuid}': (visit, { choice, uuid }) => renew(visit, uuid, choice === 'on'),
      'sub_rename_{uuid}': (visit, { uuid }) => askName(visit, uuid),
    },
    answers: { 'subscription-name': (visit, text, data) => rename(visit, text, data.subscriptionId ?? '') },
  };
}
