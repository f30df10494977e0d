import { callback, readCallback } from '#adapters/texts/callback-data.js';
import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { homeView } from './home.view.js';

/** What a link to the bot carries for its promo screen. */
const PROMO_LINK = /^promo_(.+)$/s;

export function homeScreen(shop: Shop): Screen {
  const open = async ({ customer, words }: Visit): Promise<Outcome> => ({
    show: homeView(words, customer, await shop.wallet.balances(customer.userId)),
  });
  const start = (visit: Visit, argument: string): Promise<Outcome> => {
    const code = PROMO_LINK.exec(argument)?.[1];
    return code === undefined ? open(visit) : Promise.resolve(promoOf(code));
  };

  return { name: 'home', buttons: { home: open }, commands: { start } };
}

/** What no button could carry is no code. */
function promoOf(code: string): Outcome {
  const isCode = readCallback(`promo_enter_${code}`)?.name === 'promo_enter_{code}';
  return isCode ? { goTo: callback('promo_enter_{code}', { code }) } : { goTo: callback('home'), note: 'home.no-such-promo' };
}
