import { callback } from '#adapters/texts/callback-data.js';
import { paymentCard } from '#adapters/texts/cards/payment-card.js';
import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { askAmountView, topUpAmountsView, topUpGatewaysView } from './top-up.view.js';

export function topUpScreen(shop: Shop): Screen {
  const rules = shop.settings.defaults.topUp;

  const gateways = (): Promise<readonly string[]> => shop.paymentMethods.for(rules.minimum.currency);

  const onlyGateway = async (): Promise<string | undefined> => {
    const [first, ...others] = await gateways();
    return others.length === 0 ? first : undefined;
  };

  /** Where there is no choice of gateways, none is asked for. */
  const open = async ({ words }: Visit): Promise<Outcome> => {
    const only = await onlyGateway();
    if (only !== undefined) return { goTo: callback('recharge_{gateway}', { gateway: only }) };
    return { show: topUpGatewaysView(words, await gateways()) };
  };

  const amounts = async ({ customer, words }: Visit, gateway: string): Promise<Outcome> => {
    const [only, balances] = await Promise.all([onlyGateway(), shop.wallet.balances(customer.userId)]);
    return { show: topUpAmountsView(words, gateway, { rules, balances, isOnlyGateway: gateway === only }) };
  };

  const ask = async ({ words }: Visit, gateway: string): Promise<Outcome> => ({
    show: askAmountView(words, gateway, rules),
    asks: { kind: 'top-up-amount', data: { gateway } },
  });

  const start = async ({ customer, words, now }: Visit, gateway: string, amount: string): Promise<Outcome> => {
    const payment = await shop.startTopUp.execute({ userId: customer.userId, gateway, amount });
    return { show: paymentCard(words, payment, now), watch: [payment.id] };
  };

  const askOnlyGateway = async (visit: Visit): Promise<Outcome> => {
    const only = await onlyGateway();
    return only === undefined ? open(visit) : ask(visit, only);
  };

  return {
    name: 'top-up',
    buttons: {
      recharge: open,
      recharge_custom: askOnlyGateway,
      'recharge_{gateway}': (visit, { gateway }) => amounts(visit, gateway),
      'recharge_{gateway}_custom': (visit, { gateway }) => ask(visit, gateway),
      'recharge_{gateway}_{amount}': (visit, { gateway, amount }) => start(visit, gateway, amount),
    },
    answers: { 'top-up-amount': (visit, text, data) => start(visit, data.gateway ?? '', text) },
  };
}
