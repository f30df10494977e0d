import { callback } from '#adapters/texts/callback-data.js';
import { qrPicture } from '#adapters/texts/pictures/qr-picture.js';
import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { chooseView, configView, makingView } from './config.view.js';

/** The link of a subscription as a code to scan and a text to copy, one for each server that it lives on. */
export function configScreen(shop: Shop): Screen {
  const one = async ({ customer, words, now }: Visit, subscriptionId: string, panelId?: string): Promise<Outcome> => {
    const { subscription, accounts } = await shop.showSubscriptions.one({ userId: customer.userId, subscriptionId });
    if (subscription.state === 'closed') return { goTo: callback('sub_{uuid}', { uuid: subscription.id }) };
    const links = accounts.flatMap(({ account, panel }) => {
      const link = account.linkFor(subscription);
      return link === undefined ? [] : [{ panelId: account.panelId, server: panel?.title ?? account.panelId, link }];
    });
    const chosen = links.find((each) => each.panelId === panelId) ?? links[0];
    if (!chosen) return { show: makingView(words, subscription) };
    return { show: configView(words, { subscription, links, chosen, photo: await qrPicture(chosen.link), now }) };
  };

  const newest = async (visit: Visit): Promise<Outcome> => {
    const { subscriptions } = await shop.showSubscriptions.all(visit.customer.userId);
    const live = subscriptions.filter((subscription) => subscription.isOpen(visit.now));
    const [first, ...others] = live;
    if (!first) return { goTo: callback('vpn'), note: 'config.none' };
    return others.length === 0 ? one(visit, first.id) : { show: chooseView(visit.words, live, visit.now) };
  };

  return {
    name: 'config',
    buttons: {
      config: newest,
      'sub_config_{uuid}': (visit, { uuid }) => one(visit, uuid),
      'cfg_{panel}_{uuid}': (visit, { panel, uuid }) => one(visit, uuid, panel),
    },
    commands: { config: newest },
  };
}
