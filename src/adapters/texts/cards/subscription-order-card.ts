import type { OrderState } from '#domain/orders/order-states.js';
import type { SubscriptionOrder } from '#domain/orders/subscription-order.js';
import { type Keyboard, lines, paragraphs, type View } from '../view.js';
import type { Words } from '../words.js';
import { balanceButton, homeButton, linkButton, plansButton, refreshButton, subscriptionButton } from './buttons.js';

const STEPS = ['vpn-paid', 'vpn-making', 'vpn-ready'] as const;

const TITLE: Readonly<Record<OrderState, string>> = {
  draft: 'order.title',
  awaiting_payment: 'progress.title-awaiting',
  paid: 'progress.vpn-title',
  fulfilling: 'progress.vpn-title',
  unknown: 'progress.title-unknown',
  delivered: 'progress.vpn-title-delivered',
  failed: 'progress.title-failed',
  expired: 'progress.title-expired',
  cancelled: 'progress.title-cancelled',
};

/** Time on the VPN after it was ordered: how far it is, what became of the money, and the way to the link. */
export function subscriptionOrderCard(words: Words, order: SubscriptionOrder): View {
  const goods = lines(words.html('order.card-subscription', { days: words.days(order.days), price: words.money(order.price) }), promoLine(words, order));
  return { html: paragraphs(words.html(titleOf(order)), goods, progress(words, order), outcome(words, order)), keyboard: keyboard(words, order) };
}

function titleOf({ state, deed }: SubscriptionOrder): string {
  return state === 'delivered' && deed !== 'begin' ? 'progress.vpn-title-extended' : TITLE[state];
}

/** The code that an order is cheaper by; undefined without one. */
export function promoLine(words: Words, { promo }: SubscriptionOrder): string | undefined {
  return promo === undefined ? undefined : words.html('promo.line', { code: promo });
}

function progress(words: Words, { state }: SubscriptionOrder): string | undefined {
  if (state !== 'paid' && state !== 'fulfilling' && state !== 'delivered') return undefined;
  const position = state === 'delivered' ? STEPS.length : 1;
  const sign = (index: number): string => (index < position ? '✅' : index === position ? '⏳' : '▫️');
  return lines(...STEPS.map((name, index) => `${sign(index)} ${words.html(`progress.${name}`)}`));
}

function outcome(words: Words, order: SubscriptionOrder): string | undefined {
  const reason = order.reason === undefined ? words.plain('reason.vpn') : words.named('reason', order.reason);
  switch (order.state) {
    case 'paid':
    case 'fulfilling':
      return words.html('progress.vpn-wait');
    case 'delivered':
      return words.html(order.deed === 'begin' ? 'progress.vpn-thanks' : 'progress.vpn-extended');
    case 'failed':
      return words.html('progress.failed', { reason, price: words.money(order.price) });
    case 'expired':
      return words.html('progress.expired', { reason });
    case 'unknown':
      return words.html('progress.vpn-unknown');
    case 'cancelled':
      return words.html('progress.cancelled');
    case 'awaiting_payment':
      return words.html('progress.awaiting');
    case 'draft':
      return undefined;
  }
}

function keyboard(words: Words, order: SubscriptionOrder): Keyboard {
  switch (order.state) {
    case 'delivered':
      return [[linkButton(words, order.subscriptionId)], [subscriptionButton(words, order.subscriptionId), homeButton(words)]];
    case 'failed':
    case 'expired':
    case 'cancelled':
      return [[plansButton(words)], [balanceButton(words), homeButton(words)]];
    case 'draft':
    case 'awaiting_payment':
    case 'paid':
    case 'fulfilling':
    case 'unknown':
      return [[refreshButton(words, order.id)], [homeButton(words)]];
  }
}
