import { callback } from '#adapters/texts/callback-data.js';
import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { languageView } from './language.view.js';

export function languageScreen(shop: Shop): Screen {
  const open = async ({ words }: Visit): Promise<Outcome> => ({ show: languageView(words) });
  return {
    name: 'language',
    buttons: {
      language: open,
      'language_{language}': async ({ customer }, { language }) => ({
        goTo: callback('home'),
        customer: await shop.chooseLanguage.execute({ userId: customer.userId, language: language === 'ru' ? 'ru' : 'en' }),
      }),
    },
    commands: { language: open },
  };
}
