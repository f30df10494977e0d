import { callback } from '#adapters/texts/callback-data.js';
import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { extendView } from './extend.view.js';

export function extendScreen(shop: Shop): Screen {
  const open = async ({ customer, words }: Visit, subscriptionId: string): Promise<Outcome> => {
    const [{ subscription }, plans] = await Promise.all([shop.showSubscriptions.one({ userId: customer.userId, subscriptionId }), shop.plans.active()]);
    return { show: extendView(words, subscription, plans) };
  };

  const draft = async ({ customer }: Visit, planId: string, subscriptionId: string): Promise<Outcome> => {
    const order = await shop.draftSubscription.execute({ userId: customer.userId, planId, subscriptionId });
    return { goTo: callback('refresh_status_{uuid}', { uuid: order.id }) };
  };

  return {
    name: 'extend',
    buttons: {
      'sub_extend_{uuid}': (visit, { uuid }) => open(visit, uuid),
      'sub_plan_{plan}_{uuid}': (visit, { plan, uuid }) => draft(visit, plan, uuid),
    },
  };
}
