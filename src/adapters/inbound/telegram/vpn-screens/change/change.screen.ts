import { callback } from '#adapters/texts/callback-data.js';
import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { changePreviewView, changeView } from './change.view.js';

/** Another plan for the time that is left. */
export function changeScreen(shop: Shop): Screen {
  const open = async ({ customer, words }: Visit, subscriptionId: string): Promise<Outcome> => {
    const [{ subscription }, plans] = await Promise.all([shop.showSubscriptions.one({ userId: customer.userId, subscriptionId }), shop.plans.active()]);
    return { show: changeView(words, subscription, plans) };
  };

  const preview = async ({ customer, words }: Visit, planId: string, subscriptionId: string): Promise<Outcome> => {
    const change = await shop.changePlan.preview({ userId: customer.userId, subscriptionId, planId });
    const from = change.subscription.planId === undefined ? undefined : await shop.plans.find(change.subscription.planId);
    return { show: changePreviewView(words, change, from) };
  };

  const carryOut = async ({ customer }: Visit, planId: string, subscriptionId: string): Promise<Outcome> => {
    const { id } = await shop.changePlan.execute({ userId: customer.userId, subscriptionId, planId });
    return { goTo: callback('sub_{uuid}', { uuid: id }), note: 'change.done' };
  };

  return {
    name: 'change',
    buttons: {
      'sub_change_{uuid}': (visit, { uuid }) => open(visit, uuid),
      'chg_{plan}_{uuid}': (visit, { plan, uuid }) => preview(visit, plan, uuid),
      'chgok_{plan}_{uuid}': (visit, { plan, uuid }) => carryOut(visit, plan, uuid),
    },
  };
}
