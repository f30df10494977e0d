import { callback } from '#adapters/texts/callback-data.js';
import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { CLIENTS, type System } from './clients.js';
import { setupView } from './setup.view.js';

/** How to put the link into an app, for each system. */
export function setupScreen(shop: Shop): Screen {
  const open = async ({ customer, words }: Visit, system: string, subscriptionId: string): Promise<Outcome> => {
    const { subscription, accounts } = await shop.showSubscriptions.one({ userId: customer.userId, subscriptionId });
    const link = accounts.map(({ account }) => account.linkFor(subscription)).find((each) => each !== undefined);
    if (link === undefined || !isSystem(system)) return { goTo: callback('sub_config_{uuid}', { uuid: subscription.id }) };
    return { show: setupView(words, { uuid: subscription.id, system, link }) };
  };
  return { name: 'setup', buttons: { 'sub_os_{system}_{uuid}': (visit, { system, uuid }) => open(visit, system, uuid) } };
}

function isSystem(text: string): text is System {
  return Object.hasOwn(CLIENTS, text);
}
