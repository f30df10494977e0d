import { callback } from '#adapters/texts/callback-data.js';
import { BALANCE, type PaymentMethod } from '#domain/orders/order.js';
import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { askCountView, closedView, packagesView, starsView } from './stars.view.js';

export function starsScreen(shop: Shop): Screen {
  /** Paying right away begins with the first gateway; the order's card offers the others. */
  const rightAway = async (): Promise<PaymentMethod> => (await shop.paymentMethods.for('TON'))[0] ?? BALANCE;

  const open = async ({ customer, words }: Visit): Promise<Outcome> => {
    if (!(await shop.supply.isReady())) return { show: closedView(words) };
    const [sheet, wallet, method] = await Promise.all([shop.prices.sheet(), shop.wallet.wallet(customer.userId), rightAway()]);
    return { show: starsView(words, sheet, wallet, method !== BALANCE) };
  };

  const choose = async ({ words }: Visit, method: PaymentMethod): Promise<Outcome> => {
    if (!(await shop.supply.isReady())) return { show: closedView(words) };
    return { show: packagesView(words, await shop.prices.sheet(), method) };
  };

  const ask = async ({ words }: Visit, method: PaymentMethod): Promise<Outcome> => ({
    show: askCountView(words, await shop.settings.catalog(), method),
    asks: { kind: 'stars-count', data: { method } },
  });

  const draft = async ({ customer }: Visit, stars: string, method: PaymentMethod): Promise<Outcome> => {
    const order = await shop.draftOrder.execute({ userId: customer.userId, stars, method });
    return { goTo: callback('refresh_status_{uuid}', { uuid: order.id }) };
  };

  return {
    name: 'stars',
    buttons: {
      buy_stars: open,
      buy_stars_main: open,
      back_to_buy_stars: open,
      buy_stars_with_balance: (visit) => choose(visit, BALANCE),
      buy_stars_with_payment: async (visit) => choose(visit, await rightAway()),
      'buy_{stars}': async (visit, { stars }) => draft(visit, stars, await rightAway()),
      'buy_{stars}_balance': (visit, { stars }) => draft(visit, stars, BALANCE),
      custom_amount: async (visit) => ask(visit, await rightAway()),
      custom_amount_balance: (visit) => ask(visit, BALANCE),
    },
    commands: { buy_stars: (visit, count) => (count === '' ? open(visit) : draft(visit, count, BALANCE)) },
    answers: { 'stars-count': (visit, text, data) => draft(visit, text, data.method ?? BALANCE) },
  };
}
