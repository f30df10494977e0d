import { callback } from '#adapters/texts/callback-data.js';
import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { vpnView } from './vpn.view.js';

/** What somebody has of the VPN, and the ways to get more of it. */
export function vpnScreen(shop: Shop): Screen {
  const trialDays = shop.settings.defaults.vpn.trial.days;

  const open = async ({ customer, words, now }: Visit): Promise<Outcome> => {
    const [{ subscriptions, mayTry, takesNewcomers }, plans] = await Promise.all([shop.showSubscriptions.all(customer.userId), shop.plans.active()]);
    return { show: vpnView(words, { subscriptions, trialDays: mayTry ? trialDays : undefined, canBuy: takesNewcomers && plans.length > 0, now }) };
  };

  const tryIt = async ({ customer }: Visit): Promise<Outcome> => {
    const { id } = await shop.beginTrial.execute({ userId: customer.userId });
    return { goTo: callback('sub_config_{uuid}', { uuid: id }) };
  };

  return { name: 'vpn', buttons: { vpn: open, vpn_trial: tryIt }, commands: { vpn: open } };
}
