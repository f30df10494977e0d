import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { balanceView } from './balance.view.js';

export function balanceScreen(shop: Shop): Screen {
  const open = async ({ customer, words }: Visit): Promise<Outcome> => ({
    show: balanceView(words, await shop.wallet.balances(customer.userId)),
  });
  return { name: 'balance', buttons: { balance: open, balance_main: open, back_to_balance: open }, commands: { balance: open } };
}
