import { callback } from '#adapters/texts/callback-data.js';
import { balanceButton, homeButton } from '#adapters/texts/cards/buttons.js';
import { gatewayName, gatewaySign } from '#adapters/texts/gateway-names.js';
import { shownBalances } from '#adapters/texts/cards/shown-balances.js';
import { type Button, paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import type { WalletView } from '#use-cases/queries/wallet-queries.js';
import type { TopUpRules } from '#use-cases/catalog/shop-settings.js';

export function topUpGatewaysView(words: Words, gateways: readonly string[]): View {
  const choices = gateways.map((gateway): Button[] => [{ text: `${gatewaySign(gateway)} ${gatewayName(gateway)}`, data: callback('recharge_{gateway}', { gateway }) }]);
  return {
    html: words.html(gateways.length === 0 ? 'top-up.off' : 'top-up.gateway'),
    keyboard: [...choices, [balanceButton(words), homeButton(words)]],
  };
}

export interface TopUpOnScreen {
  readonly rules: TopUpRules;
  readonly balances: readonly WalletView[];
  readonly isOnlyGateway: boolean;
}

export function topUpAmountsView(words: Words, gateway: string, { rules, balances, isOnlyGateway }: TopUpOnScreen): View {
  const own = isOnlyGateway ? callback('recharge_custom') : callback('recharge_{gateway}_custom', { gateway });
  const amounts = rules.amounts.map((amount): Button => ({
    text: words.money(amount),
    data: callback('recharge_{gateway}_{amount}', { gateway, amount: amount.toDecimal() }),
  }));
  return {
    html: paragraphs(
      words.html('top-up.amount', { ...range(words, rules), gateway: gatewayName(gateway) }),
      words.html('top-up.balance', { balance: shownBalances(words, balances) }),
    ),
    keyboard: [
      ...pairs(amounts),
      [{ text: words.plain('button.own-amount'), data: own }],
      [balanceButton(words), homeButton(words)],
    ],
  };
}

export function askAmountView(words: Words, gateway: string, rules: TopUpRules): View {
  return {
    html: words.html('top-up.ask', range(words, rules)),
    keyboard: [[{ text: words.plain('button.cancel'), data: callback('recharge_{gateway}', { gateway }) }]],
  };
}

function range(words: Words, rules: TopUpRules): Readonly<Record<'minimum' | 'maximum', string>> {
  return { minimum: words.money(rules.minimum), maximum: words.money(rules.maximum) };
}

function pairs(buttons: readonly Button[]): Button[][] {
  return buttons.flatMap((_, index) => (index % 2 === 0 ? [buttons.slice(index, index + 2)] : []));
}
