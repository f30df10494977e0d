import { callback } from '#adapters/texts/callback-data.js';
import { paymentCard } from '#adapters/texts/cards/payment-card.js';
import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';

export function paymentScreen(shop: Shop): Screen {
  /** The id is the payment's; a payment for an order leads on to the order, which shows the payment while it is open. */
  const check = async ({ customer, words, now }: Visit, { uuid }: { readonly uuid: string }): Promise<Outcome> => {
    const payment = await shop.checkPayment.execute({ userId: customer.userId, paymentId: uuid });
    if (payment.orderId !== undefined) return { goTo: callback('refresh_status_{uuid}', { uuid: payment.orderId }) };
    return { show: paymentCard(words, payment, now), watch: [payment.id] };
  };
  return { name: 'payment', buttons: { 'check_payment_{uuid}': check, 'check_recharge_{uuid}': check } };
}
