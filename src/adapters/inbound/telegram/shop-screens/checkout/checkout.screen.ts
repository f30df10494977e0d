import { callback } from '#adapters/texts/callback-data.js';
import { BALANCE, type PaymentMethod } from '#domain/orders/order.js';
import { type Currency, isCurrency } from '#domain/shared/currency.js';
import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';

/** The buttons that decide about an order; the order's own screen then shows what became of it. */
export function checkoutScreen(shop: Shop): Screen {
  const pay = async ({ customer }: Visit, orderId: string, method?: PaymentMethod, currency?: Currency): Promise<Outcome> => {
    const { order } = await shop.confirmOrder.execute({ userId: customer.userId, orderId, method, currency });
    return { goTo: callback('refresh_status_{uuid}', { uuid: order.id }) };
  };

  const cancel = async ({ customer }: Visit, orderId: string): Promise<Outcome> => {
    const order = await shop.cancelOrder.execute({ userId: customer.userId, orderId });
    return { goTo: callback('refresh_status_{uuid}', { uuid: order.id }) };
  };

  const renew = async ({ customer }: Visit, orderId: string, autoRenew: boolean): Promise<Outcome> => {
    const order = await shop.chooseOrderRenewal.execute({ userId: customer.userId, orderId, autoRenew });
    return { goTo: callback('refresh_status_{uuid}', { uuid: order.id }) };
  };

  return {
    name: 'checkout',
    buttons: {
      'order_pay_{uuid}': (visit, { uuid }) => pay(visit, uuid),
      'order_pay_balance_{uuid}': (visit, { uuid }) => pay(visit, uuid, BALANCE),
      'order_pay_via_{gateway}_{uuid}': (visit, { uuid, gateway }) => pay(visit, uuid, gateway),
      'order_pay_from_{currency}_{uuid}': (visit, { uuid, currency }) => pay(visit, uuid, BALANCE, isCurrency(currency) ? currency : undefined),
      'order_renew_{choice}_{uuid}': (visit, { uuid, choice }) => renew(visit, uuid, choice === 'on'),
      'order_cancel_{uuid}': (visit, { uuid }) => cancel(visit, uuid),
    },
  };
}
