import { balanceButton, buyButton } from '#adapters/texts/cards/buttons.js';
import { callback } from '#adapters/texts/callback-data.js';
import { shownName } from '#adapters/texts/plain-text.js';
import type { View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import type { Customer } from '#domain/customers/customer.js';
import type { WalletView } from '#use-cases/queries/wallet-queries.js';

export function homeView(words: Words, customer: Customer, wallet: WalletView): View {
  return {
    html: words.html('home.text', { name: shownName(customer.firstName), balance: words.money(wallet.available) }),
    keyboard: [
      [buyButton(words)],
      [balanceButton(words), { text: words.plain('button.help'), data: callback('help') }],
      [{ text: words.plain('button.language'), data: callback('language') }],
    ],
  };
}
