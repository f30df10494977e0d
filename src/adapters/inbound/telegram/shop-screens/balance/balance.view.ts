import { buyButton, historyButton, homeButton, topUpButton } from '#adapters/texts/cards/buttons.js';
import { lines, paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import type { WalletView } from '#use-cases/queries/wallet-queries.js';

export function balanceView(words: Words, wallet: WalletView): View {
  const empty = wallet.available.isZero() && wallet.held.isZero();
  return {
    html: paragraphs(
      lines(
        words.html('balance.text', { available: words.money(wallet.available) }),
        wallet.held.isZero() ? undefined : words.html('balance.held', { held: words.money(wallet.held) }),
      ),
      empty ? words.html('balance.empty') : undefined,
    ),
    keyboard: [[topUpButton(words)], [historyButton(words), buyButton(words)], [homeButton(words)]],
  };
}
