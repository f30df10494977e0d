import { callback } from '#adapters/texts/callback-data.js';
import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { rotationView } from './rotation.view.js';

/** A new link for who lost control of the old one. */
export function rotationScreen(shop: Shop): Screen {
  const ask = async ({ customer, words }: Visit, subscriptionId: string): Promise<Outcome> => {
    const { subscription } = await shop.showSubscriptions.one({ userId: customer.userId, subscriptionId });
    return { show: rotationView(words, subscription) };
  };

  const rotate = async ({ customer }: Visit, generation: string, subscriptionId: string): Promise<Outcome> => {
    const { id } = await shop.rotateLink.execute({ userId: customer.userId, subscriptionId, generation: Number(generation) });
    return { goTo: callback('sub_config_{uuid}', { uuid: id }) };
  };

  return {
    name: 'rotation',
    buttons: {
      'sub_rotate_{uuid}': (visit, { uuid }) => ask(visit, uuid),
      'sub_rotated_{generation}_{uuid}': (visit, { generation, uuid }) => rotate(visit, generation, uuid),
    },
  };
}
