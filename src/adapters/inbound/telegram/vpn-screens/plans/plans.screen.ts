import { callback } from '#adapters/texts/callback-data.js';
import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { plansView } from './plans.view.js';

export function plansScreen(shop: Shop): Screen {
  const open = async ({ words }: Visit): Promise<Outcome> => ({ show: plansView(words, await shop.plans.active()) });

  const draft = async ({ customer }: Visit, planId: string): Promise<Outcome> => {
    const order = await shop.draftSubscription.execute({ userId: customer.userId, planId });
    return { goTo: callback('refresh_status_{uuid}', { uuid: order.id }) };
  };

  return { name: 'plans', buttons: { vpn_buy: open, 'plan_{plan}': (visit, { plan }) => draft(visit, plan) } };
}
