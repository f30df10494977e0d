import { balanceButton, buyButton, promoMenuButton, referralButton, vpnButton } from '#adapters/texts/cards/buttons.js';
import { callback } from '#adapters/texts/callback-data.js';
import { shownBalances } from '#adapters/texts/cards/shown-balances.js';
import { shownName } from '#adapters/texts/plain-text.js';
import type { View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import type { Customer } from '#domain/customers/customer.js';
import type { WalletView } from '#use-cases/queries/wallet-queries.js';

export function homeView(words: Words, customer: Customer, balances: readonly WalletView[]): View {
  return {
    html: words.html('home.text', { name: shownName(customer.firstName), balance: shownBalances(words, balances) }),
    keyboard: [
      [buyButton(words)],
      [vpnButton(words)],
      [balanceButton(words), { text: words.plain('button.help'), data: callback('help') }],
      [referralButton(words), promoMenuButton(words)],
      [{ text: words.plain('button.language'), data: callback('language') }],
    ],
  };
}
