import { callback } from '#adapters/texts/callback-data.js';
import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { askCodeView, keptView, redeemedView } from './promo.view.js';

/** Where codes are entered: for a draft, or for days and for later. */
export function promoScreen(shop: Shop): Screen {
  const ask = async ({ words }: Visit): Promise<Outcome> => ({ show: askCodeView(words), asks: { kind: 'promo-code', data: {} } });

  const askForOrder = async ({ customer, words }: Visit, uuid: string): Promise<Outcome> => {
    const view = await shop.purchases.order(customer.userId, uuid);
    if (view?.order.state !== 'draft') return { goTo: callback('refresh_status_{uuid}', { uuid }) };
    return { show: askCodeView(words, uuid), asks: { kind: 'promo-code', data: { orderId: uuid } } };
  };

  const redeem = async ({ customer, words }: Visit, code: string): Promise<Outcome> => {
    const redeemed = await shop.redeemPromo.execute({ userId: customer.userId, code });
    return { show: redeemed.outcome === 'days' ? redeemedView(words, redeemed) : keptView(words, redeemed.promo) };
  };

  const apply = async ({ customer, words }: Visit, orderId: string, code: string): Promise<Outcome> => {
    const applied = await shop.applyPromo.execute({ userId: customer.userId, orderId, code });
    if (applied.outcome === 'days') return { show: redeemedView(words, applied, orderId) };
    return { goTo: callback('refresh_status_{uuid}', { uuid: applied.order.id }), note: 'promo.applied' };
  };

  return {
    name: 'promo',
    buttons: {
      promo: ask,
      'promo_{uuid}': (visit, { uuid }) => askForOrder(visit, uuid),
      'promo_enter_{code}': (visit, { code }) => redeem(visit, code),
    },
    commands: { promo: (visit, code) => (code === '' ? ask(visit) : redeem(visit, code)) },
    answers: { 'promo-code': (visit, text, data) => (data.orderId === undefined ? redeem(visit, text) : apply(visit, data.orderId, text)) },
  };
}
