import { buyButton, historyButton, homeButton, topUpButton } from '#adapters/texts/cards/buttons.js';
import { shownBalances } from '#adapters/texts/cards/shown-balances.js';
import { lines, paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import type { WalletView } from '#use-cases/queries/wallet-queries.js';

export function balanceView(words: Words, balances: readonly WalletView[]): View {
  const empty = balances.every(({ available, held }) => available.isZero() && held.isZero());
  const held = balances.map((wallet) => wallet.held).filter((amount) => !amount.isZero());
  return {
    html: paragraphs(
      lines(
        words.html('balance.text', { available: shownBalances(words, balances) }),
        held.length === 0 ? undefined : words.html('balance.held', { held: held.map((amount) => words.money(amount)).join(' · ') }),
      ),
      empty ? words.html('balance.empty') : undefined,
    ),
    keyboard: [[topUpButton(words)], [historyButton(words), buyButton(words)], [homeButton(words)]],
  };
}
