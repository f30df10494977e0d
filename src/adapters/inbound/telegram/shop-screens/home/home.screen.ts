import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { homeView } from './home.view.js';

export function homeScreen(shop: Shop): Screen {
  const open = async ({ customer, words }: Visit): Promise<Outcome> => ({
    show: homeView(words, customer, await shop.wallet.wallet(customer.userId)),
  });
  return { name: 'home', buttons: { home: open }, commands: { start: open } };
}
