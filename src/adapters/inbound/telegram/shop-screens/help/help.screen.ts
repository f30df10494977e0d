import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { contactView, faqView, helpView } from './help.view.js';

export function helpScreen(shop: Shop): Screen {
  const { supportContact, adminIds } = shop.telegram;
  const open = async ({ words }: Visit): Promise<Outcome> => ({ show: helpView(words) });
  const contact = async ({ words }: Visit): Promise<Outcome> => ({ show: contactView(words, { contact: supportContact, operatorId: adminIds[0] }) });
  return {
    name: 'help',
    buttons: {
      help: open,
      help_main: open,
      back_to_help: open,
      help_faq: async ({ words }) => ({ show: faqView(words) }),
      contact_admin: contact,
    },
    commands: { help: open, paysupport: contact },
  };
}
