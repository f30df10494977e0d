import type { WalletView } from '#use-cases/queries/wallet-queries.js';
import type { Words } from '../words.js';

/** What can be spent, in every currency that there is some of, in one line; the first one is named in any case. */
export function shownBalances(words: Words, balances: readonly WalletView[]): string {
  const shown = balances.filter(({ available }, place) => place === 0 || available.isPositive());
  return shown.map(({ available }) => words.money(available)).join(' · ');
}
